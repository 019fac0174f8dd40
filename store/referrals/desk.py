"""The referral desk: what staff do to a referral.

Each action is one transaction that checks first (role, scope, who has it, where it stands), then changes the
referral, writes its history and the audit, and leaves a message for the person where they should hear of it. The
row is locked while it is checked, so of two people who act at once the second is told what the first did.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine

from bot.records import RecordKind, Status
from store.referrals import letters
from store.referrals.action import Action, acting, fit
from store.referrals.history import last_step
from store.referrals.letters import Call
from store.referrals.views import wish_of
from store.refusals import Taken, TooLate, Unfit, Unwritable
from store.staff import Member
from store.tables import Station, Weight
from store.talks.passing import answered

LONGEST_NOTE = 1000

_ANY = (Status.ANSWERED, Status.DECLINED, Status.UNREACHABLE)
_BEST = {RecordKind.JOB: Status.PLACED, RecordKind.TRAINING: Status.ENROLLED, RecordKind.PRODUCE: Status.SOLD}


def outcomes(kind: RecordKind) -> tuple[Status, ...]:
    """The ends to which staff can bring a request of this kind, the best first."""
    return (_BEST[kind], *_ANY) if kind in _BEST else _ANY


class Desk:
    """The desk of one database. `kick` hands fresh outbox rows to the workers, `now` is the clock (aware).

    Every action raises a `store.refusals.Refusal` when it may not be.
    """

    def __init__(self, engine: Engine, kick: Callable[[Sequence[int]], None], now: Callable[[], datetime]) -> None:
        self.engine = engine
        self.now = now
        self._kick = kick

    def hand_out(self, outbox: Sequence[int]) -> None:
        """Hand fresh outbox rows to the workers."""
        if outbox:
            self._kick(outbox)

    def claim(self, member: Member, referral_id: int, over: bool = False) -> None:
        """Take it in hand. `over`: also from a colleague, who is then named in the history."""
        with self._acting(member, referral_id) as action:
            action.needs_open()
            holder = action.referral.assignee
            if holder and holder.id == member.id:
                return  # tapped twice
            if holder and not over:
                raise Taken(holder.name)
            action.referral.assignee_id = member.id
            action.move(Status.CLAIMED, f"从{holder.name}手里接过来" if holder else "")

    def release(self, member: Member, referral_id: int) -> None:
        """Put it back for others; those who oversee may put back anybody's."""
        with self._acting(member, referral_id) as action:
            action.needs_open()
            if action.referral.assignee is None:
                return
            if not action.oversees:
                action.needs_no_other()
            action.referral.assignee_id = None
            action.move(Status.NEW)

    def called(self, member: Member, referral_id: int, call: Call) -> bool:
        """Log a call; whether the person was written to.

        One that reached nobody leaves the status as it is, and the person is told that we tried.
        """
        with self._acting(member, referral_id) as action:
            action.needs_own()
            if call is Call.CONNECTED:
                action.referral.raised_at = None
                action.move(Status.CONTACTED)
                return False
            action.step(call.value)
            return action.write(letters.missed_call(call, *action.station))

    def finish(self, member: Member, referral_id: int, outcome: Status, note: str = "") -> None:
        """Bring it to its end and tell the person. `note` is for staff only."""
        with self._acting(member, referral_id) as action:
            action.needs_own()
            said = action.referral.registration
            if outcome not in outcomes(said.kind):
                raise Unfit
            action.referral.outcome = fit(note, LONGEST_NOTE, may_be_empty=True)
            action.move(outcome, action.referral.outcome)
            action.write(letters.ended(outcome, wish_of(said), action.station[1]), Weight.OUTCOME)

    def hand_over(self, member: Member, referral_id: int, station_id: int) -> None:
        """Give it to another station, whose staff find it as new."""
        with self._acting(member, referral_id) as action:
            action.needs_open()
            if not action.oversees:
                action.needs_no_other()
            referral, station = action.referral, action.session.get(Station, station_id)
            if station is None or station.id == referral.station_id:
                raise Unfit
            referral.station_id, referral.assignee_id, referral.status = station.id, None, Status.NEW
            action.step("handed", f"转给{station.name}")
            action.session.flush()
            key = f"referral-{referral.id}-to-{station.id}-v{referral.version}"
            action.promise("referral", {"referral": referral.id}, key)

    def note(self, member: Member, referral_id: int, text: str) -> None:
        """Add a note that only staff see."""
        with self._acting(member, referral_id) as action:
            action.step("noted", fit(text, LONGEST_NOTE))

    def write(self, member: Member, referral_id: int, text: str) -> None:
        """Send the person a WeChat message under the member's name."""
        with self._acting(member, referral_id) as action:
            action.needs_own()
            answered(action.session, action.referral.registration.person_id, member.id, action.now)
            text = fit(text, letters.LONGEST)
            if not action.write(letters.from_staff(action.station[0], member.name, text)):
                raise Unwritable
            action.step("replied", text)

    def undo(self, member: Member, referral_id: int) -> None:
        """Take back one's own last change of status, as long as it is fresh."""
        with self._acting(member, referral_id) as action:
            last = last_step(action.referral.events, member.id, action.now)
            if last is None:
                raise TooLate
            referral = action.referral
            referral.status, referral.assignee_id, referral.outcome = last.status, last.assignee_id, ""
            action.step("undone")

    def reveal_phone(self, member: Member, referral_id: int) -> str:
        """The full telephone number; that it was looked at is written down."""
        with self._acting(member, referral_id) as action:
            action.audit("phone-seen")
            return action.referral.registration.phone

    @contextmanager
    def _acting(self, member: Member, referral_id: int) -> Iterator[Action]:
        with acting(self.engine, member, referral_id, self.now()) as action:
            yield action
        self.hand_out(action.promised)
