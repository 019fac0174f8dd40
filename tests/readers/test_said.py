"""Values said in passing, values as before, lines by what they are like."""

from datetime import date

import pytest

from bot.readers.for_whom import find_for_whom
from bot.readers.halves import joined, surname_alone
from bot.readers.reach import WRITE, beside_the_wish, calls_again, rather_in_writing, why_to_write, wish_to_write
from bot.readers.said import say_age, say_price, say_skill, say_subject, say_wage
from bot.readers.same import is_same

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("一块二一个", "一块二一个"),
        ("鸭蛋三百个，一块二一个", "一块二一个"),
        ("鸭蛋三百个一块二一个", "一块二一个"),
        ("一斤三块五", "一斤三块五"),
        ("想卖3块钱一斤", "3块钱一斤"),
        ("多少钱一斤", None),
        ("100只鸡", None),
        ("一天一百块", None),
    ],
)
def test_price(text: str, price: str | None) -> None:
    assert say_price(text) == price


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("我想学电焊", "学电焊"),
        ("想学一门美容手艺", "学美容"),
        ("想学点东西", None),
        ("学什么好", None),
        ("伢上大学了", None),
        ("交不起学费", None),
    ],
)
def test_what_they_wish_to_learn(text: str, subject: str | None) -> None:
    assert say_subject(text) == subject


@pytest.mark.parametrize(
    ("text", "rather"),
    [
        ("我耳朵不好别打电话，给我发消息行不", True),
        ("听不见，你打字", True),
        ("莫打电话，我在上班，微信上说", True),
        ("别给我打电话", True),
        ("不要给我发消息了", False),
        ("你们电话没人接", False),
        ("天天打电话，别打电话了", False),
        ("我妈耳朵聋，有补贴吗", False),
        ("不用打电话了", False),
    ],
)
def test_who_would_rather_be_written_to(text: str, rather: bool) -> None:
    assert rather_in_writing(text) is rather


@pytest.mark.parametrize(
    ("text", "wish", "besides"),
    [
        ("别打电话，给我发微信", WRITE, ""),
        ("别打电话，我上夜班，白天睡觉，发消息就行", f"{WRITE}（我上夜班，白天睡觉）", "我上夜班，白天睡觉"),
        ("想卖鸭蛋，我耳朵聋，发消息给我", f"{WRITE}（想卖鸭蛋，我耳朵聋）", "想卖鸭蛋"),
        ("我叫王桂花13800001234，别打电话，发微信", WRITE, "我叫王桂花13800001234"),
        ("打电话给我", "", ""),
    ],
)
def test_why_they_rather_are_written_to_is_kept_and_what_else_they_say_is_seen(
    text: str, wish: str, besides: str
) -> None:
    assert (wish_to_write(text), beside_the_wish(text)) == (wish, besides)
    assert why_to_write(f"鸭蛋三百个\n{wish}") == wish.removeprefix(WRITE).strip("（）")


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("打电话也行了", True),
        ("可以打电话了", True),
        ("还是给我打电话吧", True),
        ("现在能接电话了", True),
        ("能打电话吗", False),
        ("打电话问一下", False),
        ("别打电话", False),
        ("电话", False),
    ],
)
def test_who_may_be_called_again(text: str, again: bool) -> None:
    assert calls_again(text) is again


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我五十出头，想找个活", "51-53"),
        ("今年五十三了", "53"),
        ("68年的", "57-58"),
        ("快六十了", "58-59"),
        ("虚岁五十六", "54-55"),
        ("属羊的", "属羊"),
        ("王桂花，女，53", "53"),
        ("男四十八", "48"),
        ("周小妹，58了", "58"),
        ("男53斤", None),
        ("五十大几，属羊", "59"),
        ("我妈七十了要人照顾", None),
        ("孙子16岁", None),
        ("超过60岁还能干吗", None),
        ("13800001234", None),
    ],
)
def test_age(text: str, age: str | None) -> None:
    assert say_age(text, DAY, for_other=False) == age


def test_in_a_form_for_somebody_else_their_age_counts() -> None:
    assert say_age("我爸今年六十一岁", DAY, for_other=True) == "61"


def test_without_the_day_a_year_of_birth_tells_nothing() -> None:
    assert say_age("68年的", None, for_other=False) is None


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("想找个一个月两千八的活", "2800元一个月"),
        ("一天一百五就行", "150元一天"),
        ("三千多一个月就行", "3000-3999元一个月"),
        ("3000的那个", None),
        ("一个月多少钱", None),
        ("家里两百斤山芋想卖", None),
        ("想贷五万块钱", None),
    ],
)
def test_wage(text: str, wage: str | None) -> None:
    assert say_wage(text) == wage


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("我会电焊", "电焊"),
        ("以前在厂里踩缝纫机", "踩缝纫机"),
        ("想学电焊", None),
        ("不会电脑", None),
        ("我儿子会电焊", None),
        ("开过几年货车", "开货车"),
        ("开过车", "开车"),
    ],
)
def test_skill(text: str, skill: str | None) -> None:
    assert say_skill(text) == skill


@pytest.mark.parametrize("text", ["跟上次一样", "还是上回那个电话", "老样子", "跟我的一样", "就打我的吧", "跟他一样"])
def test_as_before(text: str) -> None:
    assert is_same(text)


@pytest.mark.parametrize("text", ["我叫王桂花", "13800001234", "跟上次不一样", "上次那个对吗？", "没有电话"])
def test_not_as_before(text: str) -> None:
    assert not is_same(text)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("再帮我弟也报一个", "弟"),
        ("帮我村三个人报名", "三个人"),
        ("给李大山报个名", "别人"),
        ("帮人报名", "别人"),
        ("帮我报名", None),
        ("给我找个活", None),
        ("帮查一下登记", None),
        ("帮忙报一下", None),
    ],
)
def test_for_whom(text: str, whom: str | None) -> None:
    assert find_for_whom(text) == whom


def test_a_surname_by_its_parts_is_half_a_name() -> None:
    assert surname_alone("我姓李,木子李") == "李"
    assert joined("弓长张,建设") == "张建设"
    assert surname_alone("姓张,弓长张,建设的建") == ""
