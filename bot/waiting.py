"""What the bot waits for from a person, read from their session: for staff who wonder why somebody is stuck. Pure."""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogs import DIALOGS
from bot.dialogs.form import CONFIRM, CONSENT
from bot.session import Session, moment
from bot.timers import unfinished


@dataclass(frozen=True, slots=True)
class Waiting:
    """The unfinished form `title` and its open `question`, by their labels; since when the person said nothing more.

    `asking`: it is open, not set aside. `understood` are the answers so far as (label, value).
    `tries` counts replies to this question that could not be read, `misses` messages in a row that were not understood.
    """

    title: str
    question: str
    asking: bool
    since: datetime | None
    understood: tuple[tuple[str, str], ...]
    tries: int
    misses: int


TO_CONFIRM = "登记的对不对"
NOT_YET = "还没问"


def waiting(session: Session) -> Waiting | None:
    """What is unfinished; None when nothing is."""
    name = session.active if session.active in DIALOGS else unfinished(session)
    if not name:
        return None
    dialog, asked = DIALOGS[name], session.asked if session.active == name else None
    answers = session.answers(name)
    shown = [
        (q.label, q.answer.show(answers[q.key])) for q in dialog.questions if q.key in answers and q.key != CONSENT
    ]
    question = dialog.question(asked.key) if asked else None
    label = TO_CONFIRM if asked and asked.key == CONFIRM else question.label if question else NOT_YET
    return Waiting(
        title=dialog.title,
        question=label,
        asking=asked is not None,
        since=moment(session.heard_at) if session.heard_at else None,
        understood=tuple((label, value) for label, value in shown if value),
        tries=asked.tries if asked else 0,
        misses=session.misses,
    )
