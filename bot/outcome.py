"""What comes of a message."""

from dataclasses import dataclass

from bot.effects import Say
from bot.phrases import busy
from bot.ports import Pace, Receipt
from bot.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a message: the reply (None: silence), the session after it, what was filed.

    `taken` False: the turn could not be taken now, and the reply only says so.
    """

    say: Say | None
    session: Session
    receipt: Receipt
    taken: bool = True


def still_at_it() -> Outcome:
    """An earlier message, or this one, is being handled elsewhere; whether it was filed is not known here."""
    return not_taken(Say(busy.STILL))


def not_taken(say: Say | None) -> Outcome:
    """Only said."""
    return Outcome(say, Session(), Receipt(), taken=False)


def too_fast(pace: Pace) -> Outcome:
    """Said once; what comes then is not answered until they have taken a breath."""
    return not_taken(Say(busy.TOO_FAST) if pace is Pace.TELL else None)
