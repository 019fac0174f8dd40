"""`bot.ports.Sessions`: dialog state, the turn lock and the replies already given; in Redis one trip each way."""

import secrets
from hashlib import blake2b
from typing import NamedTuple, cast

from redis import Redis, RedisError

from bot.message import Inbound
from bot.ports import ALONE, Beside, Opened, Pace, StoreDown
from bot.replies import dump_say
from store import sealing
from store.scripts import Part, Scripts
from store.session_scripts import COMMIT, OPEN, REFUSE, RELEASE

SESSION_SECONDS = 30 * 24 * 3600
SEEN_SECONDS = 3600  # WeChat repeats a message for about fifteen seconds
ACTS_SECONDS = 7 * 24 * 3600  # a window is open for 48 hours; after a week nothing is known of the person
TURN_MS = 3000
ALARMS = "yz:alarms"
"""A sorted set: the people whose talk has an alarm, by its moment (`Session.alarm`)."""
LONGEST_LIST = 100_000  # lines that wait for the sweeper; when it does not come for days, the oldest go
PACE = 40  # messages of one person that are read in one minute
PACE_SECONDS = 60
SILENCE = dump_say(None)
"""What was said when it cannot be read any more."""


class Look(NamedTuple):
    """A session's JSON ("": none) as the last turn left it, and whether a turn is under way."""

    session: str
    busy: bool


def token(key: str = "") -> str:
    """A name for a turn that nobody else has; it ends with what stands for the message."""
    return f"{secrets.token_hex(8)}-{digest(key)}"


def digest(key: str) -> str:
    """What stands for a message."""
    return blake2b(key.encode(), digest_size=8).hexdigest()


class RedisSessions:
    """Sessions that all processes share."""

    def __init__(self, redis: Redis, turn_ms: int = TURN_MS, pace: int = PACE) -> None:
        """`pace`: how many messages of a person are read in a minute; 0 is any number."""
        self._redis = redis
        self._turn_ms = turn_ms
        self._pace = pace
        self._scripts = Scripts(redis)

    def open(self, person: str, key: str, act: Inbound | None = None) -> Opened:
        """See `Sessions`."""
        turn = token(key)
        window, at = (act.window or "", act.at.timestamp()) if act else ("", 0.0)
        pace = self._pace if act else 0
        args: list[Part] = [turn, self._turn_ms, window, at, ACTS_SECONDS, pace, digest(key), PACE_SECONDS]
        try:
            answer = cast("list[bytes]", self._scripts.run(OPEN, _keys(person, key), args))
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem
        sealed = answer[1]
        state, version, held, attended = (part.decode() for part in (answer[0], *answer[2:]))
        if state == "seen":
            return Opened(seen=_said(sealed))
        if state == "busy":
            return Opened(busy=True, same=sealed.endswith(digest(key).encode()))
        if state in (Pace.TELL, Pace.TOLD):
            return Opened(pace=Pace(state))
        return Opened(session=sealing.opened(sealed), turn=f"{turn}:{version}", held=held, attended=attended)

    def commit(self, person: str, key: str, turn: str, session: str, reply: str, beside: Beside = ALONE) -> bool:
        """See `Sessions`."""
        mine, _, version = turn.partition(":")
        sealed = sealing.seal(session), sealing.seal(reply)
        keys = [*_keys(person, key), ALARMS, *(line.list for line in beside.lines)]
        args: list[Part] = [mine, version, *sealed, SESSION_SECONDS, SEEN_SECONDS]
        args += [beside.held, LONGEST_LIST, beside.alarm, person]
        try:
            return bool(self._scripts.run(COMMIT, keys, [*args, *(line.content for line in beside.lines)]))
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem

    def release(self, person: str, turn: str) -> None:
        """See `Sessions`. When Redis is away, the lock runs out by itself."""
        try:
            self._scripts.run(RELEASE, _keys(person, "")[:1], [turn.partition(":")[0]])
        except (RedisError, OSError):
            return

    def refuse(self, person: str, key: str, reply: str) -> str | None:
        """See `Sessions`."""
        lock, _, _, seen, _ = _keys(person, key)
        try:
            # What a refusal says is no secret, and it wants to be cheap: it is not sealed.
            values: list[Part] = [digest(key), reply, SEEN_SECONDS]
            kept = cast("bytes | None", self._scripts.run(REFUSE, [lock, seen], values))
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem
        return None if kept is None else _said(kept)

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

    def attend(self, person: str, mark: str) -> None:
        """See `Sessions`. While Redis is away, the next sweep sets it."""
        acts = acts_key(person)
        try:
            with self._redis.pipeline() as trip:
                if mark:
                    trip.hset(acts, "attended", mark)
                else:
                    trip.hdel(acts, "attended")
                trip.expire(acts, ACTS_SECONDS)
                trip.execute()
        except (RedisError, OSError):
            return

    def look(self, person: str) -> Look:
        """The person's session as it stands, and whether a turn is changing it right now. Raises StoreDown."""
        lock, session, *_ = _keys(person, "")
        try:
            with self._redis.pipeline() as trip:
                trip.exists(lock)
                trip.hget(session, "text")
                busy, text = trip.execute()
        except (RedisError, OSError) as problem:
            raise StoreDown(type(problem).__name__) from problem
        return Look(sealing.opened(text or b""), bool(busy))


def _said(sealed: bytes) -> str:
    return sealing.opened(sealed) or (SILENCE if sealed else "")


# The braces keep a person's keys on one node of a Redis cluster.


def session_key(person: str) -> str:
    """Where a person's session is."""
    return f"yz:session:{{{person}}}"


def acts_key(person: str) -> str:
    """Where a person's last acts are, with the mark of held mail."""
    return f"yz:acts:{{{person}}}"


def _keys(person: str, key: str) -> list[str]:
    mine = f"{{{person}}}"
    return [f"yz:turn:{mine}", session_key(person), acts_key(person), f"yz:seen:{mine}:{key}", f"yz:pace:{mine}"]
