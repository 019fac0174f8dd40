"""What is remembered of a talk between two messages, and its stored form.

Nothing in here is a promise: a session may vanish at any moment, and only an unfinished form is lost with it.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from bot.records import Picked, Place

VERSION = 1

Value = str | Place | Picked
Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that the person saw last, as they saw it.

    `digest` stands for its wording: a reply is only read as an answer to the very question that was shown, so that
    a deployment which changes it cannot file a stray "1" as somebody's age. `options` are the ids that were shown
    with the numbers from 1, `tries` counts replies that could not be read, `refused` tells that the person declined
    once and was told what the answer is for, `half` is a reply that was half an answer (a surname alone).
    """

    dialog: str
    key: str
    digest: str
    options: tuple[str, ...] = ()
    tries: int = 0
    refused: bool = False
    half: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """State kept between two messages.

    `active` names the open dialog ("" when none), `drafts` hold the answers of it and of dialogs set aside, in the
    order in which they were given. `told` are the keys that were given unasked (known of the person or found in a
    message): going back skips them. `offered` are tokens that a bare number means while no question is open, `topic` is
    the policy entry shown last, `misses` counts messages not understood in a row, `unanswered` what staff
    should know if a call back is asked for now. `filed` is the dialog that ended with a request last: what is put
    right afterwards is put right there, and the next person is registered with the same.
    """

    # kept between messages
    active: str = ""
    drafts: Mapping[str, Answers] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    asked: Asked | None = None
    offered: tuple[str, ...] = ()
    topic: str = ""
    misses: int = 0
    unanswered: str = ""
    filed: str = ""

    def answers(self, dialog: str) -> Answers:
        """What was answered so far in this dialog."""
        return self.drafts.get(dialog, {})

    def with_answers(self, dialog: str, answers: Answers) -> "Session":
        """The same session with this dialog's answers put in place of the former ones."""
        return replace(self, drafts={**self.drafts, dialog: answers})

    def without(self, dialog: str) -> "Session":
        """The same session with this dialog closed and its answers forgotten."""
        drafts = {name: answers for name, answers in self.drafts.items() if name != dialog}
        if self.active != dialog:
            return replace(self, drafts=drafts)
        return replace(self, drafts=drafts, active="", asked=None, told=())

    def set_aside(self) -> "Session":
        """The same session with no dialog open; answers stay, so that it can be taken up again."""
        kept = {name: answers for name, answers in self.drafts.items() if answers}
        return replace(self, drafts=kept, active="", asked=None, told=())


def dump(session: Session) -> str:
    """Return the session as compact JSON; `load` gives the same session back."""
    return json.dumps(
        {
            "v": VERSION,
            "active": session.active,
            "drafts": {
                name: {key: _pack(value) for key, value in answers.items()} for name, answers in session.drafts.items()
            },
            "told": session.told,
            "asked": session.asked and astuple(session.asked),
            "offered": session.offered,
            "topic": session.topic,
            "misses": session.misses,
            "unanswered": session.unanswered,
            "filed": session.filed,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(stored: str) -> Session:
    """Read what `dump` wrote; "" is a new session.

    A form from a newer or unknown version is a new session too: it only holds an unfinished form, and asking again
    is kinder than failing.
    """
    if not stored:
        return Session()
    data = json.loads(stored)
    if data.get("v") != VERSION:
        return Session()
    return Session(
        active=data["active"],
        drafts={
            name: {key: _unpack(value) for key, value in answers.items()} for name, answers in data["drafts"].items()
        },
        told=tuple(data["told"]),
        asked=_asked(data["asked"]),
        offered=tuple(data["offered"]),
        topic=data["topic"],
        misses=data["misses"],
        unanswered=data["unanswered"],
        filed=data.get("filed", ""),
    )


def _asked(stored: list[Any] | None) -> Asked | None:
    if stored is None:
        return None
    dialog, key, digest, options, *rest = stored
    return Asked(dialog, key, digest, tuple(options), *rest)


def _pack(value: Value) -> str | dict[str, list[Any]]:
    match value:
        case Place():
            return {"place": [value.township, value.village, value.text]}
        case Picked():
            return {"picked": [value.position, value.id, value.title]}
        case str():
            return value


def _unpack(stored: str | dict[str, list[Any]]) -> Value:
    if isinstance(stored, str):
        return stored
    if "place" in stored:
        return Place(*stored["place"])
    return Picked(*stored["picked"])
