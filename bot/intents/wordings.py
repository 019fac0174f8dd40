"""Written examples by their bare wording, for messages that repeat one word for word."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.intents import Intent
from bot.intents.corpus import Example
from bot.intents.features import plain

Digests = NDArray[np.uint64]
_ORDER: Final = tuple(Intent)


def _digest(text: str) -> int:
    bare = "".join(filter(str.isalnum, plain(text)))
    return int.from_bytes(blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=8).digest())


class Wordings:
    """What each known wording is for, as `wordings_of` has them."""

    def __init__(self, wordings: Digests, meanings: NDArray[np.uint8]) -> None:
        self._meanings = {wording: _ORDER[at] for wording, at in zip(wordings.tolist(), meanings.tolist(), strict=True)}

    def meaning(self, text: str) -> Intent | None:
        """What the example with this wording is for; None when there is none, or two that disagree."""
        return self._meanings.get(_digest(text))


def wordings_of(written: Sequence[Example]) -> tuple[Digests, NDArray[np.uint8]]:
    """The digests of all wordings that have one meaning, sorted, and the place of each meaning in `Intent`."""
    meanings: dict[int, set[Intent]] = defaultdict(set)
    for example in written:
        meanings[_digest(example.text)].add(example.intent)
    clear = sorted((digest, _ORDER.index(found.pop())) for digest, found in meanings.items() if len(found) == 1)
    digests, places = zip(*clear, strict=True)
    return np.array(digests, dtype=np.uint64), np.array(places, dtype=np.uint8)
