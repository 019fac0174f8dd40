"""Sends a message to its person, within what WeChat lets us send; what it does not let us send is held or explained."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.effects import Say
from bot.ports import ChannelError, Trouble
from store.database import reading, writing
from store.sending import ledger, news, outbox
from store.sending.mailbox import hold
from store.sending.news import Road, Standing, Why, gate
from store.tables import Message, Origin, Person, Weight
from workers.attended import attended_until, not_now
from workers.context import Payload, Services
from workers.later import Later

ANNOUNCED = "驿站有新消息，回个话就发给您"

WHY = {Trouble.GONE: Why.LEFT, Trouble.CLOSED: Why.CLOSED, Trouble.SPENT: Why.SPENT}


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way, and how its person stands at this moment."""

    id: int
    person: str
    say: Say
    weight: Weight
    origin: Origin
    created_at: datetime
    standing: Standing


def send_message(given: Services, payload: Payload) -> None:
    """Send a message, unless its person had it, is to get it otherwise, or asked to be forgotten meanwhile."""
    letter = _letter(given, payload["message"])
    if letter is None:
        return
    if letter.origin is Origin.BOT:
        not_now(given, letter.person)
    if letter.weight is Weight.NEWS:
        _send_news(given, letter)
    elif not letter.standing.follows:
        _note(given, letter.id, Why.LEFT)
    elif not letter.standing.budget.allows(letter.weight):
        _hold(given, letter.id, Why.SPENT if letter.standing.budget.until else Why.CLOSED)
    else:
        _send(given, letter)


def _letter(given: Services, message: int) -> Letter | None:
    with reading(given.engine) as session:
        row = session.get_one(Message, message)
        person, say = row.person, outbox.said(row)
        if row.delivered_at or row.held_at or person.forgotten_at or not say.text:
            return None
        standing = standing_now(given, session, person)
        return Letter(row.id, person.channel_id, say, row.weight, row.origin, row.created_at, standing)


def standing_now(given: Services, session: Session, person: Person) -> Standing:
    """How a person stands at this moment."""
    (acts,) = given.acts([person.channel_id])
    budget = ledger.can_send(session, person.id, acts, given.now())
    return news.standing(person, budget, given.messenger.announces)


def _send(given: Services, letter: Letter) -> None:
    try:
        given.messenger.send(letter.person, letter.say)
    except ChannelError as problem:
        if problem.trouble in (Trouble.CLOSED, Trouble.SPENT):
            return _hold(given, letter.id, WHY[problem.trouble])
        if problem.permanent:
            _note(given, letter.id, WHY.get(problem.trouble, problem.reason))
        raise
    return _note(given, letter.id, "")


def _send_news(given: Services, letter: Letter) -> None:
    now = given.now()
    road = news.stale(letter.created_at, now) or gate(letter.standing)
    if isinstance(road, Why):
        return _note(given, letter.id, road)
    if wait := wait_for(given, letter.person, road, now):
        raise Later(wait)
    went = deliver_news(given, letter.person, letter.say, road)
    if went is Road.TEMPLATE:
        return _hold(given, letter.id, Why.CLOSED)
    return _note(given, letter.id, went if isinstance(went, Why) else "")


def wait_for(given: Services, person: str, road: Road, now: datetime) -> datetime | None:
    """Until when news must wait: for the morning, for staff, or for a form that the person is filling in."""
    if until := news.morning(now) or attended_until(given, person):
        return until
    return given.acts.form_open_until(person, now) if road is Road.MESSAGE else None


def deliver_news(given: Services, person: str, say: Say, road: Road, title: str = ANNOUNCED) -> Road | Why:
    """Hand news to WeChat; by which road they went, or why WeChat did not take them for this person.

    A window that proves to be closed leaves the announcement. That only says that there are news: the whole text
    has then to be held for the person's next message. Raises ChannelError for what is not the person's.
    """
    try:
        if road is Road.MESSAGE:
            given.messenger.send(person, say)
        else:
            given.messenger.announce(person, title, say.text, given.now())
    except ChannelError as problem:
        if problem.trouble not in WHY:
            raise
        if road is Road.MESSAGE and problem.trouble is not Trouble.GONE and given.messenger.announces:
            return deliver_news(given, person, say, Road.TEMPLATE, title)
        return WHY[problem.trouble]
    return road


def _note(given: Services, message: int, error: str) -> None:
    """Where staff see it: sent, or that it cannot be sent and why."""
    with writing(given.engine) as session:
        row = session.get_one(Message, message)
        row.error = error[:300]
        row.delivered_at = None if error else given.now()


def _hold(given: Services, message: int, why: Why) -> None:
    hold(given.engine, given.hold, message, why, given.now())
