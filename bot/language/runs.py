"""Runs of steps (characters, sounds, words) as numbers: half a million names in dictionaries would hold 100 MB.

A run is a number of 64 bits: its kind in the highest eight, so that sorted runs stand kind by kind, and a mixture of
the numbers of its steps below. What was learnt of a run stands at its place in a sorted table.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.language.remembered import Remembered

Keys = NDArray[np.uint64]
"""Numbers of steps or of runs."""
Places = NDArray[np.intp]
"""Where something stands in a table."""

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_FOLD: Final = np.uint64(29)
_BELOW_KIND: Final = np.uint64(8)
_KINDS: Final = np.array([kind << 56 for kind in range(256)], dtype=np.uint64)
_BITS_BELOW_KIND: Final = 56
_SHARING: Final = 4  # so many runs of one kind begin alike, if all kinds were as large


def keys(names: Iterable[str]) -> Keys:
    """The number of each step, in order."""
    return np.fromiter(map(_NUMBERS.__getitem__, names), dtype=np.uint64)


def numbers(names: Iterable[str]) -> list[int]:
    """The same as plain numbers, for `chains`."""
    return list(map(_NUMBERS.__getitem__, names))


def _number(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass"))


_NUMBERS: Final = Remembered(_number, most=20_000)


def mixed(before: Keys, then: Keys) -> Keys:
    """The number of each step or mixture of `before` followed by the step at the same place of `then`."""
    found = (before ^ then) * _MIX
    found ^= found >> _FOLD
    return found


def marks(kinds: Iterable[int]) -> Keys:
    """What marks a run as one of each of these kinds, for `marked`."""
    return _KINDS[list(kinds)]


def marked(parts: Sequence[Keys], kinds: Keys) -> Keys:
    """The runs that the mixtures of each part are, each part of the kind that its mark tells, one after the other."""
    found = np.concatenate(parts)
    found >>= _BELOW_KIND
    found |= kinds.repeat([len(part) for part in parts])
    return found


def runs(steps: Keys, longest: int) -> Iterator[Keys]:
    """The mixtures of one, two … `longest` neighbouring steps, in order and with repetitions; not yet marked."""
    found = steps * _MIX
    yield found
    for size in range(1, longest):
        found = mixed(found[:-1], steps[size:])
        yield found


def chains(parts: Sequence[Sequence[int]], wanted: Sequence[tuple[int, int]]) -> list[Keys]:
    """For each (part, size) that is `wanted`: the mixtures of so many neighbouring steps of that part, as in `runs`.

    Each part is given as the `numbers` of its steps. All are mixed in one go: a text is short, and each call into numpy
    costs more than its steps do.
    """
    starts = [0, *accumulate(map(len, parts))]
    steps = np.fromiter(chain.from_iterable(parts), dtype=np.uint64, count=starts[-1])
    every = list(runs(steps, max([size for _, size in wanted])))
    return [every[size - 1][(start := starts[at]) : max(starts[at + 1] - size + 1, start)] for at, size in wanted]


def distinct(found: Keys) -> Keys:
    """What is `found`, sorted, each once."""
    every = np.sort(found)
    first = np.empty(len(every), dtype=np.bool_)
    first[:1] = True
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return every[first]


def bounds(sorted_runs: Keys, kinds: int) -> list[int]:
    """Where each of the first `kinds` kinds begins in sorted runs, and where the last ends."""
    found: list[int] = sorted_runs.searchsorted(_KINDS[: kinds + 1]).tolist()
    return found


def places(wanted: Keys, table: Keys) -> tuple[Places, NDArray[np.bool_]]:
    """For each of `wanted` its place in the sorted `table`, and whether it is there at all (else the place is any)."""
    if not len(table):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    at = table.searchsorted(wanted)
    np.minimum(at, len(table) - 1, out=at)
    return at, table[at] == wanted


class Table:
    """Sorted runs, found by their first bits: halving a large table would look at twenty places far apart in memory."""

    def __init__(self, known: Keys) -> None:
        """`known` must not be empty."""
        self.known = known
        self._last = known[-1]
        self._shift = np.uint64(_BITS_BELOW_KIND - (len(known) // _SHARING).bit_length())
        sharing = np.bincount((known >> self._shift).view(np.int64))
        self._begins = (sharing.cumsum() - sharing).astype(np.int32)

    def places(self, wanted: Keys) -> tuple[Places, NDArray[np.bool_]]:
        """The same as `places` of them in this table."""
        within = np.minimum(wanted, self._last)
        at = self._begins.take((within >> self._shift).view(np.int64)).astype(np.intp)
        there = self.known.take(at)
        while np.count_nonzero(behind := there < within):
            at += behind
            there = self.known.take(at)
        return at, there == wanted
