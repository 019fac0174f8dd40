import random
from pathlib import Path

import numpy as np
import pytest

from bot.intents import Intent
from bot.intents.cache import restore, save
from bot.intents.corpus import Example, examples
from bot.intents.features import features
from bot.intents.model import Model, fit
from bot.intents.negatives import chatter
from bot.intents.noise import hurried, misheard, swapped
from bot.language.sounds import sounds


@pytest.fixture(scope="module")
def few() -> list[Example]:
    return examples()[::25]


@pytest.fixture(scope="module")
def small(few: list[Example]) -> Model:
    return fit(few)


def test_training_is_deterministic(few: list[Example], small: Model) -> None:
    row = features("想找个活干")
    assert np.array_equal(fit(few).judge(row), small.judge(row))


def test_probabilities_leave_room_for_none_of_them(small: Model) -> None:
    likely = small.judge(features("今天天气怎么样"))
    assert len(likely) == len(Intent) - 1
    assert 0 <= likely.sum() < 1


def test_a_kept_model_reads_as_before(small: Model, tmp_path: Path) -> None:
    kept = tmp_path / "model.npz"
    save(small, kept)
    again = restore(kept)
    assert again is not None
    row = features("培训班什么时候开班")
    assert np.array_equal(again.judge(row), small.judge(row))
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04"])
def test_a_broken_cache_counts_as_none(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "model.npz"
    kept.write_bytes(content)
    assert restore(kept) is None


def test_no_cache_is_none(tmp_path: Path) -> None:
    assert restore(tmp_path / "nothing.npz") is None


def test_misheard_keeps_length_and_mostly_the_sound() -> None:
    text = "我想报名参加电焊培训班什么时候开班"
    heard = misheard(text, 1.0, random.Random(3))
    assert len(heard) == len(text)
    assert heard != text
    alike = [a == b for a, b in zip(sounds(heard), sounds(text), strict=True)]
    assert sum(alike) >= len(text) // 2


def test_no_noise_changes_nothing() -> None:
    assert misheard("补贴怎么领", 0.0, random.Random(3)) == "补贴怎么领"
    assert hurried("学电焊", random.Random(3)) == "学电焊"


def test_swapping_stays_in_kind() -> None:
    assert swapped("我想学电焊", random.Random(3)).startswith("我想学")
    assert swapped("今天下雨", random.Random(3)) == "今天下雨"


def test_chatter_repeats_itself_for_a_seed_and_fills_every_blank() -> None:
    made = chatter(200, seed=1)
    assert made == chatter(200, seed=1)
    assert made != chatter(200, seed=2)
    assert not [sentence for sentence in made if "{" in sentence]
