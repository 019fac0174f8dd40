"""When a set time has come: the bot takes a turn, and what it says, if anything, goes to the person."""

from collections.abc import Mapping

from bot.message import Inbound, Kind
from bot.when import by_day
from bot.wishes.lost import GONE, WRONG
from store.database import reading, writing
from store.people.addresses import came_with
from store.referrals import callbacks, lost
from store.tables import Person
from workers.context import Services
from workers.later import Later
from workers.turns import take_turn


def ring(given: Services, payload: Mapping[str, int]) -> None:
    """The alarm of a person's talk. Whether it still counts, their session knows."""
    with reading(given.engine) as session:
        person = session.get_one(Person, payload["person"])
        channel_id, gone = came_with(session, person.id), person.forgotten_at is not None
    if not gone:
        name = f"alarm.{payload['alarm']}"
        take_turn(given, Inbound(channel_id, name, Kind.TIMER, given.now(), name))


def ask_how_to_reach(given: Services, payload: Mapping[str, int]) -> None:
    """Nobody could be reached: the person is asked how to, by day."""
    now = given.now()
    if (later := by_day(now)) > now:
        raise Later(later)
    with reading(given.engine) as session:
        referral = lost.to_ask(session, payload)
        if referral is None:
            return
        channel_id, record = referral.registration.person.channel_id, referral.registration_id
    why = GONE if payload["gone"] else WRONG
    key = f"lost-{payload['referral']}-{payload['at']}"
    take_turn(given, Inbound(channel_id, key, Kind.TIMER, now, f"lost.{record}.{why}"))


def ask_whether_called(given: Services, payload: Mapping[str, int]) -> None:
    """A call was promised and should have been made. If we come at night (after an outage), it is asked by day."""
    now = given.now()
    with writing(given.engine) as session:
        referral = callbacks.to_ask_about(session, payload)
        if referral is None or referral.registration.person.forgotten_at:
            return
        if (later := by_day(now)) > now:
            callbacks.ask_later(session, referral, later, now)
            return
        channel_id, record = referral.registration.person.channel_id, referral.registration_id
    key = f"callback-{payload['referral']}-{payload['promised']}"
    take_turn(given, Inbound(channel_id, key, Kind.TIMER, now, f"callback.{record}"))
