"""Where requests at the webhook come from: who may come at all, and who was refused too often to be listened to.

Each process counts for itself: a count in Redis would cost a round trip, and what is refused wants to be cheap.
"""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from time import monotonic

MOST_REFUSED = 20
"""Refusals of an address in a minute; after that it is not listened to until the minute is over."""
MINUTE = 60.0
MOST_CALLERS = 10_000
"""Addresses that are counted in a minute; beyond that counting begins anew, so that it needs no memory to speak of."""
_ONE_HOUSEHOLD = 64  # bits: whoever has an IPv6 address has all that begin so

Network = IPv4Network | IPv6Network


class Callers:
    """`allowed`: the networks that may come, none: all. `clock` gives seconds that only grow."""

    def __init__(self, allowed: Sequence[Network] = (), clock: Callable[[], float] = monotonic) -> None:
        self._allowed = tuple(allowed)
        self._clock = clock
        self._refused: dict[str, int] = {}
        self._until = 0.0

    def may_come(self, address: str | None) -> bool:
        """Whether the address (None: a local socket) is one that WeChat sends from, as far as the operator has said."""
        if not self._allowed:
            return True
        try:
            found = ip_address(address or "")
        except ValueError:
            return False
        if isinstance(found, IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return any(found in network for network in self._allowed)

    def is_stopped(self, address: str | None) -> bool:
        """Whether the address was refused too often in this minute."""
        counted = self._counted()
        return bool(counted) and counted.get(_caller(address), 0) >= MOST_REFUSED

    def refused(self, address: str | None) -> bool:
        """Count a refusal; whether it was the last that is listened to."""
        counted, caller = self._counted(), _caller(address)
        if len(counted) >= MOST_CALLERS:
            counted.clear()
        counted[caller] = counted.get(caller, 0) + 1
        return counted[caller] == MOST_REFUSED

    def _counted(self) -> dict[str, int]:
        now = self._clock()
        if now >= self._until:
            self._refused, self._until = {}, now + MINUTE
        return self._refused


def _caller(address: str | None) -> str:
    try:
        found = ip_address(address or "")
    except ValueError:
        return "?"
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(IPv6Network((int(found) >> _ONE_HOUSEHOLD << _ONE_HOUSEHOLD, _ONE_HOUSEHOLD)))
    return str(found)
