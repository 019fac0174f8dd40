"""How well each style is read by a detector that was trained on all the others.

    python -m tests.intents.cross_validation            # leaves out one style after the other: nine trainings
    python -m tests.intents.cross_validation --folds 5  # leaves out every fifth sentence, five times

What is not ours is always left in, and measured on tests/intents/held_out.tsv: its headings are kinds, not styles.
Takes half a minute of an idle core a training, the hardest style first. The figures stand in docs/understanding.md.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence

from bot.intents import Intent
from bot.intents.corpus import Example, examples
from bot.intents.detector import TrainedDetector
from bot.intents.model import Lessons, fit
from bot.intents.noise import misheard
from bot.intents.wordings import Wordings, wordings_of

STYLES = ("implied", "dialect", "typos", "dictated", "long", "mixed", "colloquial", "short", "plain")
_MOST = 400  # of one part: enough for a figure


def by_style(written: Sequence[Example]) -> Iterator[tuple[str, list[int]]]:
    """Each style with the examples of ours that are written in it."""
    for style in STYLES:
        yield style, [at for at, each in enumerate(written) if each.style == style and _is_ours(each)]


def by_fold(written: Sequence[Example], folds: int) -> Iterator[tuple[str, list[int]]]:
    """Every `folds`-th example of ours."""
    ours = [at for at, each in enumerate(written) if _is_ours(each)]
    for fold in range(folds):
        yield f"fold {fold + 1}", ours[fold::folds]


def _is_ours(example: Example) -> bool:
    return example.intent is not Intent.OUT_OF_SCOPE


def without(left_out: Sequence[int], written: Sequence[Example], lessons: Lessons) -> TrainedDetector:
    """A detector that never saw these examples, nor copies of them."""
    gone = set(left_out)
    kept = [at for at in range(len(written)) if at not in gone]
    return TrainedDetector(fit(lessons.only(kept)), Wordings(*wordings_of([written[at] for at in kept])))


def right(detector: TrainedDetector, asked: Sequence[Example], noise: float = 0.0) -> float:
    """The share of `asked` that is read as it is meant; refused counts as wrong."""
    chance = random.Random(1)
    return sum(detector.read(misheard(each.text, noise, chance)).intent is each.intent for each in asked) / len(asked)


def main() -> None:
    """Print one line for each part that is left out."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folds", type=int, default=0)
    folds = options.parse_args().folds
    written = examples()
    lessons = Lessons.of(written)
    counted: list[tuple[int, float, float]] = []
    for name, left_out in by_fold(written, folds) if folds else by_style(written):
        detector = without(left_out, written, lessons)
        asked = [written[at] for at in random.Random(2).sample(left_out, min(_MOST, len(left_out)))]
        counted.append((len(asked), right(detector, asked), right(detector, asked, 0.1)))
        _tell(name, *counted[-1])
    texts = sum(count for count, _, _ in counted)
    clean, noisy = (sum(each[0] * each[at] for each in counted) / texts for at in (1, 2))
    _tell("all", texts, clean, noisy)


def _tell(name: str, texts: int, clean: float, noisy: float) -> None:
    sys.stdout.write(f"{name:12} {texts:4} right {clean:.3f}, 10 % misheard {noisy:.3f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
