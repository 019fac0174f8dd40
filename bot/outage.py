"""Answers when Redis is away: what needs no memory is answered, and nothing else is pretended."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.attended import stand_back
from bot.effects import Answered, Missed, Say
from bot.facts import Facts, KnownFacts
from bot.message import Inbound
from bot.outcome import Outcome
from bot.phrases import talk
from bot.ports import Receipt, Records, StoreDown
from bot.scene import Mind, Scene, Turn
from bot.session import Session
from bot.turn import take_turn

EXPENDABLE = Missed
"""The person loses nothing when a note for staff is lost."""


@dataclass(frozen=True, slots=True)
class Outage:
    """`file` carries out a turn's effects. Raises StoreDown."""

    records: Records
    mind: Mind
    file: Callable[[Inbound, Turn], Receipt]

    def answer(self, inbound: Inbound) -> Outcome:
        """Answer what needs no memory; whatever would have to be remembered or filed is not pretended."""
        if (kept := self._passed_on_without(inbound)) is not None:
            return kept
        if self._acted(inbound):
            return Outcome(Say(talk.DONE_BEFORE), Session(), Receipt())
        turn = take_turn(Session(), inbound, self._facts_at_hand(inbound), self.mind)
        lasting = [effect for effect in turn.effects if not isinstance(effect, EXPENDABLE | Answered)]
        if lasting or turn.session.active:
            return Outcome(Say(self.cannot_write(inbound)), Session(), Receipt(), taken=False)
        return Outcome(turn.say, Session(), Receipt(), taken=False)

    def cannot_write(self, inbound: Inbound) -> str:
        """That nothing was filed, and whom to call."""
        facts = self._facts_at_hand(inbound)
        bound = facts.profile().station
        phone = next((each.phone for each in facts.stations() if each.id == bound and each.phone), "")
        return talk.CANNOT_WRITE.format(phone=talk.CANNOT_WRITE_PHONE.format(phone=phone) if phone else "")

    def _acted(self, inbound: Inbound) -> bool:
        """Whether this is a redelivery of what was done: its reply got lost, and with Redis what it was."""
        try:
            return self.records.acted(inbound.person, inbound.key)
        except StoreDown:
            return False

    def _passed_on_without(self, inbound: Inbound) -> Outcome | None:
        """Without Redis, what is said to staff is kept all the same; None when the talk is the bot's."""
        try:
            facts = self.records.facts(inbound.person, inbound.at)
            attendant = facts.attendant()
            turn = attendant and stand_back(Scene(Session(), inbound, facts, self.mind), attendant)
            return Outcome(turn.say, turn.session, self.file(inbound, turn)) if turn else None
        except StoreDown:
            return None

    def _facts_at_hand(self, inbound: Inbound) -> Facts:
        """Facts that can be read now; none of them when the store is down too."""
        try:
            facts = self.records.facts(inbound.person, inbound.at)
            return KnownFacts(
                facts.profile(),
                tuple(facts.records()),
                tuple(facts.jobs()),
                tuple(facts.courses()),
                tuple(facts.stations()),
                tuple(facts.posts()),
                inbound.at,
                facts.hours(None),
            )
        except StoreDown:
            return KnownFacts(known_now=inbound.at)
