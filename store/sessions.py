"""`bot.ports.Sessions` in Redis: dialog state, the turn lock and the replies already given. One trip each way."""

import secrets
from typing import cast

from redis import Redis, RedisError

from bot.ports import Opened, StoreDown

SESSION_SECONDS = 30 * 24 * 3600
SEEN_SECONDS = 3600  # WeChat repeats a message for about fifteen seconds
TURN_MS = 3000

# A session is a hash: `text` is the JSON, `version` the turn that wrote it. KEYS: lock, session, seen.
OPEN = """
local seen = redis.call('GET', KEYS[3])
if seen then return {'seen', seen, ''} end
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {'busy', '', ''} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local session = redis.call('HMGET', KEYS[2], 'text', 'version')
return {'ours', session[1] or '', session[2] or ''}
"""

# The turn is still ours if we hold the lock, or if it ran out and nobody wrote since. A commit whose answer was
# lost on the way is sent once more by the client: then our own reply is already there.
COMMIT = """
if redis.call('GET', KEYS[3]) == ARGV[4] then return 1 end
local holder = redis.call('GET', KEYS[1])
local version = redis.call('HGET', KEYS[2], 'version') or ''
if holder and holder ~= ARGV[1] then return 0 end
if not holder and version ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[2], 'text', ARGV[3], 'version', ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[5])
redis.call('SET', KEYS[3], ARGV[4], 'EX', ARGV[6])
redis.call('DEL', KEYS[1])
return 1
"""

RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


def token() -> str:
    """A name for a turn that nobody else has."""
    return secrets.token_hex(8)


class RedisSessions:
    """Sessions that all processes share."""

    def __init__(self, redis: Redis, turn_ms: int = TURN_MS) -> None:
        self._redis = redis
        self._turn_ms = turn_ms
        self._open = redis.register_script(OPEN)
        self._commit = redis.register_script(COMMIT)
        self._release = redis.register_script(RELEASE)

    def open(self, person: str, key: str) -> Opened:
        """See `Sessions`."""
        turn = token()
        try:
            answer = cast("list[bytes]", self._open(keys=_keys(person, key), args=[turn, self._turn_ms]))
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem
        state, text, version = (part.decode() for part in answer)
        if state == "seen":
            return Opened(seen=text)
        if state == "busy":
            return Opened(busy=True)
        return Opened(session=text, turn=f"{turn}:{version}")

    def commit(self, person: str, key: str, turn: str, session: str, reply: str) -> bool:
        """See `Sessions`."""
        mine, _, version = turn.partition(":")
        args: list[str | int] = [mine, version, session, reply, SESSION_SECONDS, SEEN_SECONDS]
        try:
            return bool(self._commit(keys=_keys(person, key), args=args))
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem

    def release(self, person: str, turn: str) -> None:
        """See `Sessions`. When Redis is away, the lock runs out by itself."""
        try:
            self._release(keys=_keys(person, "")[:1], args=[turn.partition(":")[0]])
        except (RedisError, OSError):
            return


def _keys(person: str, key: str) -> list[str]:
    # The braces keep a person's keys on one node of a Redis cluster.
    return [f"yz:turn:{{{person}}}", f"yz:session:{{{person}}}", f"yz:seen:{{{person}}}:{key}"]
