"""Figures for those who answer for the work: what was asked and answered, what was registered, what staff did.

Every figure is counted from records; what the bot says is nobody's work and is counted nowhere. A member sees their
own part: a station what is its, a township what is its, the county all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine, String, cast, func, select
from sqlalchemy.orm import Session

from bot.effects import QuestionEnding
from bot.records import RecordKind, Status
from bot.when import CHINA, today
from store.asked.questions import WeekCount, by_week
from store.database import reading
from store.pushing.views import in_scope as pushes_in_scope
from store.referrals.caseload import in_scope
from store.referrals.letters import Call
from store.staff import Member
from store.tables import Got, PushPerson, Referral, ReferralEvent, Registration, Role

Key = TypeVar("Key", date, str)

WEEK = timedelta(weeks=1)
UNMET = frozenset({QuestionEnding.MISSED, QuestionEnding.UNHELPFUL})
REACHED = (Got.SENT, Got.ANNOUNCED)
WELL = frozenset({Status.PLACED, Status.ENROLLED, Status.SOLD, Status.ANSWERED})
CALLS = frozenset({Status.CONTACTED.value, *(call.value for call in Call if call is not Call.CONNECTED)})
TREND = 4  # weeks that are set against the same number before them


class Asked(NamedTuple):
    """How much was asked, and how much of it found no answer or one that did not help."""

    all: int
    unmet: int

    @property
    def met(self) -> int:
        """What was answered, or offered to choose from."""
        return self.all - self.unmet

    @property
    def share(self) -> float | None:
        """Unmet of all, None when nothing was answered: then answers are not counted yet, or it is too little."""
        return self.unmet / self.all if self.met else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some whole weeks, each known by its Monday; the last may still be running.

    `share` is unmet of all (0 to 1) in the last `TREND` full weeks and in those before, None where they are not known.
    """

    weeks: tuple[date, ...]
    asked: Mapping[date, Asked]
    topics: Sequence[tuple[str, Asked]]
    townships: Sequence[tuple[str, Asked]]
    registered: Mapping[RecordKind, Mapping[date, int]]
    ended: Mapping[date, int]
    ended_well: Mapping[date, int]
    calls: Mapping[date, int]
    letters: Mapping[date, int]
    reached: Mapping[date, int]
    share: tuple[float | None, float | None]

    @property
    def falling(self) -> bool | None:
        """Whether the share of misses falls; None when there is too little to tell."""
        now, before = self.share
        return None if now is None or before is None else now < before


def figures(engine: Engine, member: Member, now: datetime, weeks: int) -> Figures:
    """The figures of the last `weeks` weeks, this one included, for what the member may see."""
    last = monday(now)
    mondays = tuple(last - WEEK * back for back in range(weeks - 1, -1, -1))
    since, until = mondays[0], today(now)
    with reading(engine) as session:
        asked = [row for row in by_week(session, since, until) if _may_know(member, row.township)]
        ends = _ends(session, member, since)
        return Figures(
            weeks=mondays,
            asked=_sums(asked, lambda row: row.week),
            topics=_ranked(asked, lambda row: row.topic),
            townships=_ranked(asked, lambda row: row.township),
            registered=_registered(session, member, since),
            ended=Counter(week for week, _ in ends),
            ended_well=Counter(week for week, status in ends if status in WELL),
            calls=_calls(session, member, since),
            letters=_letters(session, member, since),
            reached=_reached(session, member, since),
            share=_trend(asked, last),
        )


def monday(at: datetime) -> date:
    """The Monday of the county's week at that moment."""
    day = today(at)
    return day - timedelta(days=day.weekday())


def _may_know(member: Member, township: str) -> bool:
    return member.role in (Role.COUNTY, Role.AUDITOR) or (bool(township) and township == member.township)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _sum(rows: Iterable[WeekCount]) -> Asked:
    kept = list(rows)
    return Asked(sum(row.count for row in kept), sum(row.count for row in kept if row.outcome in UNMET))


def _sums(rows: Sequence[WeekCount], key: Callable[[WeekCount], Key]) -> dict[Key, Asked]:
    return {each: _sum(row for row in rows if key(row) == each) for each in {key(row) for row in rows}}


def _ranked(rows: Sequence[WeekCount], key: Callable[[WeekCount], str]) -> list[tuple[str, Asked]]:
    return sorted(_sums(rows, key).items(), key=lambda item: (-item[1].all, item[0]))


def _trend(rows: Sequence[WeekCount], last: date) -> tuple[float | None, float | None]:
    """The shares of the last full weeks and of those before; the running week is left out."""
    middle, first = last - TREND * WEEK, last - 2 * TREND * WEEK
    now = _sum(row for row in rows if middle <= row.week < last)
    before = _sum(row for row in rows if first <= row.week < middle)
    return now.share, before.share


def _registered(session: Session, member: Member, since: date) -> dict[RecordKind, Counter[date]]:
    query = select(Registration.kind, Registration.created_at).join(Registration.referral)
    found: dict[RecordKind, Counter[date]] = {}
    for kind, at in session.execute(query.where(in_scope(member), Registration.created_at >= _begin(since))):
        found.setdefault(kind, Counter())[monday(at)] += 1
    return found


def _ends(session: Session, member: Member, since: date) -> list[tuple[date, Status]]:
    """When each referral that is ended now came to its end: one that was reopened counts once, by its last end."""
    ended = [status for status in Status if not status.open]
    query = (
        select(Referral.status, func.max(ReferralEvent.at))
        .join(ReferralEvent.referral)
        .where(in_scope(member), Referral.status.in_(ended), ReferralEvent.what == cast(Referral.status, String))
        .group_by(Referral.id, Referral.status)
        .having(func.max(ReferralEvent.at) >= _begin(since))
    )
    return [(monday(at), status) for status, at in session.execute(query)]


def _calls(session: Session, member: Member, since: date) -> Counter[date]:
    query = select(ReferralEvent.at).join(ReferralEvent.referral).where(in_scope(member))
    by_staff = (ReferralEvent.by == "staff", ReferralEvent.what.in_(CALLS), ReferralEvent.at >= _begin(since))
    return Counter(monday(at) for at in session.scalars(query.where(*by_staff)))


def _letters(session: Session, member: Member, since: date) -> Counter[date]:
    """What staff wrote themselves: a `replied` step, not the notices that go out when they act."""
    query = select(ReferralEvent.at).join(ReferralEvent.referral).where(in_scope(member))
    return Counter(
        monday(at)
        for at in session.scalars(query.where(ReferralEvent.what == "replied", ReferralEvent.at >= _begin(since)))
    )


def _reached(session: Session, member: Member, since: date) -> Counter[date]:
    """Whom news reached, also by a template that announced them; one person may be reached by several pushes."""
    query = select(PushPerson.at).join(PushPerson.push).where(pushes_in_scope(member), PushPerson.got.in_(REACHED))
    return Counter(monday(at) for at in session.scalars(query.where(PushPerson.at >= _begin(since))))
