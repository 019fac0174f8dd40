import pytest

from bot.intents.features import features, found_concepts, plain, units
from bot.intents.segment import words
from bot.language.pinyin import typed_syllables


def test_our_words_are_not_cut() -> None:
    assert "扶贫车间" in words("扶贫车间在哪里")
    assert "陈瑶湖" in words("陈瑶湖有没有点")


@pytest.mark.parametrize(
    ("letters", "syllables"),
    [("gongzuo", ("gong", "zuo")), ("xian", ("xian",)), ("wifi", ()), ("hello", ()), ("", ()), ("a", ())],
)
def test_typed_pinyin(letters: str, syllables: tuple[str, ...]) -> None:
    assert typed_syllables(letters) == syllables


def test_concepts_are_found_by_sign_and_by_sound() -> None:
    assert ("learn", "培训") in found_concepts(units("培训"))
    assert ("learn", "陪训") in found_concepts(units("陪训"))
    assert ("enroll", "baoming") in found_concepts(units("bao ming"))


def test_dialect_and_fillers_are_put_into_plain_words() -> None:
    assert plain("俺晓得，嗯那个，可有么事做") == plain("我知道，那个，有没有什么做").replace("那个,", ",")


def test_a_number_is_a_number_whichever() -> None:
    assert features("工资3000") == features("工资4500")
    assert features("电话13800001234") == features("电话13800005678")


def test_same_sounds_share_sound_features() -> None:
    def by_sound(text: str) -> set[str]:
        return {name for name in features(text) if name[0] == "s"}

    assert by_sound("报名学电焊") == by_sound("抱明学垫汗")


def test_features_come_once() -> None:
    row = features("找工作找工作找工作")
    assert len(row) == len(set(row))
