"""What the fake API remembers: access tokens, the account's menu and scenes, calls made, faults to play."""

import json
import secrets
import time
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
        """Have the next call of `path` fail: status=502, html=True, slow=seconds, errcode=number, cut=True."""
        self._redis.rpush(f"sim:fault:{path}", json.dumps(fault))

    def next_fault(self, path: str) -> dict[str, Any]:
        """The fault planned for this call, if any."""
        planned = self._kept.pop(f"sim:fault:{path}")
        return json.loads(planned) if planned else {}

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
