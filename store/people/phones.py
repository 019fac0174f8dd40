"""Looking for telephone numbers: the one place that knows how they stand in the tables."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from store.tables import Person, Registration

END = 4
"""Staff search by the last digits, these many at least."""

Holder = type[Person] | type[Registration]


def searchable(text: str) -> bool:
    """Whether this could be (the end of) a number."""
    return text.isdecimal() and len(text) >= END


def ends_in(table: Holder, digits: str) -> ColumnElement[bool]:
    """Rows whose number ends in these digits."""
    return table.phone.endswith(digits, autoescape=True)


def same(table: Holder, phone: str) -> ColumnElement[bool]:
    """Rows with this very number."""
    return table.phone == phone


def key(table: Holder) -> InstrumentedAttribute[str]:
    """What is the same for the same number, to group rows by."""
    return table.phone
