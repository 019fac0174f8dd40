"""How common a word is: jieba's dictionary, read as a plain table."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


def everyday_words(least: int) -> Iterator[tuple[str, int, str]]:
    """Words of at least frequency `least`: (word, frequency, kind: n, v, a, ns, nr … as jieba's dictionary has it)."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    with Path(spec.origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, kind = line.rstrip("\n").split(" ", 2)
            if int(frequency) >= least:
                yield word, int(frequency), kind
