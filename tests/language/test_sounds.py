import pytest
from pypinyin import Style, pinyin

from bot.language.sounds import SYLLABLES, blurred, sounds
from bot.language.traditional import SIMPLIFIED


def test_one_syllable_for_each_character() -> None:
    assert sounds("我想找活,138") == ("wo", "xiang", "zhao", "huo")
    assert sounds("女") == ("nv",)
    assert sounds("abc 1!") == ()


def test_the_table_agrees_with_pypinyin() -> None:
    for sign in "的了培训补贴报名务工岗位驿站女绿行长重枞阳镇":
        assert SYLLABLES[sign] == pinyin(sign, style=Style.NORMAL, v_to_u=False)[0][0]


MERGED_ROWS = """
资知支指 三商山 猪居朱驹 书虚舒 春群虫 中均军钟 专捐 穿圈 如鱼余 软远 荣云 闰运用 热月 南蓝 脑老 能农轮龙
泥离 音英 金京 灯东敦 风分 门蒙 公滚 空昆 红魂 孙松生深 宗针争尊 班帮 张沾 关光 弯汪 黄环 对地 腿体 雷离犁
嘴挤 醉罪记 岁细 都兜 醋凑 哥锅戈 河和何
"""


@pytest.mark.parametrize("row", MERGED_ROWS.split())
def test_what_the_county_says_alike_shares_a_key(row: str) -> None:
    assert len({blurred(syllable) for syllable in sounds(row)}) == 1


def test_nv_is_kept_apart_from_lv() -> None:
    assert blurred("nv") != blurred("lv")


def test_the_blur_leaves_words_apart() -> None:
    assert len({blurred(syllable) for syllable in set(SYLLABLES.values())}) > 220


def test_old_characters_sound_like_the_new_ones() -> None:
    differing = [(chr(old), new) for old, new in SIMPLIFIED.items() if sounds(chr(old)) != sounds(new)]
    assert len(differing) < 40, differing  # first readings differ for a few (著/着, 樸/朴)
