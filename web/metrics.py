"""`/metrics`: what the processes count, and how the stores stand at this moment, for Prometheus."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hmac import compare_digest
from ipaddress import ip_address
from time import perf_counter

from flask import Blueprint, Flask, Response, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from redis import Redis, RedisError
from sqlalchemy import Engine

from bot.ports import StoreDown
from config.logging import set_trace, trace_from
from config.metrics import REPLY_SECONDS, REQUESTS
from store import queue
from store.counting.standing import standing
from store.database import guarded, reading
from web.health import Checks, outcome

WEBHOOK = "webhook.message"


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked at when somebody asks. `token` "" lets in this machine alone."""

    engine: Engine
    redis: Redis
    checks: Checks
    now: Callable[[], datetime]
    token: str


def watch(app: Flask, watched: Watched, hops: int) -> None:
    """Count what the doors do, give each request a name for the log, and open `/metrics`."""

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()
        set_trace(trace_from(request.headers.get("X-Request-Id", "") if hops else ""))

    @app.after_request
    def end(response: Response) -> Response:
        endpoint = request.endpoint or "nowhere"
        _answers(endpoint.split(".")[0], response.status_code).inc()
        if endpoint == WEBHOOK:
            REPLY_SECONDS.observe(perf_counter() - g.began)
        return response

    app.register_blueprint(_blueprint(watched))


@cache
def _answers(door: str, status: int) -> Counter:
    """How many answers of this kind a door gave."""
    return REQUESTS.labels(door, status)


def _blueprint(watched: Watched) -> Blueprint:
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def metrics() -> ResponseReturnValue:
        if not _welcome(watched.token):
            return "forbidden", 403
        found = CollectorRegistry()
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            MultiProcessCollector(found)  # type: ignore[no-untyped-call]
        else:
            found.register(REGISTRY)
        found.register(Standing(watched))
        return generate_latest(found), 200, {"Content-Type": CONTENT_TYPE_LATEST}

    return blueprint


def _welcome(token: str) -> bool:
    """Whoever has the token; without one a caller on this machine who was not sent on by a proxy."""
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return not request.remote_addr or ip_address(request.remote_addr).is_loopback
    except ValueError:
        return False


class Standing(Collector):
    """How the stores stand."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """See `Collector`. What cannot be looked up is left out; `yizhan_up` says so."""
        up = GaugeMetricFamily("yizhan_up", "1 for each part that can do its work.", labels=["part"])
        for name, check in self._watched.checks.items():
            up.add_metric([name], outcome(name, check) == "ok")
        yield up
        yield from self._sql()
        yield from self._redis()

    def _sql(self) -> Iterator[GaugeMetricFamily]:
        now = self._watched.now()
        try:
            with guarded(), reading(self._watched.engine) as session:
                found = standing(session, now)
        except StoreDown:
            return
        yield _gauge("yizhan_outbox_due", "Rows of the outbox that are owed now.", found.due)
        yield _gauge("yizhan_outbox_failing", "Of these, those whose last attempt failed.", found.failing)
        yield _gauge("yizhan_outbox_oldest_seconds", "Since when the oldest is owed.", found.age(now))
        yield _gauge("yizhan_misses", "Messages not understood that nobody has reviewed.", found.misses)

    def _redis(self) -> Iterator[GaugeMetricFamily]:
        try:
            waiting, age = queue.waiting(self._watched.redis, self._watched.now())
            failed = queue.failed(self._watched.redis)
        except (RedisError, OSError):
            return
        yield _gauge("yizhan_queue_jobs", "Jobs that wait for a worker.", waiting)
        yield _gauge("yizhan_queue_oldest_seconds", "Since when the first of them waits.", age)
        yield _gauge("yizhan_failed_jobs", "Jobs that failed and were not made good since.", failed)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
