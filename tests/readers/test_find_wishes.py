from typing import Any

import pytest

from bot.matching import Wishes, dump, fits, load, searched
from bot.readers.household import hints_at_it, nobody_works
from bot.readers.wishes import asks_for, find_wishes
from bot.records import Job, JobKind

HENGBU, TANGGOU = "340722106", "340722120"


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("我想找个活干", Wishes()),
        ("13800001234", Wishes()),
        ("横埠镇官塘村", Wishes()),
        ("想找个离家近的活", Wishes(near=True)),
        ("腿脚不好，想找个坐着干的", Wishes(light=True)),
        ("我妈腿脚不好，我想在家门口找个活", Wishes(near=True)),
        ("有没有在家能做的活", Wishes(kinds=(JobKind.HOME_BASED,))),
        ("出去干", Wishes(kinds=(JobKind.AWAY,))),
        ("不想出去，家里孩子小", Wishes(near=True, child=True)),
        ("想找个带孩子的活", Wishes()),
        ("想去合肥打工，一个月要五千", Wishes(kinds=(JobKind.AWAY,), wage=5000)),
        ("有没有一天一百以上的", Wishes(wage=2200)),
        ("今年56岁，想找轻松点的活", Wishes(age=56, light=True)),
        ("我妈80岁要人照顾，想找个近点的", Wishes(near=True)),
        ("想做缝纫", Wishes(trade="缝纫")),
        ("想在枞阳镇找个上班的", Wishes(township="340722118")),
        ("想进厂", Wishes(kinds=(JobKind.WORKSHOP,))),
        ("公益岗还有吗", Wishes(kinds=(JobKind.AUXILIARY,))),
        ("想问问出去打工车票能不能报销", Wishes()),
    ],
)
def test_what_is_looked_for(text: str, wishes: Wishes) -> None:
    assert find_wishes(text, Wishes()) == wishes
    assert load(dump(wishes)) == wishes


def test_what_is_said_later_adds_or_replaces() -> None:
    near = find_wishes("家门口的，坐着干的", Wishes(home=HENGBU))
    away = find_wishes("那还是出去干吧", near)
    assert (away.kinds, away.near, away.light) == ((JobKind.AWAY,), False, True)
    assert find_wishes("算了，就近吧", away).kinds == ()
    assert find_wishes("全部", away) == Wishes(home=HENGBU)


@pytest.mark.parametrize("text", ["有没有坐着干的", "可有近一点的", "没有在家做的吗", "有轻松点的没"])
def test_asking_for_others(text: str) -> None:
    assert asks_for(text)


@pytest.mark.parametrize("text", ["缝纫工一个月多少钱", "要什么条件", "第2个在哪"])
def test_asking_about_one(text: str) -> None:
    assert not asks_for(text)


@pytest.mark.parametrize(
    "text",
    [
        "家里没一个人上班",
        "一家老小都闲着",
        "家里没得人上班",
        "全家没有一个人有工作",
        "一家五口没有一个人在外打工",
        "屋里一个挣钱的都没有",
        "家里人都没得事做",
    ],
)
def test_nobody_works(text: str) -> None:
    assert nobody_works(text)


@pytest.mark.parametrize(
    "text",
    [
        "家里忙，我没上班",
        "就我一个人上班",
        "我没上班",
        "家里没人上班有什么补贴",
        "家里没有人带孩子，想在家门口上班",
        "我想找个活干",
        "家里困难",
    ],
)
def test_somebody_may_work(text: str) -> None:
    assert not nobody_works(text)


def test_a_hint_is_worth_a_question_and_an_ordinary_wish_is_not() -> None:
    assert all(map(hints_at_it, ["家里困难，想找活", "我和老公都在家闲着", "全家就靠低保"]))
    assert not any(map(hints_at_it, ["想找个活干", "屋里闲着没事做", "家里有孩子要带", "我家在横埠镇"]))


def job(kind: JobKind = JobKind.WORKSHOP, township: str = TANGGOU, title: str = "缝纫工", **more: Any) -> Job:
    return Job("1", title, kind, "", "", township, "", "", example=False, **more)


@pytest.mark.parametrize(
    ("wishes", "fitting", "other"),
    [
        (Wishes(near=True, home=TANGGOU), job(), job(township=HENGBU)),
        (Wishes(near=True, home=TANGGOU), job(JobKind.HOME_BASED, HENGBU), job(JobKind.AWAY)),
        (Wishes(near=True), job(), job(JobKind.AWAY)),
        (Wishes(township=HENGBU), job(township=HENGBU), job()),
        (Wishes(trade="缝纫"), job(), job(title="保洁")),
        (Wishes(wage=3000), job(wage_from=2800, wage_to=3200), job(wage_from=2400, wage_to=3200)),
        (Wishes(wage=3000), job(wage_from=3000), job()),
        (Wishes(age=58), job(age_to=60), job(age_to=55)),
        (Wishes(age=58), job(), job(age_to=57)),
        (Wishes(light=True), job(light=True), job()),
        (Wishes(child=True), job(JobKind.HOME_BASED), job()),
        (Wishes(kinds=(JobKind.AWAY, JobKind.WORKSHOP)), job(), job(JobKind.AUXILIARY)),
    ],
)
def test_what_fits(wishes: Wishes, fitting: Job, other: Job) -> None:
    assert fits(fitting, wishes)
    assert not fits(other, wishes)


def test_when_nothing_fits_the_closest_come_first() -> None:
    far, close = job(), job(light=True, wage_to=2700)
    assert searched([far, close], Wishes(light=True, wage=3000)) == ([close, far], 0)
    assert searched([far, close], Wishes(light=True)) == ([close], 1)
    assert searched([far, job(township=HENGBU)], Wishes(home=HENGBU))[0][0].township == HENGBU
