"""What people were told after the backup was made, and what is done about it: nothing of it stays unreported.

Each of them is asked to say it again, and stands as a case in their station's queue. Who asked to be forgotten, or
for no more news, has it done again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from bot.effects import Durable, Register, Say
from bot.phrases import restored
from bot.phrases.restored import Filed
from bot.records import Fields, RecordKind
from store.database import reading, writing
from store.journal import REPEATABLE, Journal, Line
from store.people.addresses import NO_ACCOUNT, owner
from store.records import SqlRecords
from store.sending import outbox
from store.tables import Deed, Person

MARGIN = timedelta(hours=1)  # clocks of several machines, and one that was put right


@dataclass(frozen=True, slots=True)
class Lost:
    """What one person was told and the database does not know; `name` and `phone` are "" when it knows neither.

    `again` are wishes that can be done again, by the message that they came with.
    """

    person: str
    name: str
    phone: str
    filed: tuple[Filed, ...]
    again: tuple[tuple[str, Durable], ...]


def find(engine: Engine, journal: Journal, made_at: datetime) -> list[Lost]:
    """Who is concerned, in the order of what they did first."""
    theirs: dict[str, list[Line]] = {}
    for line in journal.since(made_at - MARGIN):
        theirs.setdefault(line.person, []).append(line)
    with reading(engine) as session:
        known = {name: session.scalar(select(Person).where(owner(name))) for name in theirs}
        people = {name: person for name, person in known.items() if person}
        keys = select(Deed.person_id, Deed.message_key).where(Deed.person_id.in_([each.id for each in people.values()]))
        done = {(row.person_id, row.message_key) for row in session.execute(keys)}
    found = [_lost(name, people.get(name), lines, done) for name, lines in theirs.items()]
    return [each for each in found if each.filed or each.again]


def _lost(channel_id: str, person: Person | None, lines: Sequence[Line], done: set[tuple[int, str]]) -> Lost:
    missing = [line for line in lines if not (person and (person.id, line.key) in done)]
    again = tuple(
        (line.key, REPEATABLE[wish])
        for line in missing
        for wish in line.wishes
        # One who was forgotten and came back was forgotten already: they are new in the database.
        if person and (wish != "forget" or person.created_at <= line.at)
    )
    filed = tuple(
        Filed(line.at, RecordKind(kind.removeprefix("-")), taken_back=kind.startswith("-"))
        for line in _after_forgetting(missing)
        for kind in line.filed
    )
    return Lost(channel_id, person.name if person else "", person.phone if person else "", filed, again)


def _after_forgetting(lines: Sequence[Line]) -> Sequence[Line]:
    """What was said before somebody asked to be forgotten is to be forgotten, too."""
    last = max((number for number, line in enumerate(lines) if "forget" in line.wishes), default=-1)
    return lines[last + 1 :]


def report(engine: Engine, records: SqlRecords, lost: Sequence[Lost], made_at: datetime, now: datetime) -> int:
    """Do what has to be done about all of it; how many people were told. Doing it again changes nothing."""
    for each in lost:
        for key, wish in each.again:
            records.commit(each.person, key, now, (wish,))
        if each.filed:
            _tell(engine, records, each, made_at, now)
    return sum(bool(each.filed) for each in lost)


def _tell(engine: Engine, records: SqlRecords, lost: Lost, made_at: datetime, now: datetime) -> None:
    key = f"restored-{made_at:%Y%m%d%H%M%S}"
    reachable = not lost.person.startswith(NO_ACCOUNT)
    words = restored.for_staff(lost.filed, made_at) if reachable else restored.of_a_visitor(lost.filed, made_at)
    records.commit(lost.person, key, now, (Register(RecordKind.STAFF, Fields(note=words)),))
    if not reachable:
        return
    with writing(engine) as session:
        person = session.scalars(select(Person.id).where(owner(lost.person))).one()
        outbox.tell(session, person, Say(restored.for_the_person(lost.filed)), now, f"{key}-{person}")
