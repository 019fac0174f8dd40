"""Connections to Redis."""

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

HURRY = 0.7  # seconds; WeChat waits five for us, and without Redis there is still an answer to give


def connect(url: str) -> Redis:
    """A client for the webhook: it gives up quickly, after one more try on a connection that had gone stale."""
    return Redis.from_url(
        url,
        socket_timeout=HURRY,
        socket_connect_timeout=HURRY,
        retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
    )


def connect_patiently(url: str) -> Redis:
    """A client for workers, which wait for work."""
    return Redis.from_url(url)
