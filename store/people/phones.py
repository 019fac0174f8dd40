"""Looking for telephone numbers, which stand sealed: by their marks (see `store.sealing`)."""

from sqlalchemy import ColumnElement, literal
from sqlalchemy.orm import InstrumentedAttribute

from store.sealing import MOST_KEYS, Mark
from store.tables import Person, Registration
from store.tables.phones import END

LONGEST = 11
"""A mobile number is looked for whole."""

Holder = type[Person] | type[Registration]


def searchable(text: str) -> bool:
    """Whether this could be (the end of) a number."""
    return text.isdecimal() and len(text) >= END


def ends_in(table: Holder, digits: str) -> ColumnElement[bool]:
    """Rows with this number, or, of fewer digits, whose number ends in the last four of them."""
    if len(digits) >= LONGEST:
        return same(table, digits)
    return _marked(table.phone_end, digits[-END:])


def same(table: Holder, phone: str) -> ColumnElement[bool]:
    """Rows with this very number."""
    return _marked(table.phone_mark, phone)


def key(table: Holder) -> InstrumentedAttribute[str]:
    """What is the same for the same number, to group rows by."""
    return table.phone_mark


def _marked(column: InstrumentedAttribute[str], digits: str) -> ColumnElement[bool]:
    """Under any of the keys: while they are being rotated, rows have marks of several."""
    return column.in_([literal(digits, Mark(which)) for which in range(MOST_KEYS)])
