"""Talks that staff have taken over: they are told of words that wait, what was left alone goes back to the bot.

And what staff have the bot do with a talk: each is a turn of the bot, behind its lock, and owes the person the words.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.facts import hours_of
from bot.handback import name_of
from bot.message import Inbound, Kind
from bot.ports import StoreDown
from store.database import guarded, reading, writing
from store.mapping import station_of
from store.tables import Exchange, Person, Takeover, Weight
from store.talks import takeovers
from store.talks.passing import open_takeover
from store.talks.quiet import quiet_until
from workers.context import Payload, Services
from workers.messages import standing_now
from workers.ports import News
from workers.turns import take_turn


def tell_who_waits(given: Services, payload: Payload) -> None:
    """Tell the station's group that words wait in a talk that staff have taken over, unless somebody has read them."""
    with reading(given.engine) as session:
        held = session.get_one(Takeover, payload["takeover"])
        exchange = session.get(Exchange, payload["exchange"])
        if held.ended_at or exchange is None or held.seen >= exchange.id:
            return
        station = held.referral.station
        news = News(
            station.name if station else "",
            station.robot_url if station else "",
            held.referral.registration.kind,
            waiting=0,
            talks_to=held.staff.name,
        )
    given.notifier.tell(news)


def ended(given: Services, payload: Payload) -> None:
    """The talk is the bot's again: the mark goes, and the person hears who is there now."""
    with reading(given.engine) as session:
        over = session.get_one(Takeover, payload["takeover"])
        person, how = over.person, "kept" if payload["kept"] else over.ending
        if person.forgotten_at or open_takeover(session, person.id):
            return
        asks = _can_ask(given, session, person)
        channel_id = person.channel_id
    given.attend(channel_id, "")
    _turn(given, channel_id, f"talk-ended-{over.id}", name_of(how, asks=asks))


def _can_ask(given: Services, session: Session, person: Person) -> bool:
    """Whether a question would be seen now: one that waits in the mailbox must not be open."""
    return person.follows and standing_now(given, session, person).budget.allows(Weight.WORD)


def ask_again(given: Services, payload: Payload) -> None:
    """The open question once more."""
    _set_going(given, payload, "again")


def set_free(given: Services, payload: Payload) -> None:
    """The form that the person is caught in is let go."""
    _set_going(given, payload, "free")


def _set_going(given: Services, payload: Payload, how: str) -> None:
    with reading(given.engine) as session:
        person = session.get_one(Person, payload["person"])
        channel_id, gone = person.channel_id, person.forgotten_at is not None
        if gone or open_takeover(session, person.id):
            return
    _turn(given, channel_id, f"talk-{how}-{payload['heard']}", name_of(how))


def _turn(given: Services, person: str, key: str, name: str) -> None:
    take_turn(given, Inbound(person, key, Kind.TIMER, given.now(), name))


# --- with every sweep ----------------------------------------------------------------------------------------


def go_round(given: Services) -> Sequence[int]:
    """Set the marks anew, which Redis may have lost, and end what staff have left alone. Raises StoreDown."""
    with guarded(), reading(given.engine) as session:
        found = [(row.id, row.person.channel_id, _is_left(given, row)) for row in takeovers.all_open(session)]
    owed: list[int] = []
    for takeover, channel_id, left in found:
        if left:
            owed += _ended(given, takeover)
        else:
            given.attend(channel_id, "1")
    return owed


def _is_left(given: Services, row: Takeover) -> bool:
    station = row.referral.station
    hours = hours_of(station_of(station) if station else None, given.talk_rules.usual)
    return given.now() >= quiet_until(hours, row.acted_at, given.talk_rules.patience)


def _ended(given: Services, takeover: int) -> Sequence[int]:
    try:
        with guarded(), writing(given.engine) as session:
            row = session.get_one(Takeover, takeover, with_for_update=True)
            if row.ended_at or not _is_left(given, row):
                return ()
            return takeovers.end(session, row, takeovers.End.LEFT, given.now())
    except StoreDown:
        return ()
