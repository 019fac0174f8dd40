"""A telephone number in a row: sealed, with marks by which it is found."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column, validates

from store.sealing import Mark, Sealed

END = 4
"""Staff search by the last digits, these many."""


class WithPhone:
    """What has a number. The marks are kept by setting it; both are given as the digits that they stand for.

    A bulk UPDATE sets no attribute: it has to set all three (see `columns`).
    """

    phone: Mapped[str] = mapped_column("phone_sealed", Sealed, default="", server_default="")
    phone_mark: Mapped[str] = mapped_column(Mark(), default="", server_default="", index=True)
    phone_end: Mapped[str] = mapped_column(Mark(), default="", server_default="", index=True)

    @validates("phone")
    def _keep_marks(self, _key: str, value: str) -> str:
        self.phone_mark, self.phone_end = value, value[-END:]
        return value


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by attribute, as values by column: a number with its marks."""
    if "phone" not in values:
        return dict(values)
    phone = values["phone"]
    others = {name: value for name, value in values.items() if name != "phone"}
    return {**others, "phone_sealed": phone, "phone_mark": phone, "phone_end": phone[-END:]}
