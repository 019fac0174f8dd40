"""After the end, and where a place is shared: see docs/decisions/0021."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.effects import Amend, Register
from bot.facts import KnownFacts
from bot.message import Inbound, Kind
from bot.phrases import talk
from bot.records import Fields, Picked, Place, Profile, Record, RecordKind, Status
from bot.scene import Mind
from bot.session import Session
from bot.turn import take_turn
from tests.talks import AT, FACTS, STATIONS, Talk

HOME = Place("340722106", "340722106201", "横埠镇官塘村")
WANG = Fields("王桂花", "13800001234", HOME, Picked(1, "1", "缝纫工"))


def after_filing(sense: Mind, fields: Fields = WANG, status: Status = Status.NEW) -> Talk:
    """A talk in which this was filed a moment ago."""
    known = Profile(fields.name, fields.phone, fields.village, consented=True)
    record = Record(7, RecordKind.JOB, status, fields, 1, AT)
    facts = replace(FACTS, known_profile=Profile(consented=True) if fields.for_whom else known, known_records=(record,))
    return Talk(sense, facts, Session(filed="job"))


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("电话打错了，是13800005678", {"phone": "13800005678"}),
        ("尾号是5678不是1234", {"phone": "13800005678"}),
        ("不是桂花，是贵花", {"name": "王贵花"}),
        ("选错了，要第二个", {"choice": Picked(2, "2", "包装工")}),
    ],
)
def test_saying_so_puts_it_right(sense: Mind, said: str, changed: dict[str, object]) -> None:
    to = after_filing(sense)
    to.says(said)
    assert to.effects == [Amend(7, replace(WANG, **changed))]  # type: ignore[arg-type]
    assert to.session.active == ""


def test_without_the_right_value_it_is_asked_for(sense: Mind) -> None:
    to = after_filing(sense)
    to.says("名字写错了")
    assert to.asked == "name"
    to.says("王贵花", "对")
    assert to.effects == [Amend(7, replace(WANG, name="王贵花"))]


def test_days_later_a_mere_mistake_opens_nothing(sense: Mind) -> None:
    to = after_filing(sense)
    to.now = AT + timedelta(days=3)
    assert to.says("打错了").text == talk.WHAT_WAS_WRONG
    assert to.session.active == ""
    to.says("电话是13800005678，打错了")
    assert to.effects == [Amend(7, replace(WANG, phone="13800005678"))]


def test_what_staff_have_closed_is_not_put_right(sense: Mind) -> None:
    to = after_filing(sense, status=Status.PLACED)
    to.says("名字写错了，我叫王贵花")
    assert not any(isinstance(effect, Amend) for effect in to.effects)


@pytest.mark.parametrize("said", ["谢谢", "好的", "培训要钱吗", "不是我说的", "我要改电话", "今天下雨了"])
def test_nothing_else_is_taken_for_a_correction(sense: Mind, said: str) -> None:
    to = after_filing(sense)
    to.says(said)
    assert not any(isinstance(effect, Amend | Register) for effect in to.effects)


def test_the_next_person_is_asked_for_name_and_number_only(sense: Mind) -> None:
    to = after_filing(sense)
    to.says("再帮我弟也报一个", "王小虎", "跟我的一样", "2", "对")
    (filed,) = to.effects
    assert isinstance(filed, Register)
    assert filed.fields == Fields("王小虎", "13800001234", HOME, Picked(2, "2", "包装工"), for_whom="弟")


def test_for_whom_is_asked_when_it_is_unclear(sense: Mind) -> None:
    say = after_filing(sense).says("再报一个")
    assert [choice.token for choice in say.choices] == ["go.job", "go.another"]


def test_after_a_neighbour_comes_the_next(sense: Mind) -> None:
    to = after_filing(sense, replace(WANG, for_whom="两个人"))
    to.says("下一个")
    assert to.asked == "name"
    to.says("李二山", "13800002222")
    assert to.asked == "job"


# --- a shared place ------------------------------------------------------------------------------------------


def shares(to: Talk, latitude: float, longitude: float, label: str = "") -> None:
    inbound = Inbound("p", "k", Kind.LOCATION, AT, label=label, latitude=latitude, longitude=longitude)
    turn = take_turn(to.session, inbound, to.facts, to.mind)
    to.session = turn.session
    assert turn.say is not None
    to.last = turn.say.text  # type: ignore[attr-defined]


def on_the_map() -> KnownFacts:
    hengbu, tanggou = STATIONS
    placed = (replace(hengbu, latitude=30.8, longitude=117.3), replace(tanggou, latitude=30.7, longitude=117.6))
    return replace(FACTS, known_stations=placed)


def test_the_nearest_station_is_shown(sense: Mind) -> None:
    to = Talk(sense, on_the_map())
    shares(to, 30.71, 117.55)
    assert "汤沟镇驿站" in to.last  # type: ignore[attr-defined]


def test_asked_for_the_village_its_township_is_taken(sense: Mind) -> None:
    to = Talk(sense, on_the_map())
    to.says("我想找活", "同意", "王桂花", "13800001234")
    shares(to, 30.71, 117.55)
    village = to.session.answers("job")["village"]
    assert isinstance(village, Place)
    assert village.township == "340722120"


def test_a_label_that_names_the_village_counts_for_more(sense: Mind) -> None:
    to = Talk(sense, on_the_map())
    to.says("我想找活", "同意", "王桂花", "13800001234")
    shares(to, 30.71, 117.55, "枞阳县横埠镇官塘村")
    assert to.session.answers("job")["village"] == Place("340722106", HOME.village, "横埠镇官塘村")


# --- other forms that wait -----------------------------------------------------------------------------------


def test_a_correction_reaches_the_forms_that_wait(sense: Mind) -> None:
    to = Talk(sense)
    to.says("我想找活", "同意", "王桂花", "我要报培训", "名字错了，我叫王贵花")
    assert to.session.answers("job")["name"] == "王贵花"
    assert to.session.answers("training")["name"] == "王贵花"
