"""What is remembered of a talk between two messages, and its stored form.

Nothing in here is a promise: a session may vanish at any moment, and only an unfinished form is lost with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from bot.records import Picked, Place

VERSION = 2
"""Raised only when what stood there before would be misread. A new field needs no new version: it goes to `_LATER`."""

_LATER: dict[str, Any] = {
    "unanswered": str,
    "filed": str,
    "heard_at": int,
    "alarm": int,
    "reminded": tuple,
    "lapsed": str,
    "calling": int,
    "lost": int,
    "echo": str,
    "echoes": int,
    "attended": int,
}
"""What came after the first sessions were stored, and how it is read; where it is missing it is as in a new one."""

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
    station has called, `lost` the one about which the station could not reach them, if they were asked how to. `echo`
    stands for the last message with its reply, `echoes` counts how often both came again. `attended` is the take-over
    by staff that the person was told of.
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
    lost: int = 0
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


def stamp(at: datetime) -> int:
    """A moment as a session holds it."""
    return round(at.timestamp() * 1000)


def moment(stamped: int) -> datetime:
    """The moment that a session holds so."""
    return datetime.fromtimestamp(stamped / 1000, UTC)


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
            "asked": session.asked and _row(session.asked),
            "offered": session.offered,
            "topic": session.topic,
            "misses": session.misses,
            **{name: getattr(session, name) for name in _LATER},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(stored: str) -> Session:
    """Read what `dump` wrote; "" is a new session.

    One of an older version is brought up to this one. One of a newer version, or that cannot be read, is a new session:
    it only holds an unfinished form, and asking again is kinder than failing at whatever the person says.
    """
    if not stored:
        return Session()
    try:
        data = json.loads(stored)
        return _session(data) if data["v"] in (1, VERSION) else Session()
    except (ValueError, KeyError, TypeError, AttributeError):
        return Session()


def _session(data: dict[str, Any]) -> Session:
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
        **{name: kind(data[name]) for name, kind in _LATER.items() if name in data},
    )


def _row(asked: Asked) -> list[Any]:
    return [asked.dialog, asked.key, asked.digest, asked.options, asked.tries, asked.refused, asked.half]


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
