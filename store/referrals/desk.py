"""The referral desk: what staff do to a referral.

Each action is one transaction that checks first (role, scope, who has it, where it stands), then changes the
referral, writes its history and the audit, and leaves a message for the person where they should hear of it. The
row is locked while it is checked, so of two people who act at once the second is told what the first did.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from bot.records import Status
from bot.when import today
from store.referrals import cases, colleagues, endings, letters, resting, retention
from store.referrals.action import Action, acting, fit
from store.referrals.contact import written_to
from store.referrals.endings import LONGEST_NOTE, Ending
from store.referrals.history import last_step
from store.referrals.letters import Call
from store.referrals.resting import Habits
from store.refusals import Taken, TooLate, Unfit, Unwritable
from store.staff import Member
from store.tables import Station
from store.talks.passing import answered


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of logging a call: whether the person was written to, when it is tried again, whether it was the last.

    `again` is None after a call that connected, and after the last.
    """

    told: bool
    again: datetime | None = None
    gave_up: bool = False


class Desk:
    """The desk of one database. `kick` hands fresh outbox rows to the workers, `now` is the clock (aware).

    Every action raises a `store.refusals.Refusal` when it may not be.
    """

    def __init__(
        self,
        engine: Engine,
        kick: Callable[[Sequence[int]], None],
        now: Callable[[], datetime],
        habits: Habits | None = None,
    ) -> None:
        self.engine = engine
        self.now = now
        self.habits = habits or Habits()
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
            resting.wake(action.referral)
            colleagues.is_there(action.session, member.id)
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

    def assign(self, member: Member, referral_id: int, staff_id: int) -> str:
        """Give it to somebody who can have it; their name. For those who oversee, whoever has it."""
        with self._acting(member, referral_id) as action:
            action.needs_open()
            if not action.oversees:
                raise Unfit
            referral, before = action.referral, action.referral.assignee
            who = colleagues.could_have(action.session, referral, staff_id, today(action.now))
            if before and before.id == who.id:
                return who.name
            referral.assignee_id = who.id
            referral.status = Status.CLAIMED if referral.status is Status.NEW else referral.status
            resting.wake(referral)
            text = f"{who.name}（原来{before.name}在办）" if before else who.name
            cases.note(referral, action.now, "assigned", text, by=member.id, holder=who.id)
            action.audit("assigned")
            return who.name

    def called(self, member: Member, referral_id: int, call: Call) -> Attempt:
        """Log a call. One that reached nobody leaves the status; the person is told that we tried, and it rests.

        After the last rung of the ladder it ends as unreachable, and the person is asked how to be reached.
        """
        with self._acting(member, referral_id) as action:
            action.needs_own()
            if call is Call.CONNECTED:
                action.referral.raised_at = None
                resting.wake(action.referral)
                action.move(Status.CONTACTED)
                return Attempt(told=False)
            action.step(call.value)
            if resting.after_miss(action.referral, self.habits, action.now):
                return Attempt(endings.tell_missed(action, call), action.referral.rests_until)
            return Attempt(endings.give_up(action, call), gave_up=True)

    def later(self, member: Member, referral_id: int, day: date, note: str = "") -> datetime:
        """Have it rest until a day that was agreed with the person; when it returns, on a working day's morning."""
        with self._acting(member, referral_id) as action:
            action.needs_own()
            note = fit(note, resting.LONGEST_NOTE, may_be_empty=True)
            back = resting.until(action.referral, day, note, self.habits, action.now)
            action.step("later", f"{day.month}月{day.day}日 {note}".strip())
            return back

    def wake(self, member: Member, referral_id: int) -> None:
        """Take up before its time what rests."""
        with self._acting(member, referral_id) as action:
            action.needs_open()
            if action.referral.rests_until is not None:
                resting.wake(action.referral)
                action.step("woken")

    def finish(
        self, member: Member, referral_id: int, outcome: Status, note: str = "", ending: Ending | None = None
    ) -> None:
        """Bring it to its end and tell the person. `note` and `ending` are for staff only."""
        with self._acting(member, referral_id) as action:
            action.needs_own()
            endings.finish(action, outcome, note, ending or Ending())

    def again(self, member: Member, referral_id: int) -> None:
        """Open what has ended, and take it in hand; what the person took back stays so."""
        with self._acting(member, referral_id) as action:
            referral = action.referral
            if referral.status.open:  # tapped twice, or a colleague was first
                action.needs_no_other()
                return
            if referral.status is Status.WITHDRAWN:
                raise Unfit
            action.step("again")
            retention.taken_back(action.session, referral)
            referral.assignee_id, referral.outcome, referral.reason = member.id, "", ""
            action.move(Status.CLAIMED)

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
            resting.wake(referral)
            action.step("handed", f"转给{station.name}")
            action.session.flush()
            key = f"referral-{referral.id}-to-{station.id}-v{referral.version}"
            action.promise("referral", {"referral": referral.id}, key)

    def note(self, member: Member, referral_id: int, text: str) -> None:
        """Add a note that only staff see."""
        with self._acting(member, referral_id) as action:
            action.step("noted", fit(text, LONGEST_NOTE))

    def write(self, member: Member, referral_id: int, text: str) -> None:
        """Send the person a WeChat message under the member's name. Who wants no calls has been reached by it."""
        with self._acting(member, referral_id) as action:
            action.needs_own()
            answered(action.session, action.referral.registration.person_id, member.id, action.now)
            text = fit(text, letters.LONGEST)
            if not action.write(letters.from_staff(action.station[0], member.name, text)):
                raise Unwritable
            if written_to(action):
                resting.for_an_answer(action.referral, self.habits, action.now)
            action.step("replied", text)

    def undo(self, member: Member, referral_id: int) -> None:
        """Take back one's own last change of status, as long as it is fresh."""
        with self._acting(member, referral_id) as action:
            last = last_step(action.referral.events, member.id, action.now)
            if last is None:
                raise TooLate
            referral = action.referral
            referral.status, referral.assignee_id = last.status, last.assignee_id
            referral.outcome = referral.reason = ""
            resting.wake(referral)
            retention.taken_back(action.session, referral)
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
