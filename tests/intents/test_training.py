import random

import pytest

from bot.intents import Intent
from bot.intents.corpus import Example, examples
from bot.intents.features import look
from bot.intents.model import Lessons, Model, arrays_of, fit, model_of
from bot.intents.negatives import chatter
from bot.intents.noise import hurried, in_letters, misheard, swapped
from bot.language.sounds import sounds
from tests.intents.cross_validation import by_style, right, without


@pytest.fixture(scope="module")
def few() -> list[Example]:
    return examples()[::25]


@pytest.fixture(scope="module")
def lessons(few: list[Example]) -> Lessons:
    return Lessons.of(few)


@pytest.fixture(scope="module")
def small(lessons: Lessons) -> Model:
    return fit(lessons)


def test_training_is_deterministic(few: list[Example], small: Model) -> None:
    seen = look("想找个活干")
    assert fit(Lessons.of(few)).judge(seen) == small.judge(seen)


def test_lessons_can_leave_examples_out(few: list[Example], lessons: Lessons) -> None:
    kept = [at for at, example in enumerate(few) if example.style != "dialect"]
    less = lessons.only(kept)
    copies = (len(lessons.seen) - len(less.seen)) // (len(few) - len(kept))
    assert copies >= 2
    assert less.seen[: len(kept)] == [lessons.seen[at] for at in kept]


def test_what_is_left_out_is_not_known_by_heart(few: list[Example], lessons: Lessons) -> None:
    name, left_out = next(by_style(few))
    assert {few[at].style for at in left_out} == {name}
    detector = without(left_out, few, lessons)
    known = [detector.read(few[at].text).because == (few[at].text,) for at in left_out]
    assert sum(known) < len(known) / 4  # a few are settled by a rule
    assert 0 <= right(detector, [few[at] for at in left_out]) < 1


def test_probabilities_leave_room_for_none_of_them(small: Model) -> None:
    likely = small.judge(look("今天天气怎么样"))
    assert len(likely) == len(Intent) - 1
    assert 0 <= sum(likely) < 1


def test_a_model_of_its_arrays_reads_as_before(small: Model) -> None:
    seen = look("培训班什么时候开班")
    assert model_of(arrays_of(small)).judge(seen) == small.judge(seen)


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


def test_who_has_no_chinese_keyboard_types_the_sounds() -> None:
    typed = {in_letters("找活，3天", random.Random(seed)) for seed in range(9)}
    assert typed == {"zhao huo ， 3 tian", "zhaohuo，3tian"}


def test_swapping_stays_in_kind() -> None:
    assert swapped("我想学电焊", random.Random(3)).startswith("我想学")
    assert swapped("今天下雨", random.Random(3)) == "今天下雨"


def test_chatter_repeats_itself_for_a_seed_and_fills_every_blank() -> None:
    made = chatter(200, seed=1)
    assert made == chatter(200, seed=1)
    assert made != chatter(200, seed=2)
    assert not [sentence for sentence in made if "{" in sentence]
