"""Runs of steps (characters, sounds, words) as numbers: half a million names in dictionaries would hold 100 MB.

A run is a number of 64 bits: its kind in the highest eight, so that sorted runs stand kind by kind, and a mixture of
the numbers of its steps below. What was learnt of a run stands at its place in a sorted table.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""Numbers of steps or of runs."""
Places = NDArray[np.intp]
"""Where something stands in a table."""

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_FOLD: Final = np.uint64(29)
_BELOW_KIND: Final = np.uint64(8)
_KIND_OF: Final = tuple(np.uint64(kind << 56) for kind in range(256))
_KINDS: Final = np.array(_KIND_OF)


def keys(names: Iterable[str]) -> Keys:
    """The number of each step, in order."""
    return np.array([_number(name) for name in names], dtype=np.uint64)


@lru_cache(maxsize=20_000)  # the same characters and syllables come again and again
def _number(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass"))


def mixed(before: Keys, then: Keys) -> Keys:
    """The number of each step or mixture of `before` followed by the step at the same place of `then`."""
    found = (before ^ then) * _MIX
    found ^= found >> _FOLD
    return found


def marked(parts: Sequence[Keys], kinds: Sequence[int]) -> Keys:
    """The runs that the mixtures of each part are, each part of its kind, one after the other."""
    marks = _KINDS[list(kinds)].repeat([len(part) for part in parts])
    return (np.concatenate(parts) >> _BELOW_KIND) | marks


def runs(steps: Keys, longest: int) -> Iterator[Keys]:
    """The mixtures of one, two … `longest` neighbouring steps, in order and with repetitions; not yet marked."""
    found = steps * _MIX
    yield found
    for size in range(1, longest):
        found = mixed(found[:-1], steps[size:])
        yield found


def chains(parts: Sequence[Sequence[str]], longest: int) -> list[list[Keys]]:
    """For each part (a sequence of steps) the same as `runs` of it: its mixtures of one, two … `longest` steps.

    All parts are mixed in one go: a text is short, and each call into numpy costs more than its steps do.
    """
    every = list(runs(keys(step for part in parts for step in part), longest))
    found, start = [], 0
    for part in parts:
        end = start + len(part)
        found.append([every[size][start : max(end - size, start)] for size in range(longest)])
        start = end
    return found


def distinct(found: Keys) -> Keys:
    """What is `found`, sorted, each once."""
    every = np.sort(found)
    first = np.empty(len(every), dtype=np.bool_)
    first[:1] = True
    np.not_equal(every[1:], every[:-1], out=first[1:])
    return every[first]


def bounds(sorted_runs: Keys, kinds: int) -> list[int]:
    """Where each of the first `kinds` kinds begins in sorted runs, and where the last ends."""
    found: list[int] = np.searchsorted(sorted_runs, _KIND_OF[: kinds + 1]).tolist()
    return found


def places(wanted: Keys, table: Keys) -> tuple[Places, NDArray[np.bool_]]:
    """For each of `wanted` its place in the sorted `table`, and whether it is there at all (else the place is any)."""
    if not len(table):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    at = table.searchsorted(wanted)
    np.minimum(at, len(table) - 1, out=at)
    return at, table[at] == wanted
