"""Somebody whom the station could not reach: the question, and every way of answering it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.effects import Amend, Effect, Found
from bot.message import Kind
from bot.records import Fields, Picked, Profile, Record, RecordKind, Status
from bot.scene import Mind
from bot.when import CHINA
from tests.bot.test_timers import never
from tests.talks import FACTS, Talk

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=CHINA)
SEWING = Record(
    7,
    RecordKind.JOB,
    Status.UNREACHABLE,
    Fields(name="王桂花", phone="13800001234", choice=Picked(1, "1", "缝纫工")),
    1,
    NOON - timedelta(days=6),
)
OPEN = replace(SEWING, status=Status.CLAIMED)
DEAF = Mind(never, never)  # type: ignore[arg-type]


def talk(record: Record = SEWING, sense: Mind = DEAF) -> Talk:
    profile = Profile("王桂花", "13800001234", consented=True)
    return Talk(sense, replace(FACTS, known_records=(record,), known_profile=profile), now=NOON)


def asked(record: Record = SEWING, sense: Mind = DEAF) -> Talk:
    to = talk(record, sense)
    to.does(Kind.TIMER, f"lost.7.{'wrong' if record.status.open else 'gone'}")
    return to


def found(to: Talk) -> list[Effect]:
    return [effect for effect in to.effects if isinstance(effect, Found)]


def test_what_is_asked_after_the_last_call() -> None:
    turn = talk().does(Kind.TIMER, "lost.7.gone")
    assert turn.say
    assert turn.say.plain() == (
        "您11月18日登记的事（找活“缝纫工”），驿站打您的电话13800001234，几回都没打通，先放下了。还想办的话，选一个：\n"
        "1. 还打这个号码\n2. 换个号码\n3. 别打电话，给我发微信\n4. 不办了\n"
        "也可以直接发打得通的号码，或者说什么时候方便，比如“晚上打”。"
    )


def test_what_is_asked_after_a_wrong_number() -> None:
    turn = talk(OPEN).does(Kind.TIMER, "lost.7.wrong")
    assert turn.say
    assert turn.say.plain() == (
        "您11月18日登记的事（找活“缝纫工”），驿站照您留的号码13800001234打过去，号码不对。"
        "请把对的号码直接发给我。\n1. 号码没错，再打一回"
    )


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (OPEN, "gone"),
        (SEWING, "wrong"),
        (replace(SEWING, status=Status.PLACED), "gone"),
        (replace(SEWING, id=9), "gone"),
    ],
)
def test_nothing_is_asked_about_what_has_gone_on(record: Record, why: str) -> None:
    to = talk(record)
    assert to.does(Kind.TIMER, f"lost.7.{why}").say is None
    assert to.session.lost == 0


BY = "今天下午5点半前打您的电话"


@pytest.mark.parametrize(
    "words", ["13800005678", "打这个1380000 5678", "我换号了，13800005678，以前那个不用了", "号码13800005678"]
)
@pytest.mark.parametrize("record", [SEWING, OPEN])
def test_a_number_is_taken_and_a_call_promised(words: str, record: Record) -> None:
    to = asked(record)
    say = to.says(words)
    assert say.plain().startswith(f"好，号码记下了。{BY}13800005678。")
    [effect] = found(to)
    assert effect == Found(7, "13800005678", promised_at=NOON.replace(hour=17, minute=30))
    assert to.session.lost == 0


@pytest.mark.parametrize("words", ["1", "还打这个号码"])
def test_the_same_number_again(words: str) -> None:
    to = asked()
    assert to.says(words).plain().startswith(f"好，这件事接着办。{BY}13800001234。")
    assert found(to) == [Found(7, promised_at=NOON.replace(hour=17, minute=30))]


def test_another_number_is_asked_for_and_taken() -> None:
    to = asked()
    assert to.says("2").plain() == "好，把打得通的号码发给我，11位数字。\n1. 还打这个号码"
    assert found(to) == []
    to.says("13800005678")
    assert [effect.phone for effect in found(to) if isinstance(effect, Found)] == ["13800005678"]


@pytest.mark.parametrize("words", ["4", "不办了", "算了", "不用打了", "别打了。"])
def test_who_does_not_want_it_any_more_is_left_alone(words: str) -> None:
    to = asked()
    assert to.says(words).plain() == "好，这件事就放下了。哪天想办了，直接发消息给我。"
    assert to.effects == []
    assert to.session.lost == 0


@pytest.mark.parametrize(
    "words", ["晚上打", "我白天在地里，天黑以后打得通", "下班以后有空", "明早再打一个试试", "这两天都在家"]
)
def test_when_to_call_is_told_to_staff_in_their_words(words: str) -> None:
    to = asked()
    assert to.says(words).plain() == f"好，跟驿站说了：“{words}”。驿站的人照这个打您的电话13800001234。"
    assert found(to) == [Found(7, note=words)]


def test_words_that_mean_nothing_else_are_taken_too_and_a_wish_is_not(sense: Mind) -> None:
    to = asked(sense=sense)
    to.says("手机掉水里了才修好")
    assert found(to) == [Found(7, note="手机掉水里了才修好")]
    to = asked(sense=sense)
    say = to.says("公益性岗位一个月多少钱")
    assert found(to) == []
    assert "出处" in say.plain()
    to.says("13800005678")
    assert len(found(to)) == 1, "the question still stands"


def test_a_form_has_its_own_numbers(sense: Mind) -> None:
    to = asked(sense=sense)
    to.says("我要报名电焊培训")
    to.says("13800005678")
    assert found(to) == []


@pytest.mark.parametrize("words", ["13800005", "1380000567812"])
def test_a_number_with_figures_missing_is_asked_for_again(words: str) -> None:
    to = asked()
    assert "请把号码完整再发一遍" in to.says(words).plain()
    assert found(to) == []
    to.says("13800005678")
    assert [effect.phone for effect in found(to) if isinstance(effect, Found)] == ["13800005678"]


@pytest.mark.parametrize("words", ["好", "还想办", "要办的"])
def test_yes_means_the_same_number(words: str) -> None:
    to = asked()
    assert to.says(words).plain().startswith("好，这件事接着办。")
    assert found(to) == [Found(7, promised_at=NOON.replace(hour=17, minute=30))]


@pytest.mark.parametrize("words", ["那个号不用了", "我换号了", "手机丢了"])
def test_who_has_another_number_is_asked_for_it(words: str) -> None:
    to = asked()
    assert to.says(words).plain().startswith("好，把打得通的号码发给我")
    assert found(to) == []


def test_a_question_is_no_answer(sense: Mind) -> None:
    to = asked(sense=sense)
    to.says("你们什么时候打的")
    assert found(to) == []


def test_an_open_request_is_not_dropped_by_a_word(sense: Mind) -> None:
    to = asked(OPEN, sense)
    assert "放下了" not in to.says("不办了").plain()
    assert found(to) == []


def test_an_old_tap_on_what_has_been_settled() -> None:
    to = asked()
    to.facts = replace(to.facts, known_records=(replace(SEWING, status=Status.PLACED),))
    turn = to.does(Kind.TEXT, "还打这个号码", choice="lost.7.same")
    assert turn.say
    assert "已经有结果了" in turn.say.plain()
    assert found(to) == []


def test_somebody_elses_request_is_nobodys_to_answer_for() -> None:
    to = asked()
    to.facts = replace(to.facts, known_records=())
    assert to.does(Kind.MENU, "lost.7.same").effects == ()


@pytest.mark.parametrize("said", ["3", "别打电话，我听不见", "别打电话，给我发微信"])
def test_who_cannot_take_calls_is_written_to_and_not_lost(said: str) -> None:
    to = asked()
    assert "今天下午5点半前在微信上给您回话" in to.says(said).text
    (effect,) = found(to)
    assert isinstance(effect, Found)
    assert (effect.record, effect.promised_at) == (7, NOON.replace(hour=17, minute=30))
    assert [each.fields.in_writing for each in to.effects if isinstance(each, Amend)] == [True]


def test_who_was_written_to_in_vain_is_asked_about_messages() -> None:
    quiet = replace(SEWING, fields=replace(SEWING.fields, in_writing=True))
    turn = talk(quiet).does(Kind.TIMER, "lost.7.gone")
    assert turn.say
    assert "电话" not in turn.say.plain()
    assert [choice.label for choice in turn.say.choices] == ["还办，在微信上找我", "不办了"]
