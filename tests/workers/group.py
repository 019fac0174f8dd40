"""A stand-in for a WeCom group, over HTTP on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request

from tests.loopback import served


@dataclass
class GroupServer:
    """The group as its robot sees it: what it was told, and how it answers."""

    url: str = ""
    told: list[Any] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'


@contextmanager
def group_server() -> Iterator[GroupServer]:
    """A group that can be reached at its `url`."""
    group = GroupServer()
    app = Flask(__name__)

    @app.post("/cgi-bin/webhook/send")
    def send() -> tuple[bytes, int, dict[str, str]]:
        group.told.append(request.get_json())
        return group.answer, group.status, {"Location": "/elsewhere"} if group.status == 302 else {}

    @app.route("/elsewhere", methods=["GET", "POST"])
    def elsewhere() -> bytes:
        group.told.append("was led elsewhere")
        return group.answer

    with served(app) as base:
        group.url = f"{base}/cgi-bin/webhook/send?key=secret"
        yield group
