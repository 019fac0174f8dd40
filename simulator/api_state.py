"""What the fake API remembers: access tokens, the account's menu and scenes, calls made, faults to play."""

import json
import random
import secrets
import time
from collections.abc import Mapping
from typing import Any

from redis import Redis

from simulator.kept import Kept

LIFETIME = 7200
"""Seconds for which an access token is good."""

_RENEWED_EARLY = 300
_REMEMBERED = 24 * 3600


class ApiState:
    """Kept in Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._kept = Kept(redis)

    def issue_token(self, kind: str, *, renew: bool) -> tuple[str, int]:
        """The token of this `kind` (stable or plain; they do not disturb each other) and its seconds."""
        current = self._kept.text(f"sim:token:current:{kind}")
        left = self._seconds_left(current) if current else 0
        if current and left > _RENEWED_EARLY and not renew:
            return current, left
        if current and renew:
            self.revoke(current)
        token = secrets.token_urlsafe(48)
        self._redis.set(f"sim:token:current:{kind}", token)
        self._redis.set(f"sim:token:{token}", time.time() + LIFETIME, ex=_REMEMBERED)
        return token, LIFETIME

    def check_token(self, token: str) -> int:
        """0 for a good token, else WeChat's error number."""
        if not token:
            return 41001
        if self._kept.text(f"sim:token:{token}") is None:
            return 40001
        return 0 if self._seconds_left(token) > 0 else 42001

    def revoke(self, token: str) -> None:
        """The token is not good any more, as if somebody had forced a new one."""
        self._redis.delete(f"sim:token:{token}")

    def expire(self, token: str) -> None:
        """The token's time is over."""
        self._redis.set(f"sim:token:{token}", time.time() - 1, ex=_REMEMBERED)

    def _seconds_left(self, token: str) -> int:
        until = self._kept.text(f"sim:token:{token}")
        return int(float(until) - time.time()) if until else 0

    def plan_fault(self, path: str, **fault: Any) -> None:
        """Have the next call of `path` fail: status=502, html=True, slow=seconds, errcode=number, cut=True.

        lost=True: it is done, and only its answer is cut.
        """
        self._redis.rpush(f"sim:fault:{path}", json.dumps(fault))

    def set_weather(self, share: float, fault: Mapping[str, Any]) -> None:
        """From now on this share (0 to 1) of all calls fails so, unless something else is planned for one."""
        self._redis.set("sim:weather", json.dumps({"share": share, "fault": dict(fault)}))

    def next_fault(self, path: str) -> dict[str, Any]:
        """The fault that befalls this call, if any."""
        planned = self._kept.pop(f"sim:fault:{path}")
        if planned:
            return dict(json.loads(planned))
        weather = json.loads(self._kept.text("sim:weather") or "{}")
        falls = weather and random.random() < weather["share"]  # noqa: S311 - luck, not secrecy
        return dict(weather["fault"]) if falls else {}

    def count_call(self, path: str) -> None:
        """Remember that `path` was called."""
        self._redis.hincrby("sim:calls", path, 1)

    def calls(self, path: str) -> int:
        """How often `path` was called."""
        return int(self._kept.fields("sim:calls").get(path, 0))

    def set_menu(self, buttons: list[Any]) -> None:
        """The account's menu from now on."""
        self._redis.set("sim:menu", json.dumps(buttons))

    def menu(self) -> list[Any]:
        """The account's menu; empty when none was created."""
        menu: list[Any] = json.loads(self._kept.text("sim:menu") or "[]")
        return menu

    def add_scene(self, scene: str) -> str:
        """Make a QR code for `scene` and return its ticket."""
        ticket = secrets.token_urlsafe(32)
        self._redis.hset("sim:scenes", scene, ticket)
        return ticket

    def scenes(self) -> list[str]:
        """The scenes of which there are QR codes."""
        return sorted(self._kept.fields("sim:scenes"))

    def knows_ticket(self, ticket: str) -> bool:
        """Whether there is a QR code with this ticket."""
        return ticket in self._kept.fields("sim:scenes").values()

    def set_quota(self, path: str, calls: int) -> None:
        """How many more calls of `path` the account may make today."""
        self._redis.set(f"sim:quota:{path}", calls)

    def take_of_quota(self, path: str) -> bool:
        """Whether the account may make one more call of `path` today."""
        name = f"sim:quota:{path}"
        return self._kept.text(name) is None or self._kept.take(name)

    def has_template(self, template: str) -> bool:
        """Whether the account has this template: those whose id begins so."""
        return template.startswith("sim-template")

    def add_tag(self, name: str) -> int:
        """Make a tag; its id. WeChat's own tags have the numbers below 100."""
        tag = 99 + self._kept.next("sim:next:tag")
        self._redis.hset("sim:tags", str(tag), name)
        return tag

    def tags(self) -> dict[int, str]:
        """The names of all tags, by id."""
        return {int(tag): name for tag, name in self._kept.fields("sim:tags").items()}

    def drop_tag(self, tag: int) -> None:
        """The tag goes, and from everybody who has it."""
        self._redis.hdel("sim:tags", str(tag))
        self._redis.delete(f"sim:tagged:{tag}")

    def tag(self, tag: int, people: list[str], *, on: bool) -> None:
        """They get the tag, or lose it."""
        for openid in people:
            if on:
                self._redis.hset(f"sim:tagged:{tag}", openid, 1)
            else:
                self._redis.hdel(f"sim:tagged:{tag}", openid)

    def tagged(self, tag: int) -> list[str]:
        """Who has the tag."""
        return sorted(self._kept.fields(f"sim:tagged:{tag}"))

    def is_new(self, key: str) -> bool:
        """Whether no mass message with this key was sent today; then one is, and counts."""
        if key and not self._redis.set(f"sim:mass:key:{key}", 1, ex=_REMEMBERED, nx=True):
            return False
        self._kept.next("sim:mass:today")
        return True

    def masses_today(self) -> int:
        """How many mass messages were sent."""
        return int(self._kept.text("sim:mass:today") or 0)
