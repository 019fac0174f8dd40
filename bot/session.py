"""What is remembered of a talk between two messages, and its stored form.

Nothing in here is a promise: a session may vanish at any moment, and only an unfinished form is lost with it.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from bot.records import Picked, Place

VERSION = 2

_SINCE_2: dict[str, Any] = {
    "filed": str,
    "heard_at": int,
    "alarm": int,
    "reminded": tuple,
    "lapsed": str,
    "calling": int,
    "echo": str,
    "echoes": int,
    "attended": int,
}
"""What came with version 2, and how it is read."""

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
    should know if a call back is asked for now. `filed` is the dialog that ended with a request last: what is put right
    afterwards is put right there, and the next person is registered with the same.

    Times are whole milliseconds since 1970 (see `stamp`), 0 for never. `heard_at` is when the person last did
    something, `alarm` the moment for which our next look at an unfinished form is set (an alarm for another one is
    stale), `reminded` the unfinished dialogs of which they were reminded, `lapsed` a dialog whose answers were kept too
    long and are gone, which is still to be said. `calling` is the request of which they were last asked whether the
    station has called. `echo` stands for the last message with its reply, `echoes` counts how often both came again.
    `attended` is the take-over by staff of which the person was told.
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
    heard_at: int = 0
    alarm: int = 0
    reminded: tuple[str, ...] = ()
    lapsed: str = ""
    calling: int = 0
    echo: str = ""
    echoes: int = 0
    attended: int = 0

    @property
    def question(self) -> str:
        """Name what a reply would be read as an answer to, "dialog.key.digest"; "" when nothing is open or offered.

        Two are the same only if the person saw the same question with the same list.
        """
        asked = self.asked if self.active else None
        if not asked and not self.offered:
            return ""
        shown = [asked.digest, *asked.options] if asked else self.offered
        digest = blake2b("\n".join(shown).encode(), digest_size=4).hexdigest()
        return f"{asked.dialog}.{asked.key}.{digest}" if asked else f"..{digest}"

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


def stamp(moment: datetime) -> int:
    """A moment as a session holds it."""
    return round(moment.timestamp() * 1000)


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
            **{name: getattr(session, name) for name in _SINCE_2},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(stored: str) -> Session:
    """Read what `dump` wrote; "" is a new session.

    One of an older version is brought up to this one. One of a newer or unknown version is a new session: it only holds
    an unfinished form, and asking again is kinder than failing.
    """
    if not stored:
        return Session()
    data = json.loads(stored)
    if data.get("v") == 1:
        data |= {"v": VERSION}  # what it lacks is as in a new session
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
        **{name: kind(data[name]) for name, kind in _SINCE_2.items() if name in data},
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
