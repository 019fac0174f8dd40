"""A list as a sheet, in the shape in which it can be imported again. Written down."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, select, true

from bot.when import today
from store.catalogue.listing import Asked, full_jobs, rows_of
from store.catalogue.scope import Scope
from store.catalogue.states import state_of
from store.database import reading, writing
from store.sheets.kinds import KINDS
from store.staff import Member
from store.tables import Audit, Job, VillagePost


def export(engine: Engine, member: Member, name: str, asked: Asked, states: Mapping[str, str], at: datetime) -> bytes:
    """The workbook of what was asked for; `states` are the words for how an entry stands. Examples are left out."""
    from store.sheets.exporting import sheet_of

    kind, on = KINDS[name], today(at)
    with reading(engine) as session:
        scope = Scope.of(session, member)
        if kind.table is VillagePost:
            mine = scope.where(VillagePost) if asked.mine else true()
            posts = select(VillagePost).where(mine, ~VillagePost.example).order_by(VillagePost.village)
            written = sheet_of(kind, ((row, "") for row in session.scalars(posts)))
        else:
            full = full_jobs(session) if kind.table is Job else set()
            rows = rows_of(session, kind, asked, scope, on)
            told = ((row, states[state_of(row, on, full=row.id in full)]) for row in rows)
            written = sheet_of(kind, told, states=True)
    with writing(engine) as session:
        session.add(Audit(at=at, staff_id=member.id, action=f"{name}.export", subject=f"rows-{written.rows}"))
    return written.content
