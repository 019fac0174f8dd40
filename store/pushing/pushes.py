"""Pushes as staff handle them: drafted, looked at, sent, stopped, resumed. Each is one transaction, with its audit."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, Row, insert, select
from sqlalchemy.orm import Session

from store.database import reading, writing
from store.pushing import audience, reckoning
from store.pushing.audience import Audience
from store.pushing.reckoning import Ways
from store.pushing.views import Seen, all_pushes, in_scope, its_people, tally
from store.refusals import Ended, ReadOnly, TooLate, Unfit, Unknown
from store.sending import outbox
from store.sending.acts import ReadActs, nothing_known
from store.sending.news import KEEPS, Road, Why
from store.staff import Member
from store.tables import Audit, Got, Person, Push, PushPerson, PushStatus, Reach, Role

PACES = (20, 60, 200)
"""How many a minute; WeChat's own limit is far above."""
LONGEST_TEXT = 600
LONGEST_TITLE = 20
LISTED, SHOWN = 50, 200
DRAFT_KEEPS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Content:
    """What a push says: its `title` for staff and for a template, `text`, (token, label) to tap, and its `source`."""

    title: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What staff want to send."""

    content: Content
    audience: Audience
    reach: Reach = Reach.EACH
    pace: int = PACES[1]


class Pushes:
    """The pushes of one database. Every method raises a `store.refusals.Refusal` when it may not be."""

    def __init__(
        self,
        engine: Engine,
        kick: Callable[[Sequence[int]], None],
        now: Callable[[], datetime],
        acts: ReadActs = nothing_known,
        announces: bool = False,
    ) -> None:
        """`announces`: a template for news is set up with WeChat."""
        self.engine = engine
        self.now = now
        self.announces = announces
        self._kick = kick
        self._acts = acts

    def draft(self, member: Member, order: Order) -> int:
        """Keep it to be looked at; its id. Nobody is sent anything yet."""
        allowed = audience.confine(member, order.audience)
        content = order.content
        fits = len(content.text) <= LONGEST_TEXT and len(content.title) <= LONGEST_TITLE
        if allowed is None or not content.title or not content.text.strip() or not fits or order.pace not in PACES:
            raise Unfit
        if (order.reach is Reach.MASS or not content.source) and member.role is not Role.COUNTY:
            raise ReadOnly
        push = Push(
            title=content.title,
            text=content.text,
            choices=[list(choice) for choice in content.choices],
            source=content.source,
            audience=allowed.dump(),
            reach=order.reach,
            pace=order.pace,
            staff_id=member.id,
            created_at=self.now(),
        )
        with writing(self.engine) as session:
            session.add(push)
            session.flush()
            session.add(_audit(member, "push-drafted", push.id, self.now()))
        return push.id

    def send(self, member: Member, push_id: int) -> None:
        """Begin. Whom it is for is decided now; whether each may still be sent it, when their turn comes."""
        with self._changing(member, push_id, "push-sent", PushStatus.DRAFT) as (session, push):
            _fresh(push, DRAFT_KEEPS, self.now())
            chosen = audience.numbers(session, Audience.load(push.audience))
            if not chosen:
                raise Unfit
            now = self.now()
            rows = [{"push_id": push.id, "person_id": number, "got": Got.WAITING, "at": now} for number in chosen]
            session.connection().execute(insert(PushPerson), rows)  # a tenth of the time of objects
            push.status = PushStatus.SENDING
        self._go_on(push_id)

    def stop(self, member: Member, push_id: int) -> None:
        """Send to nobody more; who was sent it keeps it."""
        with self._changing(member, push_id, "push-stopped", PushStatus.SENDING) as (_, push):
            push.status, push.note, push.waits_until = PushStatus.STOPPED, "", None

    def resume(self, member: Member, push_id: int) -> None:
        """Go on with those who were not reached yet."""
        with self._changing(member, push_id, "push-resumed", PushStatus.STOPPED) as (_, push):
            _fresh(push, KEEPS, self.now())
            push.status, push.note, push.waits_until, push.failures = PushStatus.SENDING, "", None, 0
        self._go_on(push_id)

    def listed(self, member: Member) -> list[Push]:
        """The newest pushes that the member may see."""
        with reading(self.engine) as session:
            query = all_pushes().where(in_scope(member)).order_by(Push.id.desc()).limit(LISTED)
            return list(session.scalars(query))

    def one(self, member: Member, push_id: int) -> Seen:
        """A push and how it stands. Raises Unknown."""
        with reading(self.engine) as session:
            push = session.scalar(all_pushes().where(in_scope(member), Push.id == push_id))
            if push is None:
                raise Unknown
            wanted = Audience.load(push.audience)
            found: Counter[Road | Why] = Counter()
            if push.status is PushStatus.DRAFT:
                ways = Ways(self._acts, self.announces, self.now())
                people = audience.people(session, wanted)
                found = reckoning.count(reckoning.verdicts(session, people, push, ways))
            got, whys = tally(session, push.id)
            return Seen(push, wanted, found, got, whys)

    def people(self, member: Member, push_id: int, got: Got | None) -> Sequence[Row[PushPerson, Person]]:
        """The first of its people, of all or of those in this state. Raises Unknown."""
        with reading(self.engine) as session:
            if session.scalar(select(Push.id).where(in_scope(member), Push.id == push_id)) is None:
                raise Unknown
            query = its_people(push_id) if got is None else its_people(push_id).where(PushPerson.got == got)
            return session.execute(query.limit(SHOWN)).all()

    def results(self, member: Member, push_id: int) -> Sequence[Row[PushPerson, Person]]:
        """What became of it for each person; that it was taken out is audited. Raises Unknown."""
        self.one(member, push_id)
        with writing(self.engine) as session:
            session.add(_audit(member, "push-exported", push_id, self.now()))
            return session.execute(its_people(push_id)).all()

    @contextmanager
    def _changing(
        self, member: Member, push_id: int, action: str, status: PushStatus
    ) -> Iterator[tuple[Session, Push]]:
        if member.role is Role.AUDITOR:
            raise ReadOnly
        with writing(self.engine) as session:
            query = select(Push).where(in_scope(member), Push.id == push_id).with_for_update()
            push = session.scalar(query)
            if push is None:
                raise Unknown
            if push.status is not status:
                raise Ended
            session.add(_audit(member, action, push_id, self.now()))
            yield session, push

    def _go_on(self, push_id: int) -> None:
        with writing(self.engine) as session:
            row = outbox.again(session, "push", {"push": push_id}, f"push-{push_id}", self.now())
        self._kick([row])


def _fresh(push: Push, keeps: timedelta, now: datetime) -> None:
    """What it tells of may not be so any more after a while. Raises TooLate."""
    if now > push.created_at + keeps:
        raise TooLate


def _audit(member: Member, action: str, push_id: int, now: datetime) -> Audit:
    return Audit(at=now, staff_id=member.id, action=action, subject=f"push-{push_id}")
