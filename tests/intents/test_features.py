import io

import pytest

from bot.intents.corpus import examples
from bot.intents.features import found_concepts, look, plain, units
from bot.intents.segment import dictionary, jieba, words
from bot.language.pinyin import typed_syllables


def test_our_words_are_not_cut() -> None:
    assert "扶贫车间" in words("扶贫车间在哪里")
    assert "陈瑶湖" in words("陈瑶湖有没有点")


def test_words_are_those_that_jieba_itself_cuts() -> None:
    itself = jieba.Tokenizer()
    itself.FREQ, _ = itself.gen_pfdict(io.BytesIO(dictionary()))
    itself.total = sum(itself.FREQ.values())
    itself.initialized = True
    texts = [plain(example.text) for example in examples()[::40]] + ["", "a", "wifi 2.5G 好", "㐀㐀𠀀", "。我，找 活"]
    assert [words(text) for text in texts] == [itself.lcut(text, HMM=False) for text in texts]


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


def features(text: str) -> list[int]:
    row: list[int] = look(text).row.tolist()
    return row


def test_same_sounds_share_sound_features() -> None:
    meant, heard = look("报名学电焊"), look("抱明学垫汗")
    for kind in ("s2", "s3", "b3", "k"):
        assert meant.row[meant.of(kind)].tolist() == heard.row[heard.of(kind)].tolist()
    assert meant.row[meant.of("c2")].tolist() != heard.row[heard.of("c2")].tolist()


def test_pinyin_glued_to_characters_is_heard() -> None:
    glued, meant = look("我xiang找gongzuo"), look("我想找工作")
    for kind in ("s2", "s3", "k"):
        assert glued.row[glued.of(kind)].tolist() == meant.row[meant.of(kind)].tolist()


def test_features_come_once_and_kind_by_kind() -> None:
    seen = look("找工作找工作找工作")
    assert len(seen.row) == len(set(seen.row.tolist()))
    assert seen.bounds[0] == 0
    assert seen.bounds[-1] == len(seen.row)


def test_nothing_has_next_to_no_features() -> None:
    assert not look("").words
    assert look("").row[look("").of("k")].size == 0
