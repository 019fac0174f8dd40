"""Questions that are about the same thing, in words or sound, put together: staff look at each matter once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np

from bot.policy.features import FAMILIES, features, things

ALIKE: Final = 0.45
"""From this likeness (0 to 1) on two questions are taken for the same matter."""
_FAMILIES: Final = [number for number, family in enumerate(FAMILIES) if family in ("c1", "c2", "b2")]


def grouped(texts: Sequence[str]) -> list[list[int]]:
    """The places of the texts, in groups of those that are alike: the largest group first, then as they stand.

    Each text joins the group whose shortest text it is most like. One pass, with an index of runs.
    """
    runs = [_runs(text) for text in texts]
    seen = Counter(key for keys in runs for key in keys)
    weight = {key: log(2 + len(texts) / count) for key, count in seen.items()}
    length = [sum(weight[key] for key in keys) for keys in runs]
    groups: dict[int, list[int]] = {}
    leaders: dict[int, list[int]] = defaultdict(list)
    for place in sorted(range(len(texts)), key=lambda place: len(runs[place])):
        keys = runs[place]
        shared: dict[int, float] = defaultdict(float)
        for key in keys:
            for leader in leaders[key]:
                shared[leader] += weight[key]
        likeness = {leader: both / (length[place] * length[leader]) ** 0.5 for leader, both in shared.items()}
        best = max(likeness, key=likeness.__getitem__, default=-1)
        if best >= 0 and likeness[best] >= ALIKE:
            groups[best].append(place)
        else:
            groups[place] = [place]
            for key in keys:
                leaders[key].append(place)
    return sorted(map(sorted, groups.values()), key=lambda places: (-len(places), places[0]))


def _runs(text: str) -> set[int]:
    found = (features(part) for part in things(text))
    return {int(key) for runs in found for key in runs.keys[np.isin(runs.families, _FAMILIES)]}
