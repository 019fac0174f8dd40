"""Numbers and words of people stand sealed, numbers are found by marks; so do secrets of second factors.

What is here is sealed in one transaction with the keys of the process (`store.sealing`); without keys nothing changes.
Uploads are sealed from now on: those that are here are gone within a day.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from store.sealing import open_text, ring, seal_text

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NEEDS_A_STOP = True
"""A process of the version before would show sealed words to people, so none may be running, see `store.database`."""

NUMBERS = ("people", "registrations")
WORDS = {
    "people": ("remark",),
    "registrations": ("note",),
    "referrals": ("outcome", "rest_note"),
    "referral_events": ("note",),
    "household_steps": ("what",),
    "messages": ("text", "tail"),
    "misses": ("text",),
    "recordings": ("transcript",),
    "exchanges": ("heard", "said"),
}
AT_A_TIME = 500
LAST = 4

Row = dict[str, str]


def upgrade() -> None:
    """Seal what is there; the readable numbers and secrets go."""
    for name in NUMBERS:
        _add(name, "phone_sealed", sa.Text())
        for mark in ("phone_mark", "phone_end"):
            _add(name, mark, sa.String(64))
            op.create_index(op.f(f"ix_{name}_{mark}"), name, [mark])
        _rewrite(name, ("phone",), _sealed_number)
        _drop(name, "phone")
    _add("staff", "totp_sealed", sa.Text())
    _rewrite("staff", ("totp",), lambda row: {"totp_sealed": seal_text(row["totp"])})
    _drop("staff", "totp")
    for name, columns in WORDS.items():
        _rewrite(name, columns, lambda row: {column: seal_text(text) for column, text in row.items()})


def downgrade() -> None:
    """Make all of it readable again; sheets that wait for their import are uploaded once more."""
    op.execute("DELETE FROM uploads")
    for name, columns in WORDS.items():
        _rewrite(name, columns, lambda row: {column: open_text(text) for column, text in row.items()})
    _add("staff", "totp", sa.String(64))
    _rewrite("staff", ("totp_sealed",), lambda row: {"totp": open_text(row["totp_sealed"])})
    op.drop_column("staff", "totp_sealed")
    for name in NUMBERS:
        _add(name, "phone", sa.String(40))
        _rewrite(name, ("phone_sealed",), lambda row: {"phone": open_text(row["phone_sealed"])})
        for mark in ("phone_mark", "phone_end"):
            op.drop_index(op.f(f"ix_{name}_{mark}"), name)
            op.drop_column(name, mark)
        op.drop_column(name, "phone_sealed")


def _add(table: str, column: str, kind: sa.types.TypeEngine[str]) -> None:
    op.add_column(table, sa.Column(column, kind, server_default="", nullable=False))


def _drop(table: str, column: str) -> None:
    """Drop what was readable; emptied first, so that SQLite overwrites it."""
    op.execute(sa.update(sa.table(table, sa.column(column))).values({column: ""}))
    op.drop_column(table, column)


def _sealed_number(row: Row) -> Row:
    phone = row["phone"]
    marks = {"phone_mark": ring().mark(phone), "phone_end": ring().mark(phone[-LAST:])}
    return {"phone_sealed": seal_text(phone), **marks}


def _rewrite(name: str, columns: Sequence[str], change: Callable[[Row], Row]) -> None:
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
