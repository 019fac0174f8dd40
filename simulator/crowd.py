"""The calls that reach people outside of their windows: template messages, and mass messages by tag."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from simulator.answers import Answer, as_json, error
from simulator.api_state import ApiState
from simulator.limits import bad_template
from simulator.world import World

A_MONTH = 4
"""Mass messages that a person gets; what is more is not shown to them, and nobody is told."""
A_DAY = 100
"""Mass messages that an account may send."""
_LONGEST_NAME, _MOST_TAGS, _AT_A_TIME = 30, 100, 50


class Crowd:
    """`calls` are the paths with what answers them."""

    def __init__(self, world: World, state: ApiState) -> None:
        self._world = world
        self._state = state
        self.calls: Mapping[str, Callable[[Answer], Response]] = {
            "/message/template/send": self.announce,
            "/message/mass/sendall": self.send_all,
            "/tags/create": self.create,
            "/tags/delete": self.delete,
            "/tags/members/batchtagging": lambda asked: self.tag(asked, on=True),
            "/tags/members/batchuntagging": lambda asked: self.tag(asked, on=False),
        }

    def announce(self, asked: Answer) -> Response:
        """A template message: at any time, to followers."""
        person = self._world.person(str(asked.get("touser")))
        if person is None:
            return error(40003)
        code = 0 if person.follows else 43004
        if not self._state.has_template(str(asked.get("template_id"))):
            code = 40037
        code = code or bad_template(asked.get("data"))
        if not code:
            lines = [f"{name}：{field['value']}" for name, field in asked["data"].items()]
            self._world.show(person.openid, "bot", "text", later=True, text="\n".join(["【服务通知】", *lines]))
        return error(code)

    def create(self, asked: Answer) -> Response:
        """A new tag."""
        name = _in(asked, "tag", "name")
        tags = self._state.tags()
        if not isinstance(name, str) or not name or name in tags.values():
            return error(45157)
        if len(name) > _LONGEST_NAME:
            return error(45158)
        if len(tags) >= _MOST_TAGS:
            return error(45056)
        return as_json({"tag": {"id": self._state.add_tag(name), "name": name}})

    def delete(self, asked: Answer) -> Response:
        """A tag goes."""
        tag = _in(asked, "tag", "id")
        if tag not in self._state.tags():
            return error(45159)
        self._state.drop_tag(tag)
        return error(0)

    def tag(self, asked: Answer, *, on: bool) -> Response:
        """All of them get the tag or lose it, or none."""
        tag, people = asked.get("tagid"), asked.get("openid_list")
        if tag not in self._state.tags():
            return error(45159)
        if not isinstance(people, list) or not 1 <= len(people) <= _AT_A_TIME:
            return error(40032)
        if any(self._world.person(str(openid)) is None for openid in people):
            return error(49003)
        self._state.tag(tag, people, on=on)
        return error(0)

    def send_all(self, asked: Answer) -> Response:
        """A mass message, once for each clientmsgid."""
        tag, text = _in(asked, "filter", "tag_id"), _in(asked, "text", "content")
        if tag not in self._state.tags():
            return error(45159)
        if asked.get("msgtype") != "text" or not isinstance(text, str) or not text.strip():
            return error(44004)
        if not self._state.is_new(str(asked.get("clientmsgid", ""))):
            return error(45065)
        if self._state.masses_today() > A_DAY:
            return error(45028)
        for openid in self._state.tagged(tag):
            person = self._world.person(openid)
            if person and person.follows and self._world.count_mass(openid) <= A_MONTH:
                self._world.show(openid, "bot", "text", later=True, text=text)
        return as_json({"errcode": 0, "errmsg": "send job submission success", "msg_id": self._state.masses_today()})


def _in(asked: Answer, outer: str, inner: str) -> Any:
    found = asked.get(outer)
    return found.get(inner) if isinstance(found, Mapping) else None
