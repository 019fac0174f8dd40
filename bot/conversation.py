"""receive(): load, take the turn, make it durable, remember it, say it. In that order, and never otherwise.

Nothing is acknowledged before it is durable: the words of a turn leave only after its effects stand in SQL. One
turn at a time per person; a redelivery gets the reply that was given, also while the first is still being handled.
Without Redis or SQL the answers that need neither still go out, and nobody is told that something was written down.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.attended import complains, passes_on, stand_back
from bot.effects import Answered, Missed, Register, Say
from bot.facts import Facts
from bot.language.identity import hidden
from bot.mailbox import join, numbered, offering
from bot.message import Inbound, Kind, squeezed
from bot.outage import EXPENDABLE, Outage
from bot.outcome import Outcome, not_taken, still_at_it, too_fast
from bot.phrases import busy, offers
from bot.ports import (
    Beside,
    Dispatch,
    Line,
    Mail,
    Mailbox,
    Opened,
    Pace,
    Questions,
    Receipt,
    Records,
    Sessions,
    StoreDown,
    Transcript,
)
from bot.records import Attendant
from bot.replies import dump_say, undump
from bot.scene import Mind, Scene, Turn
from bot.session import Session, dump, load
from bot.turn import take_turn

log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds to wait for another message of the same person; WeChat gives up after five."""
OURS = 2.5
"""Seconds for which a turn is surely ours: less than the stores hold it (`store.sessions.TURN_MS`)."""
PAUSE = 0.02
TRIES = 3


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, to be replaced in tests."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Conversation:
    """Holds what every turn needs; safe to share between threads.

    With a `mailbox` each message is an act of its person at the channel, and the reply takes along what waits for
    them. Turns that workers take have none: nobody acted, and what is said goes out as a message of its own.
    """

    def __init__(
        self,
        sessions: Sessions,
        records: Records,
        dispatch: Dispatch,
        mind: Mind,
        clock: Clock,
        mailbox: Mailbox | None = None,
        questions: Questions | None = None,
        transcript: Transcript | None = None,
    ) -> None:
        self._sessions = sessions
        self._records = records
        self._dispatch = dispatch
        self._mind = mind
        self._clock = clock
        self._mailbox = mailbox
        self._questions = questions
        self._transcript = transcript
        self._outage = Outage(records, mind, self._file)

    def receive(self, inbound: Inbound) -> Say | None:
        """Return the reply to one message; None when there is nothing to say. Answers within five seconds."""
        return self.handle(inbound).say

    def turn_away(self, inbound: Inbound) -> Say | None:
        """Return the reply to a message for which nobody has time: it is not handled, also not when it comes again."""
        return self._refused(inbound, Say(busy.TOO_MANY))

    def handle(self, inbound: Inbound) -> Outcome:
        """Do the same as `receive`, and tell what was filed."""
        inbound = inbound.with_text(hidden(squeezed(inbound.text)))  # before anything of it is kept, or said to staff
        deadline = self._clock.now() + PATIENCE
        try:
            for _ in range(TRIES):
                opened = self._open(inbound, deadline)
                if opened.seen is not None:
                    return Outcome(undump(opened.seen), Session(), Receipt())
                if opened.pace is not Pace.FINE:
                    return too_fast(opened.pace)
                if opened.busy:
                    log.warning("still busy with an earlier message [%s]", inbound.trace)
                    mine = self._mailbox is None  # a turn of ours is taken later, its person need not say it again
                    if opened.same or mine:
                        return still_at_it()
                    return not_taken(self._refused(inbound, Say(busy.BEHIND)))
                outcome = self._turn(inbound, opened, self._clock.now() + OURS)
                if outcome:
                    return outcome
        except StoreDown:
            log.error("no sessions, answering what needs none [%s]", inbound.trace)
            return self._outage.answer(inbound)
        log.error("lost the turn %d times [%s]", TRIES, inbound.trace)
        return still_at_it()

    def _open(self, inbound: Inbound, deadline: float) -> Opened:
        """Begin the turn, waiting for one that is at work."""
        act = inbound if self._mailbox else None
        while True:
            opened = self._sessions.open(inbound.person, inbound.key, act)
            if not opened.busy or self._clock.now() >= deadline:
                return opened
            self._clock.sleep(PAUSE)

    def _turn(self, inbound: Inbound, opened: Opened, until: float) -> Outcome | None:
        """Take the turn and keep what comes of it; None when somebody else may have taken it over meanwhile."""
        try:
            turn = self._decide(opened, inbound)
            if self._clock.now() > until:  # we were stopped: what we would file may have been filed, or changed, since
                self._sessions.release(inbound.person, opened.turn)
                return None
            receipt = self._file(inbound, turn)
        except StoreDown:
            log.error("nothing could be filed [%s]", inbound.trace)
            self._sessions.release(inbound.person, opened.turn)
            return Outcome(Say(self._outage.cannot_write(inbound)), load(opened.session), Receipt(), taken=False)
        except BaseException:
            self._sessions.release(inbound.person, opened.turn)
            raise
        turn = _told_of_places(turn, receipt)
        own, stood_back = turn.say, passes_on(turn)
        mail = self._collect(inbound, opened, turn)
        if mail and mail.says:
            session = offering(turn.session, turn.say, mail.says)
            turn = replace(turn, session=session, say=join(turn.say, mail.says, numbered(turn.session, turn.say)))
        lines = (*self._counted(inbound, turn), *self._written_down(inbound, turn, own))
        if not self._remember(inbound, opened, turn, opened.held if mail and not stood_back else "", lines):
            return None
        if rows := (*receipt.outbox, *(mail.outbox if mail else ())):
            self._dispatch.kick(rows)
        return Outcome(turn.say, turn.session, receipt)

    def _collect(self, inbound: Inbound, opened: Opened, turn: Turn) -> Mail | None:
        """What waits for the person and goes out now; None when nothing does, or it cannot be fetched."""
        if not (opened.held and self._mailbox and inbound.window):
            return None
        try:
            return self._mailbox.collect(inbound, turn.say, attended=passes_on(turn))
        except StoreDown:
            log.error("what waits for the person was not fetched [%s]", inbound.trace)
            return None

    def _remember(self, inbound: Inbound, opened: Opened, turn: Turn, held: str, lines: Sequence[Line]) -> bool:
        """Keep the session. What was filed stays filed without it, so its loss is not the person's trouble."""
        try:
            session, reply = dump(turn.session), dump_say(turn.say)
            beside = Beside(held, lines, turn.session.alarm)
            return self._sessions.commit(inbound.person, inbound.key, opened.turn, session, reply, beside)
        except StoreDown:
            log.error("session not kept [%s]", inbound.trace)
            return True

    def _decide(self, opened: Opened, inbound: Inbound) -> Turn:
        session, facts = load(opened.session), self._records.facts(inbound.person, inbound.at)
        attendant = self._attendant(opened, inbound, facts)
        stood_back = attendant and stand_back(Scene(session, inbound, facts, self._mind), attendant)
        return stood_back or take_turn(session, inbound, facts, self._mind)

    def _attendant(self, opened: Opened, inbound: Inbound, facts: Facts) -> Attendant | None:
        """Who has the talk. Only a mark costs a look at SQL; without a session the mark may have been wiped with it."""
        if opened.session and not opened.attended:
            return None
        try:
            found = facts.attendant()
        except StoreDown:
            if opened.attended:
                raise
            return None
        if bool(found) != bool(opened.attended):
            self._sessions.attend(inbound.person, str(found.talk) if found else "")
        return found

    def _file(self, inbound: Inbound, turn: Turn) -> Receipt:
        lasting = [effect for effect in turn.effects if not isinstance(effect, Answered)]
        if not lasting:
            return Receipt()
        try:
            return self._records.commit(inbound.person, inbound.key, inbound.at, lasting)
        except StoreDown:
            if all(isinstance(effect, EXPENDABLE) for effect in lasting):
                return Receipt()
            raise

    def _counted(self, inbound: Inbound, turn: Turn) -> Sequence[Line]:
        asked = [effect for effect in turn.effects if isinstance(effect, Answered | Missed)]
        return self._questions.note(inbound.person, inbound.at, asked) if asked and self._questions else ()

    def _written_down(self, inbound: Inbound, turn: Turn, said: Say | None) -> Sequence[Line]:
        """For the transcript, without what stands in SQL already, and without a complaint: it may be about staff."""
        if not self._transcript or inbound.kind is Kind.TIMER or complains(turn):
            return ()
        heard = "" if passes_on(turn) else inbound.text or inbound.label
        shown = said.plain() if said and self._mailbox else ""  # a worker's words go out as a message of their own
        return self._transcript.note(inbound, heard, shown)

    def _refused(self, inbound: Inbound, say: Say) -> Say | None:
        """Nobody handles it, whichever of its deliveries comes when; unless somebody does or did. What is said then."""
        reply = dump_say(say)
        try:
            kept = self._sessions.refuse(inbound.person, inbound.key, reply)
        except StoreDown:
            return say
        if kept is None:
            return Say(busy.STILL)
        return say if kept == reply else undump(kept)


def _told_of_places(turn: Turn, receipt: Receipt) -> Turn:
    """Whether there was a seat is known only once the request is filed: who has to wait is told their place."""
    registers = any(isinstance(effect, Register) for effect in turn.effects)
    line = offers.in_line(receipt.records) if registers and turn.say else ""
    return replace(turn, say=replace(turn.say, text=f"{turn.say.text}\n{line}")) if line and turn.say else turn
