import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intents import Band, Detector, Intent
from bot.intents.corpus import examples
from bot.intents.detector import TrainedDetector


def test_it_is_a_detector(detector: TrainedDetector) -> None:
    read: Detector = detector
    assert read.read("找工作").intent is Intent.FIND_JOB


@pytest.mark.parametrize("text", ["", "   ", "13800001234", "5", "👍👍", "……", "asdfgh", "\x00\x01"])
def test_nonsense_is_not_understood(detector: TrainedDetector, text: str) -> None:
    reading = detector.read(text)
    assert (reading.intent, reading.band) == (Intent.OUT_OF_SCOPE, Band.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("不要再给我发了", Intent.UNSUBSCRIBE),
        ("我不想去了", Intent.WITHDRAW_APPLICATION),
        ("中午不回去吃饭了", Intent.OUT_OF_SCOPE),
        ("麻烦把我报的厨师培训取消", Intent.WITHDRAW_APPLICATION),
        ("请取消我报名的茶艺培训", Intent.WITHDRAW_APPLICATION),
        ("我要報名參加電焊培訓", Intent.SIGNUP_TRAINING),
        ("ｗｏ xiang zhao gong zuo", Intent.FIND_JOB),
        ("我要报明参加电焊培讯", Intent.SIGNUP_TRAINING),
        ("嗯那个，我想找个离家近点的活", Intent.FIND_JOB),
        ("我儿子想学汽修，怎么报名啊", Intent.SIGNUP_TRAINING),
    ],
)
def test_what_is_meant(detector: TrainedDetector, text: str, intent: Intent) -> None:
    assert detector.read(text).intent is intent


@pytest.mark.parametrize("text", ["扫村路的岗位要多大年纪", "做护林员的话能干几年", "公益岗每年几月份签字"])
def test_who_asks_about_a_public_post_asks_about_work(detector: TrainedDetector, text: str) -> None:
    assert detector.read(text).intent is Intent.FIND_JOB


@pytest.mark.parametrize("text", ["河南的低保多少钱一个月", "浙江省的创业补贴怎么申请", "上海医保今年交多少"])
def test_another_places_policy_is_not_ours(detector: TrainedDetector, text: str) -> None:
    assert detector.read(text).band is Band.UNKNOWN


@pytest.mark.parametrize("text", ["在浙江交的社保能转回来吗", "去江苏打工补贴怎么领"])
def test_coming_home_or_going_there_is_ours(detector: TrainedDetector, text: str) -> None:
    assert detector.read(text).intent is Intent.ASK_POLICY


def test_the_words_that_decided_are_named(detector: TrainedDetector) -> None:
    because = detector.read("请问一下家里的老母鸡和土鸡蛋能不能帮着卖卖呀").because
    assert because
    assert any(word in "老母鸡土鸡蛋卖卖" for word in because)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_text_gets_a_sound_reading(detector: TrainedDetector, text: str) -> None:
    reading = detector.read(text)
    assert 0.0 <= reading.confidence <= 1.0
    assert (reading.band is Band.UNKNOWN) == (reading.intent is Intent.OUT_OF_SCOPE)
    assert reading.band is Band.UNKNOWN or reading.confidence >= 0.25  # what may be much says nothing
    assert len(reading.others) <= 3
    assert Intent.OUT_OF_SCOPE not in reading.others


def test_two_wishes_in_one_message_are_both_named(detector: TrainedDetector) -> None:
    reading = detector.read("我想报名学电焊，家里还有花生要卖")
    assert {Intent.SIGNUP_TRAINING, Intent.SELL_PRODUCE} <= {reading.intent, *reading.others}


@pytest.mark.parametrize(
    "text", ["把通讯录都清空", "取消我预约的理发和健身", "转接燃气公司人工", "客运站几点关门", "驾校报名"]
)
def test_our_verbs_with_other_peoples_objects_are_not_acted_on(detector: TrainedDetector, text: str) -> None:
    assert detector.read(text).band is not Band.ACT


@pytest.mark.parametrize("text", ["湖南省退休年龄是几岁", "云南雨露计划一年发多少", "无锡的生育津贴怎么算"])
def test_a_benefit_of_another_place_is_not_ours(detector: TrainedDetector, text: str) -> None:
    assert detector.read(text).band is Band.UNKNOWN


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我在你们那学了月嫂，现在在城里带孩子，一个月七千块，老公也高兴，真的太感谢你们了", Intent.THANKS),
        ("前年在你们那登记过，后来进了厂，招工的信息还是天天来，看都看不完，别再给我发了", Intent.UNSUBSCRIBE),
        ("我想在家门口找个保洁做做，老伴身体不好走不远，要是有的话告诉我，谢谢", Intent.FIND_JOB),
    ],
)
def test_the_end_of_a_story_says_what_is_wanted(detector: TrainedDetector, text: str, intent: Intent) -> None:
    assert detector.read(text).intent is intent


@pytest.mark.parametrize("text", ["我要找驿站的人", "想找你们站里的人问问", "找一下驿站的工作人员"])
def test_who_wants_one_of_us_is_sure_by_form(detector: TrainedDetector, text: str) -> None:
    assert detector.read(text).intent is Intent.TALK_TO_STAFF


@pytest.mark.parametrize("text", ["想做缝纫工", "我想当保安", "钳工", "想去做月嫂的活"])
def test_who_wants_to_be_a_worker_asks_for_work(detector: TrainedDetector, text: str) -> None:
    assert (detector.read(text).intent, detector.read(text).band) == (Intent.FIND_JOB, Band.ACT)


@pytest.mark.parametrize(
    "text", ["我要找工作", "我想找份工作", "俺要找活干", "我要找事做。", "帮我找个工作吧", "我要找活"]
)
def test_who_asks_for_work_gets_it_at_once(detector: TrainedDetector, text: str) -> None:
    assert (detector.read(text).intent, detector.read(text).band) == (Intent.FIND_JOB, Band.ACT)


def test_a_message_is_read_once(detector: TrainedDetector) -> None:
    assert detector.read("家里有花生要卖") is detector.read("家里有花生要卖")


def test_an_example_word_for_word_is_known_by_heart(detector: TrainedDetector) -> None:
    example = next(example for example in examples() if example.intent is Intent.COMPLAIN and len(example.text) > 6)
    assert detector.read(example.text).confidence > 0.95
    assert detector.read(f"  {example.text}！！").confidence > 0.95


@pytest.mark.parametrize("text", ["报名", "我想报名", "咋报名", "怎么报名呢？"])
def test_who_signs_up_and_says_not_for_what_is_offered_both(detector: TrainedDetector, text: str) -> None:
    reading = detector.read(text)
    assert reading.band is Band.OFFER
    assert {reading.intent, *reading.others} == {Intent.SIGNUP_TRAINING, Intent.FIND_JOB}
