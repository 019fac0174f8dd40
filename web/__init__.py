"""The doors: webhook, staff console, station screen, health, the front page. Doors translate; they decide nothing.

`create_app` takes ready-made services, so that a test can open the same doors on its own stores.
"""

import gc
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.ports import StoreDown
from store.asked.knowledge import PolicyFile
from store.offers.produce import on_offer
from store.sending.acts import RedisActs
from store.sessions import RedisSessions
from store.tables import Role
from store.talks.transcript import RedisTranscript
from store.warming import warm
from web.board import Sources, board_blueprint
from web.callers import Callers
from web.console import console_blueprint
from web.console.ground import Ground
from web.front import front_blueprint
from web.gate import Gate
from web.hardening import hardened
from web.health import health_blueprint
from web.metrics import Watched, watch
from web.webhook import webhook_blueprint
from wiring import Services, build

_log = logging.getLogger(__name__)


class Doors(Flask):
    """Flask, which looks at each function of each request anew to see whether it is asynchronous: none of ours is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """See `Flask.ensure_sync`."""
        return func


def create_app(services: Services) -> Flask:
    """Return the whole application over these services."""
    settings = services.settings
    app = Doors(__name__)
    app.secret_key = settings.secret_key
    hops = settings.proxy_hops
    if hops:
        # Not X-Forwarded-Host: a proxy that does not set it lets through what the caller wrote there.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.after_request(hardened)
    watched = Watched(services.engine, services.redis, services.checks, services.now, settings.metrics_token)
    watch(app, watched, hops)
    talks = services.conversation
    gate = Gate(talks.receive, talks.turn_away, settings.web_threads)
    app.register_blueprint(webhook_blueprint(services.channel, gate, Callers(settings.wechat_addresses)))
    app.register_blueprint(console_blueprint(_console(services)))
    app.register_blueprint(health_blueprint(services.checks))
    app.register_blueprint(front_blueprint(services.engine, production=settings.production))
    app.register_blueprint(board_blueprint(_board(services)))
    if not settings.production:
        _mount_simulator(app, services)
    return app


def _console(services: Services) -> Ground:
    return Ground(
        engine=services.engine,
        archive=services.archive,
        policy=PolicyFile(services.settings.policy_file),
        book=lambda: services.mind.book,
        kick=services.dispatch.kick,
        now=services.now,
        acts=RedisActs(services.redis),
        announces=services.template is not None,
        habits=services.habits,
        production=services.settings.production,
        sessions=RedisSessions(services.redis),
        transcript=RedisTranscript(services.redis),
        journal=services.journal,
        second_for=frozenset(map(Role, services.settings.second_factor)),
    )


def _board(services: Services) -> Sources:
    return Sources(
        facts=lambda: services.records.facts(""),
        entries=lambda: services.mind.book.entries,
        stories=services.mind.stories,
        codes=services.codes,
        now=services.now,
        produce=lambda: on_offer(services.engine),
    )


def _mount_simulator(app: Flask, services: Services) -> None:
    """Put a stand-in WeChat beside the real doors; it talks to them over HTTP as WeChat does."""
    from simulator.account import Account  # not even imported in production
    from simulator.app import create_app as create_simulator
    from simulator.app import mount

    settings = services.settings
    account = Account(
        settings.wechat_account,
        settings.wechat_app_id,
        settings.wechat_app_secret,
        settings.wechat_token,
        settings.wechat_aes_key,
    )

    def scenes() -> list[tuple[str, str]]:
        stations = services.records.facts("").stations()
        return [(station.scene, station.name) for station in stations]

    webhook = f"http://127.0.0.1:{settings.port}/wechat"
    mount(create_simulator(settings.yizhan_env, services.redis, account, webhook, scenes), onto=app)


def create_app_from_environment() -> Flask:
    """Return the application as the environment and `.env` describe it: what the web server loads.

    Its extension `before_fork` is to be called when the tables are right, before processes fork: what all of them
    need is made then, and shared.
    """
    services = build()
    app = create_app(services)
    app.extensions["before_fork"] = partial(_before_fork, app, services)
    return app


def _before_fork(app: Flask, services: Services) -> None:
    app.url_map.update()  # sorts the addresses
    try:
        warm(services.engine)
    except StoreDown as problem:
        _log.warning("statements are made with the first messages, since SQL does not answer: %s", problem)
    gc.freeze()  # else the collector writes into every page that the forks share; what is there is no garbage
