from collections import Counter, defaultdict

import pytest

from bot.intents import Intent
from bot.intents.corpus import examples, fingerprint
from bot.intents.detector import TrainedDetector
from bot.intents.features import look
from bot.intents.lexicon import DIALECT, concepts
from bot.intents.model import WANTED

STYLES = {"plain", "colloquial", "dialect", "dictated", "typos", "short", "long", "implied", "mixed"}


def test_there_are_enough_of_every_intent_in_every_style() -> None:
    counts = Counter(example.intent for example in examples())
    assert min(counts[intent] for intent in Intent) >= 150
    styles = defaultdict(set)
    for example in examples():
        styles[example.intent].add(example.style)
    few = {intent for intent in WANTED if len(styles[intent] & STYLES) < 7}
    assert not few


def test_no_sentence_stands_under_two_intents() -> None:
    meanings = defaultdict(set)
    for example in examples():
        meanings[example.text].add(example.intent)
    assert not {text: found for text, found in meanings.items() if len(found) > 1}


def test_every_intent_wins_its_own_examples(detector: TrainedDetector) -> None:
    """By the classifiers alone, without the table of known wordings."""
    seen, right = Counter[Intent](), Counter[Intent]()
    for example in examples()[::4]:
        if example.intent in WANTED:
            likely = detector.model.judge(look(example.text))
            seen[example.intent] += 1
            right[example.intent] += WANTED[likely.index(max(likely))] is example.intent
    assert min(right[intent] / seen[intent] for intent in WANTED) >= 0.9


def test_the_fingerprint_is_stable() -> None:
    assert fingerprint() == fingerprint()


@pytest.mark.parametrize("word", sorted(DIALECT))
def test_dialect_is_not_rewritten_twice(word: str) -> None:
    assert DIALECT[word] not in DIALECT


def test_no_concept_repeats_a_word() -> None:
    assert all(len(set(words)) == len(words) for words in concepts().values())
