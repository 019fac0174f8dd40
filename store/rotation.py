"""Everything sealed anew with the key in use, so that the keys before it can go (`yizhan db rotate-keys`)."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, Table, select, update
from sqlalchemy.orm import Session

from store.base import Base
from store.database import writing
from store.sealing import Mark, Sealed, SealedFile
from store.tables.phones import END

AT_A_TIME = 200


def sealed_tables() -> Iterator[tuple[Table, list[str]]]:
    """Every table with sealed columns, and their names in the database."""
    for table in Base.metadata.sorted_tables:
        names = [column.name for column in table.columns if isinstance(column.type, Sealed | SealedFile)]
        if names:
            yield table, names


def rotate(engine: Engine) -> int:
    """Seal everything anew, a piece in each transaction; how many rows. It may be broken off and begun again.

    Staff may work meanwhile: a row is locked while it is rewritten, and marks are looked for under all keys.
    """
    return sum(_rotate(engine, table, names) for table, names in sealed_tables())


def _rotate(engine: Engine, table: Table, names: Sequence[str]) -> int:
    last, count = 0, 0
    while True:
        with writing(engine) as session:
            rows = _piece(session, table, names, last)
            for row in rows:
                session.execute(update(table).where(table.c.id == row["id"]).values(_anew(table, row)))
        count += len(rows)
        if len(rows) < AT_A_TIME:
            return count
        last = rows[-1]["id"]


def _piece(session: Session, table: Table, names: Sequence[str], last: int) -> list[dict[str, Any]]:
    query = select(table.c.id, *(table.c[name] for name in names)).where(table.c.id > last)
    found = session.execute(query.order_by(table.c.id).limit(AT_A_TIME).with_for_update())
    return [dict(row._mapping) for row in found]


def _anew(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The same values, to be bound and so sealed again; the marks beside a number with it."""
    values = {name: value for name, value in row.items() if name != "id"}
    phone = values.get("phone_sealed")
    if phone is not None and isinstance(table.c.phone_mark.type, Mark):
        values |= {"phone_mark": phone, "phone_end": phone[-END:]}
    return values
