"""One row of a list, from a sheet or a form, into values; what is wrong with it is said column by column."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.manners import foul
from bot.records import Place
from store.sheets.cells import Odd
from store.sheets.columns import Column, Kind
from store.tables import Job

Values = dict[str, Any]
Wrongs = dict[str, str]
"""What is wrong, by the key of the column; the words are for whoever wrote it."""

MOST_POSTS = 20


def read_row(kind: Kind, written: Mapping[str, Any]) -> tuple[Values, Wrongs]:
    """Read those columns that are there; a value that cannot be read is missing from the values."""
    values: Values = {}
    wrongs: Wrongs = {}
    for column in kind.columns:
        if column.key in written:
            try:
                values[column.key] = _value(column, written[column.key])
                _check_manners(kind, values[column.key])
            except Odd as odd:
                wrongs[column.key] = str(odd)
    for key, why in _contradictions(values):
        wrongs.setdefault(key, why)
    return values, wrongs


def _value(column: Column, written: Any) -> Any:
    value = column.read(written)
    if column.needed and value in (None, ""):
        raise Odd("这一格不能空")
    if isinstance(value, str) and len(value) > column.longest:
        raise Odd(f"太长了，最多{column.longest}个字")
    return value


def _check_manners(kind: Kind, value: Any) -> None:
    """What people are shown. A vacancy is not refused for it: the guard holds it until the county has looked."""
    if isinstance(value, str) and kind.table is not Job and foul(value):
        raise Odd("有骂人的话、下流话，不能登出来")


def _contradictions(values: Values) -> Iterator[tuple[str, str]]:
    """What no cell alone can tell, and beside which it is said."""
    low, high = values.get("wage_from") or 0, values.get("wage_to") or 0
    starts, closes = values.get("starts_on"), values.get("closes_on")
    quota, taken = values.get("quota"), values.get("taken") or 0
    if low and high and low > high:
        yield "wage_to", f"月工资从{low}到{high}，写反了"
    if starts and closes and closes > starts:
        yield "closes_on", "报名截止比开课还晚"
    if quota is not None and taken > quota:
        yield "taken", f"占了的{taken}个比名额{quota}个还多"
    if quota is not None and quota > MOST_POSTS:
        yield "quota", f"一个村最多填{MOST_POSTS}个，请核一核"
    north, east = values.get("latitude"), values.get("longitude")
    if (north is None) != (east is None):
        yield ("latitude" if north is None else "longitude"), "纬度和经度要一起填，或者都空着"


def as_columns(values: Values) -> Values:
    """The values by the columns of their table: a place is three of them."""
    fields = {key: value for key, value in values.items() if not (key == "place" and isinstance(value, Place | None))}
    if isinstance(home := values.get("place"), Place):
        fields |= {"township": home.township or home.village[:9], "village": home.village, "place": home.text}
    return fields
