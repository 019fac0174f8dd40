"""Who may be sent news (pushes, alerts), by which road, and when. Pure: one gate for a preview and for the sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.when import local
from store.sending.ledger import Budget
from store.tables import Person, Weight

NIGHT_BEGINS, NIGHT_ENDS = 20, 8
"""Hours of the county's clock between which no news are sent."""
KEEPS = timedelta(days=3)
"""After this, news are none."""


class Road(StrEnum):
    """How news reach somebody: a message within WeChat's 48 hours, a template message, or one message to many."""

    MESSAGE = "message"
    TEMPLATE = "template"
    MASS = "mass"


class Why(StrEnum):
    """Why something does not reach a person."""

    LEFT = "left"
    OPTED_OUT = "opted-out"
    STALE = "stale"
    CLOSED = "closed"
    SPENT = "spent"
    MONTH = "month"
    HAD = "had"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the gate needs to know of a person. `announces`: a template for news is set up with WeChat."""

    follows: bool
    subscribed: bool
    budget: Budget
    announces: bool


def standing(person: Person, budget: Budget, announces: bool) -> Standing:
    """How a person stands."""
    return Standing(person.here, person.subscribed, budget, announces)


def gate(given: Standing) -> Road | Why:
    """The road by which news can reach the person now, or why they cannot.

    Who has not been seen for long needs no rule of its own: after 48 hours of silence only an announcement is left.
    Of somebody whose last act is not known, it is taken to be long ago.
    """
    if not given.follows:
        return Why.LEFT
    if not given.subscribed:
        return Why.OPTED_OUT
    if given.budget.left is not None and given.budget.allows(Weight.NEWS):
        return Road.MESSAGE
    if given.announces:
        return Road.TEMPLATE
    return Why.SPENT if given.budget.until else Why.CLOSED


def stale(created: datetime, now: datetime) -> Why | None:
    """Why news of then are none any more."""
    return Why.STALE if now > created + KEEPS else None


def morning(now: datetime) -> datetime | None:
    """When the night is over; None by day."""
    there = local(now)
    if NIGHT_ENDS <= there.hour < NIGHT_BEGINS:
        return None
    day = there + timedelta(days=there.hour >= NIGHT_BEGINS)
    return day.replace(hour=NIGHT_ENDS, minute=0, second=0, microsecond=0)


def tomorrow(now: datetime) -> datetime:
    """The next morning: WeChat's daily quotas begin anew at midnight."""
    day = local(now) + timedelta(days=1)
    return day.replace(hour=NIGHT_ENDS, minute=0, second=0, microsecond=0)
