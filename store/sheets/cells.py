"""From a cell to a value. Each raises `Odd` with what a clerk has to put right."""

import re
from datetime import date, datetime, timedelta
from typing import Any, Final

from bot.readers import NotUnderstood
from bot.readers.divisions import TOWNSHIP_NAMES, TOWNSHIPS, VILLAGES
from bot.readers.phone import read_phone
from bot.readers.place import read_place
from bot.records import JobKind, Place
from store.sheets.grid import Formula

KINDS: Final = {
    JobKind.WORKSHOP: ("车间", "工厂", "基地"),
    JobKind.HOME_BASED: ("居家", "在家"),
    JobKind.AUXILIARY: ("辅助", "公益"),
    JobKind.AWAY: ("外出", "外地", "劳务输出"),
}
KIND_NAMES: Final = {
    JobKind.WORKSHOP: "车间",
    JobKind.HOME_BASED: "居家",
    JobKind.AUXILIARY: "辅助性岗位",
    JobKind.AWAY: "外出",
}
_YES: Final = {"是", "√", "有", "能", "可以", "对", "y", "yes", "1", "true"}
_NO: Final = {"", "否", "×", "x", "无", "没有", "不能", "不可以", "n", "no", "0", "false"}
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_FAILED: Final = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|GETTING_DATA)")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SERIAL: Final = range(36526, 73051)  # 2000 to 2099, as Excel counts days
_EXCELS_FIRST: Final = date(1899, 12, 30)  # it has a 29 February 1900, which never was


class Odd(Exception):
    """A cell that cannot be read."""


def text(cell: Any) -> str:
    """A text as it stands; a whole number loses its ".0", a date its time."""
    if isinstance(cell, Formula):
        raise Odd("这一格是公式，文件里没有算好的结果。请在 Excel 里打开存一次，或者直接填上字")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    said = "" if cell is None else printable(str(cell)).strip()
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    if _FAILED.fullmatch(said):
        raise Odd(f"这一格是算错的公式（{said}），请填上正确的内容")
    return said[1:] if said.startswith("'") and starts_a_formula(said) else said


def printable(said: str) -> str:
    """Without the signs that XML, and with it a workbook, cannot hold."""
    return _UNWRITABLE.sub("", said)


def starts_a_formula(said: str) -> bool:
    """Whether Excel might run this; apostrophes before it (see `harmless`) make no difference."""
    return said.lstrip("'").startswith(tuple("=+-@＝＋－＠"))


def harmless(text: str) -> str:
    """Text that Excel does not take for a formula: what a person wrote must not run on a clerk's computer.

    The apostrophe stands in the cell itself, so that it survives being saved as CSV; `text` takes it off.
    """
    plain = printable(text).strip()
    return f"'{plain}" if starts_a_formula(plain) else plain


def number(cell: Any) -> int:
    """A whole number, 0 for an empty cell: 3000, "3,000元"."""
    said = text(cell)
    bare = re.sub(r"[,，\s]|元|块|人|个|岁|名", "", said)
    if not bare:
        return 0
    if not re.fullmatch(r"\d{1,6}(?:\.0+)?", bare):
        raise Odd(f"这里要填一个数字，现在是“{said[:20]}”。说不准就空着")
    return int(float(bare))


def count(cell: Any) -> int | None:
    """A whole number that must be said; None for an empty cell."""
    return number(cell) if text(cell) else None


def latitude(cell: Any) -> float | None:
    """Degrees north; None for an empty cell."""
    return _degrees(cell, "纬度", 30, 32)


def longitude(cell: Any) -> float | None:
    """Degrees east; None for an empty cell."""
    return _degrees(cell, "经度", 116, 119)


def _degrees(cell: Any, name: str, least: int, most: int) -> float | None:
    """Within the county's surroundings: what stands in the wrong column would send people far away."""
    said = text(cell)
    if not said:
        return None
    if not re.fullmatch(r"\d{1,3}(?:\.\d+)?", said) or not least <= float(said) <= most:
        raise Odd(f"{name}在{least}到{most}之间，像{least}.7，现在是“{said[:20]}”。在地图上查，查不到就空着")
    return float(said)


def day(cell: Any) -> date | None:
    """A date, None for an empty cell: a real date, 2026-12-1, 2026年12月1日, or Excel's own number of it."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = text(cell)
    if not said:
        return None
    if said.isdecimal() and int(said) in _SERIAL:
        return _EXCELS_FIRST + timedelta(int(said))
    parts = _DATE.fullmatch(said.split(" ")[0])
    try:
        return date(*map(int, parts.groups())) if parts else _no_date(said)
    except ValueError:
        return _no_date(said)


def _no_date(said: str) -> date:
    raise Odd(f"这里要填日期，像 2026-12-01，现在是“{said[:20]}”")


def mark(cell: Any) -> bool:
    """Yes or no; empty is no."""
    said = text(cell).lower()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Odd(f"这里填“是”或者“否”，现在是“{said[:20]}”")


def kind(cell: Any) -> JobKind:
    """The kind of a job by any of its names."""
    said = text(cell)
    for value, names in KINDS.items():
        if any(name in said for name in names):
            return value
    raise Odd(f"类别填“{'”“'.join(KIND_NAMES.values())}”里的一个，现在是“{said[:20]}”")


def township(cell: Any) -> str:
    """The code of a township; "" for an empty cell."""
    said = text(cell).removeprefix("枞阳县")
    code = TOWNSHIP_NAMES.get(said) or TOWNSHIP_NAMES.get(f"{said}镇") or TOWNSHIP_NAMES.get(f"{said}乡")
    if said and not code:
        raise Odd(f"没有“{said[:20]}”这个乡镇")
    return code or ""


def place(cell: Any) -> Place | None:
    """A village or township of the county."""
    said = text(cell)
    try:
        return read_place(said) if said else None
    except NotUnderstood:
        raise Odd(f"没找到“{said[:20]}”，请写清乡镇和村，像“横埠镇官塘村”") from None


def village(cell: Any) -> str:
    """The code of a village, written with its township; "" for an empty cell."""
    said = text(cell)
    exact = next((code for code in VILLAGES if village_name(code) == said), "")
    if exact or not said:
        return exact
    found = place(said)
    if found is None or not found.village:
        raise Odd(f"请写清是哪个村，像“横埠镇官塘村”，现在是“{said[:20]}”")
    return found.village


def village_name(code: str) -> str:
    """A village with its township: 横埠镇官塘村; "" for an unknown code."""
    known = VILLAGES.get(code)
    return TOWNSHIPS[known.township] + known.name if known else ""


def phone(cell: Any) -> str:
    """A mobile number of eleven digits; "" for an empty cell."""
    said = text(cell)
    try:
        return read_phone(said) if said else ""
    except NotUnderstood:
        raise Odd(f"手机号要11位，现在是“{said[:20]}”") from None


def landline(cell: Any) -> str:
    """Any telephone number of an office."""
    said = text(cell)
    if not re.fullmatch(r"[\d\s()（）+-]{0,20}", said):
        raise Odd(f"电话只写数字，现在是“{said[:20]}”")
    return said
