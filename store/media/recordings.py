"""Recordings and pictures, from the promise to fetch them to their deletion. The workers' side; staff: `listening`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.effects import Keep
from store.mapping import clean
from store.media.archive import new_name
from store.sending import outbox
from store.tables import Keeping, Recording


def expect(session: Session, person: int, wanted: Keep, at: datetime) -> int:
    """Owe it that this is fetched; the outbox row's id."""
    row = Recording(
        person_id=person,
        kind=wanted.kind,
        media=clean(wanted.media, 200),
        question=clean(wanted.question, 100),
        hear=wanted.hear,
        file=new_name(),
        at=at,
    )
    session.add(row)
    session.flush()
    return outbox.add(session, "recording", {"recording": row.id}, f"recording-{row.id}", at)


def arrived(session: Session, recording: Recording, seconds: int, at: datetime) -> list[int]:
    """Note that its file is there; what is owed now. A recording that was to be deleted meanwhile stays that."""
    still = Recording.id == recording.id, Recording.state == Keeping.WAITING
    values = {"state": Keeping.OPEN, "seconds": seconds}
    found = session.scalar(update(Recording).where(*still).values(values).returning(Recording.id))
    if found is None or not recording.hear:
        return []
    return [outbox.add(session, "hearing", {"recording": recording.id}, f"hearing-{recording.id}", at)]


def wanted(session: Session, recording: int) -> Recording | None:
    """The recording with its person, unless it is to be deleted or is so already."""
    row = session.get(Recording, recording)
    return row if row and row.state is not Keeping.GONE and row.person.forgotten_at is None else None


def note(session: Session, recording: int, **values: object) -> None:
    """Write down what came of it, unless it is to be deleted."""
    session.execute(update(Recording).where(Recording.id == recording, Recording.state != Keeping.GONE).values(values))


def outdated(session: Session, before: datetime, limit: int = 100) -> Sequence[tuple[int, str]]:
    """(id, file) of what is to be deleted: on somebody's wish, or because it came `before`."""
    over = or_(Recording.state == Keeping.GONE, Recording.at < before)
    query = select(Recording.id, Recording.file).where(over).limit(limit)
    return [(row.id, row.file) for row in session.execute(query)]


def drop(session: Session, rows: Sequence[int]) -> None:
    """Delete these rows; their files are gone."""
    session.execute(delete(Recording).where(Recording.id.in_(rows)))
