"""What the queue is filtered by: read from the address, so that a filtered list can be kept and sent on."""

from collections.abc import Iterable, Mapping

from flask import request

from bot.readers.divisions import TOWNSHIPS, VILLAGES
from bot.records import RecordKind, Status
from store.referrals.filters import Filter, Whose
from store.tables import Role
from web.console import words
from web.console.access import me
from web.console.searching import sought

WHOSE: Mapping[Whose, str] = {Whose.MINE: "我在办", Whose.NOBODY: "还没人办", Whose.OTHERS: "别人在办"}
Choices = Mapping[str, tuple[str, Iterable[tuple[str, str]]]]


def wanted() -> Filter:
    """What this request asks for; what makes no sense is left out."""
    asked = request.args
    kind, status, whose = (asked.get(name, "") for name in ("kind", "status", "whose"))
    return Filter(
        text=sought().words,
        place=asked.get("place", "") if asked.get("place", "") in {code for code, _ in _places()} else "",
        kind=RecordKind(kind) if kind in tuple(RecordKind) else None,
        status=Status(status) if status in tuple(Status) else None,
        whose=Whose(whose) if whose in tuple(Whose) else None,
    )


def choices() -> Choices:
    """By the name of each field: what it is called, and what there is to choose from, as (value, word)."""
    return {
        "place": ("哪个村" if _has_one_township() else "哪个乡镇", _places()),
        "kind": ("什么事", words.KINDS.items()),
        "status": ("办到哪了", words.STATUSES.items()),
        "whose": ("谁在办", WHOSE.items()),
    }


def _places() -> list[tuple[str, str]]:
    """The townships, or, for those who have one, its villages."""
    if not _has_one_township():
        return list(TOWNSHIPS.items())
    return [(code, village.name) for code, village in VILLAGES.items() if code.startswith(me().township)]


def _has_one_township() -> bool:
    return me().role in (Role.STATION, Role.TOWNSHIP) and bool(me().township)
