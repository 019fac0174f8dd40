"""How well the detector reads what it was never trained on. The figures stand in docs/understanding.md."""

import random
from collections import defaultdict
from pathlib import Path

import pytest

from bot.intents import Intent
from bot.intents.corpus import examples
from bot.intents.detector import TrainedDetector
from bot.intents.noise import misheard

Table = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def held_out() -> Table:
    lines = Path(__file__).with_name("held_out.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(style, intent, text) for text, intent, style in rows]


def right(detector: TrainedDetector, rows: Table, noise: float = 0.0) -> float:
    chance = random.Random(1)
    read = [detector.read(misheard(text, noise, chance)).intent == intent for _, intent, text in rows]
    return sum(read) / len(read)


def test_nothing_held_out_is_trained_on(held_out: Table) -> None:
    trained = {example.text for example in examples()}
    assert not [text for _, _, text in held_out if text in trained]


def test_the_goal_over_all(detector: TrainedDetector, held_out: Table) -> None:
    assert right(detector, held_out) >= 0.93


def test_every_style_but_hints(detector: TrainedDetector, held_out: Table) -> None:
    styles = defaultdict(list)
    for row in held_out:
        styles[row[0]].append(row)
    assert len(styles) == 10
    reached = {style: right(detector, rows) for style, rows in styles.items()}
    assert reached.pop("implied") >= 0.6  # hints without a keyword are still hard
    assert min(reached.values()) >= 0.85, reached


def test_same_sound_errors_cost_little(detector: TrainedDetector, held_out: Table) -> None:
    ours = [row for row in held_out if row[1] != Intent.OUT_OF_SCOPE]
    assert right(detector, ours) - right(detector, ours, noise=0.1) <= 0.06
    assert right(detector, ours, noise=0.2) >= 0.8
