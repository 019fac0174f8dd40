import pytest

from bot.effects import Answered, Register
from bot.records import RecordKind
from bot.scene import Mind
from tests.talks import Talk

LAW = "《劳动合同法》第九"


@pytest.mark.parametrize(
    "said",
    [
        "老板要我交500押金能去不",
        "把身份证押给他要不要紧",
        "叫我先交培训费",
        "进厂身份证要统一收上去，正常吗",
        "那个厂要我先打三百块钱过去再上班",
        "招工的要我验证码",
        "有个人讲我有补助没领 叫我先打两百块手续费",
        "他讲给我办低保 要我银行卡密码",
        "国家发的钱 人家要我转三百过去才给",
    ],
)
def test_who_is_asked_for_money_or_papers_hears_the_law_before_anything_is_filed(sense: Mind, said: str) -> None:
    talk = Talk(sense)
    say = talk.says(said)
    assert LAW in say.text
    assert [choice.token for choice in say.choices if choice.token.startswith("go.")] == ["go.complaint", "go.staff"]
    assert all(isinstance(effect, Answered) for effect in talk.effects)


def test_the_tap_reports_the_offer_in_the_persons_words(sense: Mind) -> None:
    talk = Talk(sense)
    talk.says("老板要我交500押金能去不", "1")
    filed = [effect for effect in talk.effects if isinstance(effect, Register)]
    assert [(effect.kind, effect.fields.note) for effect in filed] == [
        (RecordKind.COMPLAINT, "老板要我交500押金能去不")
    ]


def test_what_has_happened_is_a_complaint(sense: Mind) -> None:
    talk = Talk(sense)
    talk.says("我要投诉老板扣我身份证")
    assert [type(effect) for effect in talk.effects] == [Register]


@pytest.mark.parametrize(
    "said",
    [
        "我要学电工，培训费多少",
        "我想找个不要押金的厂",
        "报名费多少钱",
        "一个人交几百块医保，能不能少交",
        "出了事故老板让我自己掏钱看病",
        "领补贴要交什么材料",
        "低保户看病自己要出多少钱",
    ],
)
def test_other_questions_go_their_own_way(sense: Mind, said: str) -> None:
    assert LAW not in Talk(sense).says(said).text


def test_an_employer_is_told_kindly_why_it_is_held(sense: Mind) -> None:
    talk = Talk(sense)
    answers = ("我要招工", "招普工5个，来了交500块压金", "行", "王大山", "13800001234", "横埠镇官塘村", "对")
    say = talk.says(*answers)
    assert "登记好了" in say.text
    assert "“压金”" in say.text
    assert "第九条" in say.text
