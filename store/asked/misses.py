"""What was not understood, for review: alike ones together, the most frequent first, masked; and telling who asked.

Who asked in vain is told once when there is an answer: not those who left, unsubscribed or asked too long ago.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session, joinedload

from bot.effects import QuestionEnding, Say
from bot.phrases import policy as words
from bot.policy import Entry
from bot.policy.grouping import grouped
from bot.policy.lint import Judged
from bot.policy.shown import shown
from bot.when import today
from store.asked.masking import bare, mask
from store.database import reading, writing
from store.sending import outbox
from store.staff import Member
from store.tables import AskedQuestion, Audit, Miss

AT_A_TIME = 800
STILL_WAITING = timedelta(days=60)
"""Who asked longer ago than this does not expect an answer any more."""
IN_VAIN = (QuestionEnding.MISSED, QuestionEnding.UNHELPFUL)


@dataclass(frozen=True, slots=True)
class Missed:
    """One miss as staff see it: masked."""

    id: int
    text: str
    at: datetime
    ending: QuestionEnding
    topic: str
    guesses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heap:
    """Misses that are about the same. `people` is from how many people, as far as known; the newest comes first."""

    misses: tuple[Missed, ...]
    people: int

    @property
    def first(self) -> Missed:
        """The one that stands for all."""
        return self.misses[0]

    @property
    def ids(self) -> tuple[int, ...]:
        """All of them."""
        return tuple(miss.id for miss in self.misses)

    @property
    def wordings(self) -> tuple[str, ...]:
        """The different texts."""
        return tuple(dict.fromkeys(miss.text for miss in self.misses))

    @property
    def samples(self) -> list[str]:
        """Wordings that may become sample questions: without what was masked, the shortest first, not many."""
        fit = (words for words in (" ".join(bare(each).split()) for each in self.wordings) if 0 < len(words) <= 60)
        return sorted(dict.fromkeys(fit), key=len)[:5]

    @property
    def guesses(self) -> tuple[str, ...]:
        """What it may have been about, the likeliest first."""
        return tuple(dict.fromkeys(guess for miss in self.misses for guess in (miss.topic, *miss.guesses) if guess))


def heaps(engine: Engine) -> list[Heap]:
    """What waits for review: the newest `AT_A_TIME`, put together."""
    with reading(engine) as session:
        rows = _waiting(session)
        shown = [_missed(row) for row in rows]
    people = [row.person_id if row.person_id is not None else -row.id for row in rows]
    groups = grouped([bare(miss.text) for miss in shown])
    return [Heap(tuple(shown[n] for n in places), len({people[n] for n in places})) for places in groups]


def count(engine: Engine) -> int:
    """How many messages wait for review."""
    with reading(engine) as session:
        query = select(func.count(Miss.id)).where(Miss.reviewed.is_(False), Miss.text != "")
        return session.scalar(query) or 0


def heap_of(engine: Engine, miss: int) -> Heap | None:
    """The heap that this miss is in, or None when it was reviewed meanwhile."""
    return next((heap for heap in heaps(engine) if miss in heap.ids), None)


def _waiting(session: Session) -> Sequence[Miss]:
    query = select(Miss).where(Miss.reviewed.is_(False), Miss.text != "").options(joinedload(Miss.person))
    return session.scalars(query.order_by(Miss.id.desc()).limit(AT_A_TIME)).all()


def _missed(row: Miss) -> Missed:
    text = mask(row.text, row.person.name if row.person else "")
    return Missed(row.id, text, row.at, row.ending, row.topic, tuple(row.guesses))


def questions_asked(engine: Engine) -> tuple[list[str], list[str]]:
    """What was really asked in the last weeks: answered, and waiting for review; both masked."""
    with reading(engine) as session:
        answered = session.scalars(select(AskedQuestion.text).order_by(AskedQuestion.id.desc()).limit(5000))
        return list(answered), [_missed(row).text for row in _waiting(session)]


def dismiss(engine: Engine, by: Member, misses: Sequence[int], now: datetime) -> None:
    """These need no answer."""
    with writing(engine) as session:
        session.add(Audit(at=now, staff_id=by.id, action="misses-dismissed", subject=f"miss-{min(misses, default=0)}"))
        _settle(session, misses, "")


def point_to(engine: Engine, by: Member, entry: Entry, misses: Sequence[int], now: datetime) -> list[int]:
    """The book answers these already with `entry`: tell who asked; the outbox rows."""
    with writing(engine) as session:
        session.add(Audit(at=now, staff_id=by.id, action="misses-answered", subject=f"faq-{entry.id}"[:100]))
        rows = [row for row in _waiting(session) if row.id in set(misses)]
        return _tell_all(session, rows, entry, now, renewed=False)


def answered(
    session: Session, judged: Judged, topic: str, chosen: Iterable[int], now: datetime, renewed: bool = False
) -> list[int]:
    """Settle the misses that `topic` answers now, and tell who asked in vain; the outbox rows.

    These are the `chosen` ones and all others for which the book is sure of it. `renewed`: the answer itself is another
    now, so that it is news also for those whom it did not help.
    """
    entry = next(entry for entry in judged.entries if entry.id == topic)
    on, picked = today(now), set(chosen)
    met = [row for row in _waiting(session) if row.id in picked or _met(row, judged, topic, on, renewed)]
    return _tell_all(session, met, entry, now, renewed)


def _tell_all(session: Session, rows: Sequence[Miss], entry: Entry, now: datetime, renewed: bool) -> list[int]:
    _settle(session, [row.id for row in rows], entry.id)
    told = {}
    for row in rows:
        if row.ending in IN_VAIN and (renewed or row.topic != entry.id) and _reachable(row, now):
            told[row.person_id] = _tell(session, row, entry, now)
    return list(told.values())


def _met(row: Miss, judged: Judged, topic: str, on: date, renewed: bool) -> bool:
    if row.ending is QuestionEnding.UNHELPFUL and row.topic == topic:
        return renewed
    found = judged.index.find(row.text, on) if judged.index else None
    return found is not None and found.entry is not None and found.entry.id == topic


def _reachable(row: Miss, now: datetime) -> bool:
    person = row.person
    return (
        person is not None
        and person.follows
        and person.subscribed
        and person.forgotten_at is None
        and row.at > now - STILL_WAITING
    )


def _tell(session: Session, row: Miss, entry: Entry, now: datetime) -> int:
    on = today(now)
    said: Say = shown(entry, on, words.at_last(row.text, entry, on))
    return outbox.tell(session, row.person_id or 0, said, now, f"answer-{row.person_id}-{entry.id}", news=True)


def _settle(session: Session, misses: Sequence[int], topic: str) -> None:
    session.execute(update(Miss).where(Miss.id.in_(misses)).values(reviewed=True, answer=topic))
