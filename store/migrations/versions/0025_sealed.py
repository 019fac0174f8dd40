"""Numbers and words of people stand sealed; numbers are found by marks.

What is here is sealed in one transaction with the keys of the process (`store.sealing`); without keys nothing changes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from store.sealing import ring

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NUMBERS = ("people", "registrations")
WORDS = {
    "people": ("remark",),
    "registrations": ("note",),
    "referrals": ("outcome", "rest_note"),
    "referral_events": ("note",),
    "messages": ("text", "tail"),
    "misses": ("text",),
    "recordings": ("transcript",),
    "exchanges": ("heard", "said"),
}
AT_A_TIME = 500
LAST = 4


def upgrade() -> None:
    """Seal what is there; the readable numbers go."""
    for name in NUMBERS:
        op.add_column(name, sa.Column("phone_sealed", sa.Text(), server_default="", nullable=False))
        for mark in ("phone_mark", "phone_end"):
            op.add_column(name, sa.Column(mark, sa.String(64), server_default="", nullable=False))
            op.create_index(op.f(f"ix_{name}_{mark}"), name, [mark])
        _rewrite(name, ("phone",), _sealed_number)
        op.execute(sa.update(sa.table(name, sa.column("phone"))).values(phone=""))  # so that SQLite overwrites it
        op.drop_column(name, "phone")
    for name, columns in WORDS.items():
        _rewrite(name, columns, lambda row: {column: ring().seal(text) for column, text in row.items()})


def downgrade() -> None:
    """Make all of it readable again."""
    for name, columns in WORDS.items():
        _rewrite(name, columns, lambda row: {column: ring().open(text) for column, text in row.items()})
    for name in NUMBERS:
        op.add_column(name, sa.Column("phone", sa.String(40), server_default="", nullable=False))
        _rewrite(name, ("phone_sealed",), lambda row: {"phone": ring().open(row["phone_sealed"])})
        for mark in ("phone_mark", "phone_end"):
            op.drop_index(op.f(f"ix_{name}_{mark}"), name)
            op.drop_column(name, mark)
        op.drop_column(name, "phone_sealed")


def _sealed_number(row: dict[str, str]) -> dict[str, str]:
    phone = row["phone"]
    marks = {"phone_mark": ring().mark(phone), "phone_end": ring().mark(phone[-LAST:])}
    return {"phone_sealed": ring().seal(phone), **marks}


def _rewrite(name: str, columns: Sequence[str], change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    for number, row in _rows(name, columns):
        found = {column: text for column, text in row.items() if text}
        if found:
            values = change(found)
            table = sa.table(name, sa.column("id"), *(sa.column(column) for column in values))
            op.get_bind().execute(sa.update(table).where(table.c.id == number).values(values))


def _rows(name: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every row's id and these columns, a piece at a time."""
    table = sa.table(name, sa.column("id", sa.Integer), *(sa.column(column, sa.Text) for column in columns))
    last = 0
    while True:
        query = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(AT_A_TIME)
        rows = op.get_bind().execute(query).all()
        for row in rows:
            yield row.id, {column: row._mapping[column] for column in columns}
        if len(rows) < AT_A_TIME:
            return
        last = rows[-1].id
