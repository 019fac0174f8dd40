"""Turns that no message from WeChat began: what the bot says then goes to the person as a message of its own."""

from sqlalchemy import select

from bot.message import Inbound, Kind
from bot.ports import StoreDown
from store.database import writing
from store.people.addresses import owner
from store.sending import outbox
from store.tables import Person
from workers.attended import not_now
from workers.context import Services


def take_turn(given: Services, inbound: Inbound) -> None:
    """Have the bot take a turn, and owe its person what it says.

    `inbound.key` (made by us, at most 60 characters) names the turn: taken twice, it is said once. Raises StoreDown,
    also when the turn could not be taken now: what the bot would say of that answers nobody. Raises Later for a timer
    while staff have the talk.
    """
    if inbound.kind is Kind.TIMER:
        not_now(given, inbound.person)
    outcome = given.handle(inbound)
    if not outcome.taken:
        raise StoreDown("the turn was not taken")
    say = outcome.say
    if say is None:
        return
    with writing(given.engine) as session:
        person = session.scalar(select(Person.id).where(owner(inbound.person)))
        if person is None:
            return
        row = outbox.tell(session, person, say, given.now(), f"turn-{person}-{inbound.key}")
    given.kick([row])
