"""A sheet between its preview and its import: kept in SQL for whoever uploaded it, gone after that or after a day."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session

from store.catalogue.entries import LISTED
from store.catalogue.scope import Scope
from store.database import reading, writing
from store.mapping import clean
from store.refusals import ReadOnly, Unknown
from store.sheets.grid import File
from store.sheets.importing import Plan, planned, take
from store.staff import Member
from store.tables import Role, Upload

KINDS = (*LISTED, "posts")
"""The kinds that come in by a sheet in the console."""

LARGEST = 2 << 20
LONGEST = 2000
KEPT = timedelta(days=1)


def keep(engine: Engine, member: Member, name: str, file: File, at: datetime) -> int:
    """Keep a file, in place of this member's earlier ones of the kind; its number. Raises Unknown, ReadOnly."""
    if name not in KINDS:
        raise Unknown
    if member.role is Role.AUDITOR:
        raise ReadOnly
    with writing(engine) as session:
        earlier = (Upload.staff_id == member.id) & (Upload.kind == name)
        session.execute(delete(Upload).where(or_(earlier, Upload.at < at - KEPT)))
        row = Upload(staff_id=member.id, kind=name, name=clean(file.name, 200), content=file.content, at=at)
        session.add(row)
        session.flush()
        return row.id


def look(engine: Engine, member: Member, name: str, number: int, at: datetime) -> tuple[str, Plan]:
    """The file's name, and what its import would do. Raises Unknown."""
    with reading(engine) as session:
        row = _own(session, member, name, number, at)
        return row.name, planned(session, name, _file(row), Scope.of(session, member))


def carry_out(
    engine: Engine, member: Member, name: str, number: int, mark: str, at: datetime
) -> tuple[str, Plan, bool]:
    """Import it, if it still does what was looked at (`mark`), and drop the file: name, plan, whether it was done.

    Raises Unknown, also for one that was imported already.
    """
    look(engine, member, name, number, at)  # the guard judges every vacancy, which is not to take time under a lock
    with writing(engine) as session:
        row = _own(session, member, name, number, at)
        plan = take(session, name, _file(row), at, Scope.of(session, member), mark)
        done = not plan.problems and plan.mark == mark
        if done:
            session.delete(row)
        return row.name, plan, done


def drop(engine: Engine, member: Member, name: str, number: int, at: datetime) -> None:
    """Not to be imported after all. Raises Unknown."""
    with writing(engine) as session:
        session.delete(_own(session, member, name, number, at))


def clear_out(engine: Engine, at: datetime) -> None:
    """Delete the files that nobody came back for."""
    with writing(engine) as session:
        session.execute(delete(Upload).where(Upload.at < at - KEPT))


def _own(session: Session, member: Member, name: str, number: int, at: datetime) -> Upload:
    mine = (Upload.id == number, Upload.staff_id == member.id, Upload.kind == name, Upload.at >= at - KEPT)
    row = session.scalar(select(Upload).where(*mine).with_for_update())
    if row is None:
        raise Unknown
    return row


def _file(row: Upload) -> File:
    return File(row.name, row.content, LONGEST)
