"""Staff take over a person's talk, write in it, and hand it back. Of one person one at a time, whichever referral.

Who may is decided as for the referral from which it is done (`action.acting`). The truth is the row; the mark in Redis
only makes the bot look for it (see `Sessions.attend`), and the sweeper sets it again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.records import RecordKind, Status
from store.database import writing
from store.mapping import place_of
from store.people.addresses import all_of
from store.referrals import cases, letters
from store.referrals.action import Action, acting, fit
from store.referrals.contact import written_to
from store.refusals import Elsewhere, Unattended, Unwritable
from store.sending import outbox
from store.staff import Member
from store.tables import Exchange, Person, Registration, Takeover
from store.talks.passing import answered, open_takeover

Attend = Callable[[str, str], None]
"""`Sessions.attend`."""


class End(StrEnum):
    """How a talk becomes the bot's again: handed back, or left alone by staff."""

    BACK = "back"
    LEFT = "left"


@dataclass(slots=True)
class _Hands:
    """An action on a referral, the talk of its person locked besides. `attended` is the mark to be set then."""

    action: Action
    takeover: Takeover | None
    attended: str | None = None

    @property
    def person(self) -> Person:
        return self.action.referral.registration.person


class Takeovers:
    """What staff do with talks. `kick` and `now` as in `store.referrals.desk.Desk`; each may raise a `Refusal`."""

    def __init__(
        self, engine: Engine, kick: Callable[[Sequence[int]], None], now: Callable[[], datetime], attend: Attend
    ) -> None:
        self._engine = engine
        self._kick = kick
        self._now = now
        self._attend = attend

    def take(self, member: Member, referral: int, over: bool = False) -> None:
        """Take the talk over; `over`: also from a colleague, who is then named in the history."""
        with self._hands(member, referral) as hands:
            action, held = hands.action, hands.takeover
            if hands.person.forgotten_at or not hands.person.follows:
                raise Unwritable
            hands.attended = "1"
            if held and held.staff_id == member.id:
                return  # tapped twice
            if held and not over:
                raise Elsewhere(held.staff.name)
            if held:
                action.step("taken-over", f"从{held.staff.name}手里接过来")
                held.staff_id, held.referral_id, held.acted_at = member.id, referral, action.now
                return
            action.step("taken-over")
            action.session.add(
                Takeover(
                    person_id=hands.person.id,
                    referral_id=referral,
                    staff_id=member.id,
                    began_at=action.now,
                    acted_at=action.now,
                )
            )

    def write(self, member: Member, referral: int, text: str) -> None:
        """Say something to the person, under the member's name."""
        with self._hands(member, referral) as hands:
            takeover, action = _own(hands, member), hands.action
            text = fit(text, letters.LONGEST)
            if not action.write(letters.from_staff(action.station[0], member.name, text)):
                raise Unwritable
            answered(action.session, takeover.person_id, member.id, action.now)
            if hands.action.referral.status in (Status.NEW, Status.CLAIMED) and written_to(action):
                action.step("replied")
            action.audit("wrote")

    def hand_back(self, member: Member, referral: int) -> None:
        """Let the bot go on. Who answers for others may hand back anybody's."""
        with self._hands(member, referral) as hands:
            takeover = hands.takeover
            if takeover is None:
                return
            if not hands.action.oversees:
                _own(hands, member)
            hands.action.step("handed-back")
            hands.action.promised.extend(end(hands.action.session, takeover, End.BACK, hands.action.now))
            hands.attended = ""

    def ask_again(self, member: Member, referral: int, heard_at: int) -> None:
        """Have the bot ask its open question once more; once for each time that the person said something."""
        self._set_going(member, referral, "ask-again", heard_at)

    def set_free(self, member: Member, referral: int, heard_at: int) -> None:
        """Have the bot let go of the form in which the person is caught."""
        self._set_going(member, referral, "set-free", heard_at)

    def _set_going(self, member: Member, referral: int, what: str, heard_at: int) -> None:
        with self._hands(member, referral) as hands:
            if hands.takeover:
                raise Elsewhere(hands.takeover.staff.name)
            payload = {"person": hands.person.id, "heard": heard_at}
            hands.action.promise(what, payload, f"{what}-{hands.person.id}-{heard_at}")
            hands.action.step(what)

    @contextmanager
    def _hands(self, member: Member, referral: int) -> Iterator[_Hands]:
        with acting(self._engine, member, referral, self._now()) as action:
            person = action.referral.registration.person_id
            # Two of a person's requests may lie at two stations: the person is locked, not only the referral.
            action.session.execute(select(Person.id).where(Person.id == person).with_for_update())
            hands = _Hands(action, open_takeover(action.session, person))
            yield hands
            accounts = all_of(action.session, hands.person)
        for account in accounts if hands.attended is not None else ():
            self._attend(account, hands.attended or "")
        if action.promised:
            self._kick(action.promised)


def _own(hands: _Hands, member: Member) -> Takeover:
    if hands.takeover is None:
        raise Unattended
    if hands.takeover.staff_id != member.id:
        raise Elsewhere(hands.takeover.staff.name)
    return hands.takeover


def unanswered(session: Session, takeover: Takeover) -> list[Exchange]:
    """What the person said and staff have not answered."""
    query = select(Exchange).where(Exchange.takeover_id == takeover.id, Exchange.id > takeover.answered)
    return list(session.scalars(query.order_by(Exchange.id)))


def end(session: Session, takeover: Takeover, why: End, now: datetime) -> list[int]:
    """The talk is the bot's again; what was not answered is kept with a request. The outbox rows to hand over."""
    waiting = [each.heard for each in unanswered(session, takeover)]
    takeover.ended_at, takeover.ending = now, why.value
    kept = _keep(session, takeover, "\n".join(waiting), now) if waiting else []
    payload = {"takeover": takeover.id, "kept": int(bool(waiting) and why is End.LEFT)}
    return [*kept, outbox.add(session, "talk-ended", payload, f"talk-ended-{takeover.id}", now)]


def _keep(session: Session, takeover: Takeover, words: str, now: datetime) -> list[int]:
    """On the referral if nobody has it yet; else as a new request for staff, which lies in the queue and is told of."""
    referral = takeover.referral
    if referral.status is Status.NEW:
        cases.note(referral, now, "added", words)
        return [outbox.announce(session, referral.id, now)]
    person, before = takeover.person, referral.registration
    source = person if before.for_whom else before
    again = Registration(person=person, kind=RecordKind.STAFF, note=words, created_at=now, updated_at=now)
    for name in ("name", "phone", "township", "village", "place", "in_writing"):
        setattr(again, name, getattr(source, name))
    session.add(again)
    session.flush()
    station = cases.station_for(session, place_of(again), person.station_id)
    return [cases.open_case(session, again.id, station, now).outbox]


def all_open(session: Session) -> Sequence[Takeover]:
    """Every take-over that has not ended, the oldest first."""
    return session.scalars(select(Takeover).where(Takeover.ended_at.is_(None)).order_by(Takeover.id)).all()


def unread(session: Session, member: Member) -> int:
    """How many messages this member has not seen in the talks that they have taken over."""
    query = select(func.count(Exchange.id)).join(Takeover, Takeover.id == Exchange.takeover_id)
    mine = Takeover.staff_id == member.id, Takeover.ended_at.is_(None), Exchange.id > Takeover.seen
    return session.scalar(query.where(*mine)) or 0


def saw(engine: Engine, takeover: int, exchange: int) -> None:
    """Whoever has the talk has seen it up to this exchange."""
    with writing(engine) as session:
        row = session.get_one(Takeover, takeover)
        row.seen = max(row.seen, exchange)
