"""What a list is made of: its columns, and by which of them a row is known again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from store.base import Base
from store.sheets import cells

Read = Callable[[Any], Any]

YES_OR_NO = ("是", "否")
AT_ONCE = 500
"""Rows that are held in memory while a list is written, however long it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the table's column; the first of `headers` is the one we write, the others are understood too.

    `hint` tells what belongs in it, `example` is a value that could stand there, `choices` are all that can.
    `in_form`: whether a form asks for it.
    """

    key: str
    headers: tuple[str, ...]
    read: Read = cells.text
    needed: bool = False
    longest: int = 200
    hint: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    in_form: bool = True

    @property
    def label(self) -> str:
        """How it is called."""
        return self.headers[0]

    @property
    def shape(self) -> str:
        """What kind of field a form has for it: mark, choice, date, number, long, text."""
        if self.read is cells.mark:
            return "mark"
        if self.choices:
            return "choice"
        if self.longest > 200:
            return "long"
        return "date" if self.read is cells.day else "number" if self.read in (cells.number, cells.count) else "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list: what one entry is called, its table, its columns, and by which of them a row is known again.

    `subject` is how the audit names an entry.
    """

    name: str
    table: type[Base]
    columns: tuple[Column, ...]
    same: tuple[str, ...]
    subject: str

    @property
    def headers(self) -> dict[str, str]:
        """Every header, and whose column it is."""
        return {header: column.key for column in self.columns for header in column.headers}

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)
