"""Counting what is asked: noted in Redis as a message is answered, written to SQL by the sweeper.

A question that gets its answer files nothing, and counting it must not make it wait for a commit (decision 25). So
`RedisQuestions.note` gives a line that goes into a list with the session, and `flush` takes what is there every few
seconds. Redis may be wiped: then some seconds of figures are lost, nothing else.
"""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from redis import Redis
from sqlalchemy import BindParameter, Connection, Engine, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.effects import Answered, Missed, QuestionEnding
from bot.ports import Line
from bot.when import today
from store.asked.masking import mask
from store.database import changing
from store.flushing import write_down
from store.mapping import clean
from store.people.addresses import ACCOUNT, owner
from store.sealing import opened, seal
from store.tables import AskedQuestion, Person, QuestionCount

LIST = "questions"
KEPT = timedelta(weeks=6)

_WHO = select(Person.id, Person.name, Person.township).where(owner(ACCOUNT))
_OF: dict[str, BindParameter[Any]] = {name: bindparam(f"of_{name}") for name in ("day", "topic", "township", "outcome")}
_MORE = (
    update(QuestionCount)
    .where(*(getattr(QuestionCount, name) == given for name, given in _OF.items()))
    .values(count=QuestionCount.count + bindparam("more"))
)
_FIRST = insert(QuestionCount).values(**_OF, count=bindparam("more"))

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """One question as it waits in the list. `text` is "" when it is not to be kept."""

    person: str
    at: datetime
    topic: str
    ending: QuestionEnding
    text: str = ""

    @property
    def day(self) -> date:
        """The county's day."""
        return today(self.at)


def notes(person: str, at: datetime, asked: Sequence[Answered | Missed]) -> list[Note]:
    """What is noted of one message. The words of a miss stand in `misses` already."""
    return [
        Note(person, at, each.topic, QuestionEnding.ANSWERED, each.text)
        if isinstance(each, Answered)
        else Note(person, at, each.topic, each.ending)
        for each in asked
    ]


class RedisQuestions:
    """`bot.ports.Questions` over a list in Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def note(self, person: str, at: datetime, asked: Sequence[Answered | Missed]) -> Sequence[Line]:
        """See `Questions`."""
        return [Line(LIST, _dump(note)) for note in notes(person, at, asked)]

    def take(self, most: int) -> list[Note]:
        """Take the oldest out of the list. Raises RedisError."""
        taken = cast("list[bytes] | None", self._redis.lpop(LIST, most)) or []
        return [note for note in map(_read, taken) if note]

    def put_back(self, taken: Sequence[Note]) -> None:
        """After they could not be written. Raises RedisError."""
        if taken:
            self._redis.rpush(LIST, *map(_dump, taken))


class MemoryQuestions:
    """`bot.ports.Questions` in memory."""

    def __init__(self) -> None:
        self.waiting: list[Note] = []

    def note(self, person: str, at: datetime, asked: Sequence[Answered | Missed]) -> Sequence[Line]:
        """See `Questions`."""
        self.waiting += notes(person, at, asked)
        return ()

    def take(self, most: int) -> list[Note]:
        """Take the oldest."""
        taken, self.waiting = self.waiting[:most], self.waiting[most:]
        return taken

    def put_back(self, taken: Sequence[Note]) -> None:
        """After they could not be written."""
        self.waiting += taken


def _dump(note: Note) -> bytes:
    fields = [note.person, note.at.isoformat(), note.topic, note.ending.value, note.text]
    return seal(json.dumps(fields, ensure_ascii=False))


def _read(stored: bytes) -> Note | None:
    """None for one that another version wrote differently: a figure is lost, the sweeper goes on."""
    try:
        person, at, topic, ending, text = json.loads(opened(stored))
        return Note(person, datetime.fromisoformat(at), topic, QuestionEnding(ending), text)
    except (ValueError, TypeError):
        log.warning("a question of another version was not counted")
        return None


def flush(engine: Engine, waiting: RedisQuestions | MemoryQuestions, now: datetime) -> int:
    """Write down what is noted, and forget texts that are too old; how many questions that were. See `write_down`."""
    written = write_down(engine, waiting, _write)
    try:
        with changing(engine) as connection:
            connection.execute(delete(AskedQuestion).where(AskedQuestion.at < now - KEPT))
    except SQLAlchemyError as problem:
        log.warning("old questions were not forgotten (%s)", type(problem).__name__)
    return written


def _write(connection: Connection, taken: Sequence[Note]) -> None:
    """Count these, and keep the words of those that were answered."""
    senders = {note.person for note in taken}
    people = {sender: connection.execute(_WHO, {"account": sender}).first() for sender in senders}
    counts: Counter[tuple[date, str, str, QuestionEnding]] = Counter()
    texts = []
    for note in taken:
        person = people[note.person]
        counts[note.day, clean(note.topic, 60), person.township if person else "", note.ending] += 1
        if note.text:
            words = clean(mask(note.text, person.name if person else ""), 500)
            texts.append(
                {"person_id": person.id if person else None, "topic": note.topic, "text": words, "at": note.at}
            )
    if texts:
        connection.execute(insert(AskedQuestion), texts)
    for (day, topic, township, outcome), count in sorted(counts.items()):  # two sweepers, in one order
        given = {"of_day": day, "of_topic": topic, "of_township": township, "of_outcome": outcome, "more": count}
        if not connection.execute(_MORE, given).rowcount:
            connection.execute(_FIRST, given)


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many questions about a topic ("": none found) from a township ("": unknown) ended so in a week.

    `week` is the week's Monday.
    """

    week: date
    topic: str
    township: str
    outcome: QuestionEnding
    count: int


def by_week(session: Session, since: date, until: date) -> list[WeekCount]:
    """The counts from `since` to `until` (both included) by week, topic, township and outcome, in this order."""
    table = QuestionCount
    query = select(table.day, table.topic, table.township, table.outcome, func.sum(table.count)).where(
        table.day >= since, table.day <= until
    )
    sums: Counter[tuple[date, str, str, QuestionEnding]] = Counter()
    for day, topic, township, outcome, count in session.execute(
        query.group_by(table.day, table.topic, table.township, table.outcome)
    ):
        sums[day - timedelta(days=day.weekday()), topic, township, outcome] += count
    return [WeekCount(*key, count) for key, count in sorted(sums.items())]
