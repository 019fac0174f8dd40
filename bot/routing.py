"""Which station a request goes to: the one rule, for what the person is told and for where the referral lands."""

from collections.abc import Mapping

from bot.records import Place


def route(place: Place | None, bound: int | None, townships: Mapping[int, str]) -> int | None:
    """The id of the station for somebody at `place` who scanned the code of station `bound`.

    `townships`: station id → township code. The place decides; if it has no station, the scanned code does; without
    either None, the county's queue. Of several stations in a township the scanned one wins, then the oldest.
    """
    known = bound if bound in townships else None
    if place is None:
        return known
    township = place.township or place.village[:9]
    there = [station for station, its in sorted(townships.items()) if its == township]
    if not there or known in there:
        return known
    return there[0]
