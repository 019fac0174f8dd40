"""Foul words: found, but not in what people here really say; and whoever swears is served all the same."""

from pathlib import Path

import pytest

from bot.effects import Missed, Register
from bot.guard import Lure, suspicions
from bot.language.everyday import everyday_words
from bot.manners import covered, foul, spared
from bot.phrases import scams, talk
from bot.readers.divisions import TOWNSHIPS, VILLAGES
from bot.readers.surnames import SURNAMES
from bot.scene import Mind
from tests.talks import Talk
from web.console import words

FOUL = {
    "傻逼，我要找活干": "我要找活干",
    "傻*逼 我要找活干": "我要找活干",
    "傻屄机器人": "傻屄机器人",  # not on the list: better one missed than one too many
    "他妈的，低保怎么办": "低保怎么办",
    "操你妈！！！我要投诉你们": "我要投诉你们",
    "工资又没发，狗日的": "工资又没发",
    "你们一群王八蛋": "你们一群",
    "ＳＢ": "",
    "傻 逼": "",
    "你个傻逼玩意": "",
    "cnm": "",
    "滚": "",
}
HARMLESS = [
    "我妈的医保卡丢了",
    "他妈的低保怎么办",
    "电话是他妈的那个",
    "我妈逼我出去打工",
    "今日你妈妈来过站里",
    "周日你娘在家不",
    "会操作缝纫机",
    "给大家添麻烦了，让你操心",
    "学校早操你几点去",
    "干活的人多不多",
    "我什么活都能干",
    "田里的活干你那份就行",
    "卖鸡，土鸡二十只，鸡蛋一百个",
    "公鸡巴掌大",
    "家里养的小姐家的狗",
    "小姐，我想问一下培训",
    "割草你妈知道不",
    "牲口、畜生饲料哪里买",
    "杂种稻子一亩能收多少",
    "日子过不下去了",
    "日结工资多少",
    "节日逼近，想回家",
    "车子滚下坡了",
    "老板叫我滚蛋，工资不给",
    "石头滚到路上",
    "肚子胀老放屁",
    "工资在门口交",
    "货送到路口交给他",
    "脑残疾证怎么办",
    "尼玛",
    "操",
    "我姓操，你姓啥",
    "操你好早",
    "老苟日子好过",
    "装沙比利木门",
    "婊糊墙面",
    "SBS防水怎么做",
    "型号SB203",
    "先人的坟在那里",
    "大爷的养老金",
    "去你大爷家的路",
]
SWEARING = "狗日的"


@pytest.mark.parametrize("said", FOUL)
def test_foul_words_are_left_out_and_the_rest_stays(said: str) -> None:
    assert spared(said) == FOUL[said]


@pytest.mark.parametrize("said", HARMLESS)
def test_what_people_here_really_say_is_left_alone(said: str) -> None:
    assert foul(said) == ()
    assert spared(said) == covered(said) == said


def test_no_name_no_place_and_no_everyday_word_is_foul() -> None:
    names = {*TOWNSHIPS.values(), *(village.name for village in VILLAGES.values()), *SURNAMES}
    assert {name for name in names if foul(name)} == set()
    common = [word for word, _, _ in everyday_words(400)]
    assert {word for word in common if foul(word)} <= {"操", "滚", "他妈的", "婊子"}  # said alone, or rightly
    examples = (Path(__file__).parents[2] / "bot" / "intents" / "examples").glob("*.txt")
    said = [line for path in examples for line in path.read_text("utf-8").splitlines()]
    assert len({line for line in said if foul(line)}) <= 3 < len(said)


def test_what_is_covered_keeps_the_rest() -> None:
    assert covered("工资又没发，狗日的骗子") == "工资又没发,＊＊骗子"


def test_who_swears_in_anger_is_served_as_if_they_had_not(sense: Mind) -> None:
    talk_ = Talk(sense)
    say = talk_.says(f"{SWEARING}，我想找活干")
    assert talk_.session.active == "job"
    assert SWEARING not in say.text
    talk_.says("同意", "王桂花", "13800001234", "横埠镇官塘村", "1", f"对的，{SWEARING}")
    filed = [effect for effect in talk_.effects if isinstance(effect, Register)]
    assert len(filed) == 1
    assert SWEARING not in repr(filed)


def test_a_complaint_with_foul_words_arrives_without_them(sense: Mind) -> None:
    talk_ = Talk(sense)
    talk_.says(f"{SWEARING}，我要投诉，老板欠我三个月工资不给")
    filed = [effect for effect in talk_.effects if isinstance(effect, Register)]
    assert [effect.fields.note for effect in filed] == ["我要投诉,老板欠我三个月工资不给"]


def test_who_only_swears_is_answered_calmly_and_is_no_miss(sense: Mind) -> None:
    talk_ = Talk(sense)
    say = talk_.says("傻逼")
    assert say.text.startswith(talk.CALM)
    assert say.choices[0].token == "go.staff"
    assert [effect for effect in talk_.effects if isinstance(effect, Missed)] == []
    talk_.says("1")
    filed = [effect for effect in talk_.effects if isinstance(effect, Register)]
    assert all("傻逼" not in repr(effect) for effect in filed)


def test_in_a_form_the_open_question_is_asked_again(sense: Mind) -> None:
    talk_ = Talk(sense)
    talk_.says("我想找活干", "同意")
    asked = talk_.asked
    say = talk_.says("操你妈")
    assert say.text.startswith(talk.CALM)
    assert talk_.asked == asked
    assert talk_.session.answers("job").get("name") is None


def test_an_offer_with_foul_words_waits_for_the_county() -> None:
    assert [each.lure for each in suspicions("招工，来的都是傻逼不要")] == [Lure.COARSE]
    assert suspicions("招工，会操作缝纫机，养鸡场要人") == ()


@pytest.mark.parametrize("lure", Lure)
def test_every_doubt_is_said_to_employers_and_to_staff(lure: Lure) -> None:
    found = suspicions("押金，身份证统一收，先交培训费，验证码发来，日结5000元，见 a.vip，傻逼")
    assert lure in words.LURES
    assert scams.held([each for each in found if each.lure is lure])
