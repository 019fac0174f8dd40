"""`bot.ports.Sessions`: dialog state, the turn lock and the replies already given; in Redis one trip each way."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from redis import Redis, RedisError

from bot.message import Inbound
from bot.ports import Opened, StoreDown
from store import sealing

SESSION_SECONDS = 30 * 24 * 3600
SEEN_SECONDS = 3600  # WeChat repeats a message for about fifteen seconds
ACTS_SECONDS = 7 * 24 * 3600  # a window is open for 48 hours; after a week nothing is known of the person
TURN_MS = 3000

# A session is a hash: `text` is the JSON, sealed like the replies (it holds what was filled in), `version` the turn
# that wrote it. The acts are a hash: when the person last `wrote` and `tapped` (seconds), and `held`, the mark of
# mail that waits for them. KEYS: lock, session, acts, seen.
OPEN = """
local seen = redis.call('GET', KEYS[4])
if seen then return {'seen', seen, '', ''} end
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {'busy', '', '', ''} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
  redis.call('EXPIRE', KEYS[3], ARGV[5])
end
local session = redis.call('HMGET', KEYS[2], 'text', 'version')
return {'ours', session[1] or '', session[2] or '', redis.call('HGET', KEYS[3], 'held') or ''}
"""

SILENCE = "null"
"""What was said when it cannot be read any more, see `bot.conversation.dump_say`."""

# The turn is still ours if we hold the lock, or if it ran out and nobody wrote since. A commit whose answer was
# lost on the way is sent once more by the client: then our own reply is already there.
COMMIT = """
if redis.call('GET', KEYS[4]) == ARGV[4] then return 1 end
local holder = redis.call('GET', KEYS[1])
local version = redis.call('HGET', KEYS[2], 'version') or ''
if holder and holder ~= ARGV[1] then return 0 end
if not holder and version ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[2], 'text', ARGV[3], 'version', ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[5])
redis.call('SET', KEYS[4], ARGV[4], 'EX', ARGV[6])
if redis.call('HGET', KEYS[3], 'held') == ARGV[7] then redis.call('HDEL', KEYS[3], 'held') end
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

    def open(self, person: str, key: str, act: Inbound | None = None) -> Opened:
        """See `Sessions`."""
        turn = token()
        window, at = (act.window or "", act.at.timestamp()) if act else ("", 0.0)
        args: list[str | int | float] = [turn, self._turn_ms, window, at, ACTS_SECONDS]
        try:
            answer = cast("list[bytes]", self._open(keys=_keys(person, key), args=args))
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem
        state, text, version, held = (part.decode() for part in answer)
        if state == "seen":
            return Opened(seen=sealing.opened(text) or SILENCE)
        if state == "busy":
            return Opened(busy=True)
        return Opened(session=sealing.opened(text), turn=f"{turn}:{version}", held=held)

    def commit(self, person: str, key: str, turn: str, session: str, reply: str, held: str = "") -> bool:
        """See `Sessions`."""
        mine, _, version = turn.partition(":")
        sealed = sealing.seal(session), sealing.seal(reply)
        args: list[str | int] = [mine, version, *sealed, SESSION_SECONDS, SEEN_SECONDS, held]
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

    def hold(self, person: str, mark: str) -> None:
        """See `Sessions`."""
        acts = acts_key(person)
        try:
            with self._redis.pipeline() as trip:
                trip.hset(acts, "held", mark)
                trip.expire(acts, ACTS_SECONDS)
                trip.execute()
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem


# The braces keep a person's keys on one node of a Redis cluster.


def session_key(person: str) -> str:
    """Where a person's session is."""
    return f"yz:session:{{{person}}}"


def acts_key(person: str) -> str:
    """Where a person's last acts are, with the mark of held mail."""
    return f"yz:acts:{{{person}}}"


def _keys(person: str, key: str) -> list[str]:
    return [f"yz:turn:{{{person}}}", session_key(person), acts_key(person), f"yz:seen:{{{person}}}:{key}"]


@dataclass(slots=True)
class Kept:
    """What is kept of one person; times are the clock's seconds."""

    text: str = ""
    version: str = ""
    until: float = 0.0
    holder: str = ""
    held_until: float = 0.0
    mail: str = ""
    acts: dict[str, datetime] = field(default_factory=dict)
    seen: dict[str, tuple[str, float]] = field(default_factory=dict)


class MemorySessions:
    """Sessions of this process alone, for a talk in the terminal and for tests. `clock` counts seconds."""

    def __init__(self, turn_ms: int = TURN_MS, clock: Callable[[], float] = time.monotonic) -> None:
        self._turn_seconds = turn_ms / 1000
        self._clock = clock
        self._lock = threading.Lock()
        self._people: dict[str, Kept] = {}

    def open(self, person: str, key: str, act: Inbound | None = None) -> Opened:
        """See `Sessions`."""
        with self._lock:
            now, kept = self._kept(person)
            if act and act.window:
                kept.acts[act.window] = act.at
            if key in kept.seen:
                return Opened(seen=kept.seen[key][0])
            if kept.holder:
                return Opened(busy=True)
            kept.holder, kept.held_until = token(), now + self._turn_seconds
            return Opened(session=kept.text, turn=f"{kept.holder}:{kept.version}", held=kept.mail)

    def commit(self, person: str, key: str, turn: str, session: str, reply: str, held: str = "") -> bool:
        """See `Sessions`."""
        mine, _, version = turn.partition(":")
        with self._lock:
            now, kept = self._kept(person)
            if kept.holder != mine and (kept.holder or kept.version != version):
                return False
            kept.text, kept.version, kept.until, kept.holder = session, mine, now + SESSION_SECONDS, ""
            kept.seen[key] = (reply, now + SEEN_SECONDS)
            kept.mail = "" if kept.mail == held else kept.mail
            return True

    def release(self, person: str, turn: str) -> None:
        """See `Sessions`."""
        with self._lock:
            _, kept = self._kept(person)
            if kept.holder == turn.partition(":")[0]:
                kept.holder = ""

    def hold(self, person: str, mark: str) -> None:
        """See `Sessions`."""
        with self._lock:
            self._kept(person)[1].mail = mark

    def acts(self, person: str) -> dict[str, datetime]:
        """When the person last did something, by `Window`."""
        with self._lock:
            return dict(self._kept(person)[1].acts)

    def text(self, person: str) -> str:
        """The person's session as it stands."""
        with self._lock:
            return self._kept(person)[1].text

    def _kept(self, person: str) -> tuple[float, Kept]:
        """The time, and what of the person has not run out by then."""
        now = self._clock()
        kept = self._people.setdefault(person, Kept())
        if kept.held_until <= now:
            kept.holder = ""
        if kept.until <= now:
            kept.text = kept.version = ""
        kept.seen = {key: (reply, until) for key, (reply, until) in kept.seen.items() if until > now}
        return now, kept
