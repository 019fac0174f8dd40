"""What the stand-in WeChat remembers, in Redis, so that several web processes play one WeChat."""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from redis import Redis

from simulator.kept import Kept

MESSAGE_WINDOW = ("message", 5, 48 * 3600)
"""After a message: 5 customer-service messages within 48 h."""

TAP_WINDOW = ("tap", 3, 60)
"""After a menu click, a follow or a scan: 3 within a minute."""

_CHAT_LENGTH = 500
_NICKNAMES = ("王大娘", "李师傅", "小陈", "老周", "吴婶")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone. `openid` is what our account sees of them."""

    openid: str
    nickname: str
    follows: bool


class World:
    """People, their chats with the account, the account's right to write to them, and files."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._kept = Kept(redis)

    def people(self) -> list[Person]:
        """Everybody, in order of arrival; the first call brings five test people."""
        if not self._redis.exists("sim:people"):
            for number, nickname in enumerate(_NICKNAMES, start=1):
                self._put(Person(f"oSim_test_person_{number:011d}", nickname, follows=False))
        kept = self._kept.fields("sim:people")
        return [Person(**json.loads(kept[openid])) for openid in sorted(kept)]

    def person(self, openid: str) -> Person | None:
        """The person with this openid."""
        kept = self._kept.fields("sim:people").get(openid)
        return Person(**json.loads(kept)) if kept else None

    def arrive(self) -> Person:
        """A new person, whom nobody knows yet."""
        number = self._kept.next("sim:next:person")
        # Random, so that whoever comes after Redis was emptied is not taken for somebody known.
        openid = f"oSim_visitor_{number:04d}_{secrets.token_hex(5)}"
        person = Person(openid, f"新来的{number}", follows=False)
        self._put(person)
        return person

    def set_follows(self, openid: str, follows: bool) -> None:
        """The person follows the account, or does no longer."""
        person = self.person(openid)
        if person:
            self._put(Person(openid, person.nickname, follows))

    def _put(self, person: Person) -> None:
        self._redis.hset("sim:people", person.openid, json.dumps(asdict(person)))

    def show(self, openid: str, side: str, kind: str, **content: Any) -> int:
        """Add a bubble to the chat and return its number. `side` is me, bot or note."""
        number = self._kept.next(f"sim:next:bubble:{openid}")
        bubble = {"id": number, "side": side, "kind": kind, "at": time.time(), **content}
        name = f"sim:chat:{openid}"
        self._redis.rpush(name, json.dumps(bubble))
        self._redis.ltrim(name, -_CHAT_LENGTH, -1)
        return number

    def chat(self, openid: str, after: int = 0) -> list[dict[str, Any]]:
        """The bubbles that follow number `after`."""
        bubbles = [json.loads(kept) for kept in self._kept.items(f"sim:chat:{openid}")]
        return [bubble for bubble in bubbles if bubble["id"] > after]

    def open_window(self, openid: str, window: tuple[str, int, int]) -> None:
        """The person did something: for a while the account may write to them."""
        name, messages, seconds = window
        self._redis.set(f"sim:left:{openid}:{name}", messages, ex=seconds)

    def close_windows(self, openid: str) -> None:
        """As if 48 hours had passed."""
        self._redis.delete(*(name for name, _ in self._windows(openid)))

    def spend_message(self, openid: str) -> int:
        """Use up one customer-service message: 0, or WeChat's error number."""
        windows = [name for name, left in self._windows(openid) if left is not None]
        if not windows:
            return 45015
        return 0 if any(self._kept.take(name) for name in windows) else 45047

    def count_mass(self, openid: str) -> int:
        """One more mass message to this person; how many it is in this month."""
        return self._kept.next(f"sim:mass:{openid}:{time.strftime('%Y-%m')}")

    def messages_left(self, openid: str) -> int:
        """How many customer-service messages the account may still send."""
        return sum(max(left or 0, 0) for _, left in self._windows(openid))

    def _windows(self, openid: str) -> Iterator[tuple[str, int | None]]:
        for window, _, _ in (TAP_WINDOW, MESSAGE_WINDOW):  # what ends sooner is spent first
            name = f"sim:left:{openid}:{window}"
            left = self._kept.text(name)
            yield name, None if left is None else int(left)

    def keep_file(self, content: bytes, content_type: str) -> str:
        """Keep a file for three days, as WeChat does, and return its media id."""
        media_id = f"sim-{secrets.token_urlsafe(24)}"
        self._redis.set(f"sim:file:{media_id}", content_type.encode() + b"\n" + content, ex=3 * 24 * 3600)
        return media_id

    def file(self, media_id: str) -> tuple[bytes, str] | None:
        """A kept file and its content type."""
        kept = self._kept.raw(f"sim:file:{media_id}")
        if kept is None:
            return None
        content_type, _, content = kept.partition(b"\n")
        return content, content_type.decode()

    def set_typing(self, openid: str) -> None:
        """The account is typing, for 15 s."""
        self._redis.set(f"sim:typing:{openid}", 1, ex=15)

    def stop_typing(self, openid: str) -> None:
        """A message came."""
        self._redis.delete(f"sim:typing:{openid}")

    def typing(self, openid: str) -> bool:
        """Whether the account is shown to be typing."""
        return self._kept.text(f"sim:typing:{openid}") is not None
