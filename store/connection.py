"""Connections to Redis: one server, or whichever of several a Sentinel calls the master."""

from typing import Any
from urllib.parse import unquote

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from redis.sentinel import Sentinel

HURRY = 0.7  # seconds; WeChat waits five for us, and without Redis there is still an answer to give
SENTINEL = "redis+sentinel"
SENTINEL_PORT = 26379


def connect(url: str) -> Redis:
    """A client for the webhook: it gives up quickly, after one more try on a connection that had gone stale."""
    return client(
        url,
        socket_timeout=HURRY,
        socket_connect_timeout=HURRY,
        retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
    )


def connect_patiently(url: str) -> Redis:
    """A client for workers, which wait for work."""
    return client(url)


def client(url: str, **options: Any) -> Redis:
    """A client for `redis://…`, `rediss://…`, `unix://…`, or the master of a Sentinel's service.

    That is written `redis+sentinel://[[user]:password@]host[:port][,host[:port]…]/service[/database]`; the password is
    the servers' own. Raises ValueError for an address that says less.
    """
    # Unless told so, each connection reads its package's papers to tell the server a version: 6 ms, and 3 MB a process.
    options |= {"driver_info": None}
    if not url.startswith(f"{SENTINEL}://"):
        return Redis.from_url(url, **options)
    hosts, service, own = _read(url)
    # A Sentinel that hangs must not hold up the webhook either; who has time asks the next one after as long.
    hurry = {"socket_timeout": HURRY, "socket_connect_timeout": HURRY}
    watched = Sentinel(hosts, sentinel_kwargs=hurry)  # type: ignore[no-untyped-call]
    found: Redis = watched.master_for(service, **own, **options)  # type: ignore[no-untyped-call]
    return found


def _read(url: str) -> tuple[list[tuple[str, int]], str, dict[str, Any]]:
    """The Sentinels, the name of their service, and how to log in there."""
    place, _, path = url.removeprefix(f"{SENTINEL}://").partition("/")
    login, _, hosts = place.rpartition("@")
    user, _, password = login.partition(":")
    service, _, database = path.partition("/")
    several = [host.rpartition(":") if ":" in host else (host, "", str(SENTINEL_PORT)) for host in hosts.split(",")]
    if not service or not all(host for host, _, _ in several):
        raise ValueError(f"{SENTINEL}://host[:port][,host[:port]]/service[/database]")
    own: dict[str, Any] = {"db": int(database or 0)}
    own |= {name: unquote(said) for name, said in (("username", user), ("password", password)) if said}
    return [(host, int(port)) for host, _, port in several], service, own
