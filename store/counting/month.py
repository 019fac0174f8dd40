"""A month of the county's calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.when import CHINA


@dataclass(frozen=True, slots=True)
class Month:
    """A month; `str` writes it as 2026-03."""

    year: int
    month: int

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return datetime.combine(date(self.year, self.month, 1), time(), CHINA)

    @property
    def after(self) -> "Month":
        """The next one."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def before(self) -> "Month":
        """The last one."""
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def has(self, at: datetime | None) -> bool:
        """Whether that was in it."""
        return at is not None and self.begin <= at < self.after.begin

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def month_of(text: str) -> Month | None:
    """The month written as 2026-03; None for anything else."""
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return Month(day.year, day.month) if 2018 <= day.year < 2100 and str(Month(day.year, day.month)) == text else None
