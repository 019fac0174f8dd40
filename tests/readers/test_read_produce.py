from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers import NotUnderstood
from bot.readers.produce import find_produce, read_product, read_quantity


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("山芋", "山芋"),
        ("卖山芋", "山芋"),
        ("我想卖自家种的山芋", "山芋"),
        ("茶叶啊", "茶叶"),
        ("两百斤山芋", "山芋"),
        ("土鸡蛋和山芋", "土鸡蛋、山芋"),
        ("自家榨的菜籽油", "菜籽油"),
        ("鱼", "鱼"),
        ("卖鱼", "鱼"),
        ("家里的猪", "猪"),
        ("三头猪", "猪"),
        ("有点米想卖", "米"),
        ("火焰参", "火焰参"),
        ("竹编的篮子", "竹编的篮子"),
        ("豆腐干", "豆腐干"),
        ("土猪肉", "土猪肉"),
        ("小麦跟稻", "小麦、稻"),
        ("花生还有油", "花生、油"),
        ("卖何首乌", "何首乌"),
        ("两百斤火焰草", "火焰草"),
        ("自己家做的米糕", "米糕"),
    ],
)
def test_a_product(said: str, product: str) -> None:
    assert read_product(said) == product


REMARKS = """
知道了 等一下 我去拿手机 听不懂 下雨了 哈哈 帮助 再说一遍 骗人的吧 算了吧太麻烦了 多少钱一斤
家里有两个人 今年收成不好 去年卖了500斤 老房子 我不识字 字太小 有事 谢谢 我以前在厂里做过 我在家种田
"""


@pytest.mark.parametrize(
    "said",
    [
        *REMARKS.split(),
        "你好",
        "不知道",
        "2",
        "是",
        "好的",
        "13800001234",
        "培训要钱吗",
        "什么都有",
        "",
    ],
)
def test_no_product(said: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_product(said)
    assert why.value.reason == "product"


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ("两百斤", "200斤"),
        ("200斤", "200斤"),
        ("200", "200"),
        ("两百", "200"),
        ("三头", "3头"),
        ("二十箱", "20箱"),
        ("1000斤吧", "1000斤"),
        ("一百只羊", "100只"),
        ("2吨", "2吨"),
        ("大概五六十个", "大概五六十个"),
        ("一麻袋", "一麻袋"),
        ("两车", "两车"),
        ("两百多斤", "两百多斤"),
        ("两三百斤", "两三百斤"),
        ("百把斤", "百把斤"),
        ("十几只", "十几只"),
        ("几十斤", "几十斤"),
        ("半亩", "半亩"),
        ("上百斤", "上百斤"),
        ("有个三百来斤", "三百来斤"),
        ("一千斤左右", "一千斤左右"),
        ("三斤半", "三斤半"),
        ("五六十", "五六十"),
        ("不多", "不多"),
        ("好多", "好多"),
        ("1.5吨", "1.5吨"),
        ("百十斤", "百十斤"),
        ("成千斤", "成千斤"),
        ("一百多", "一百多"),
        ("一板车", "一板车"),
        ("一三轮车", "一三轮车"),
        ("两箩筐", "两箩筐"),
        ("两大袋", "两大袋"),
        ("三分地", "3分地"),
        ("一对", "1对"),
        ("满满一塘", "满满一塘"),
        ("全部", "全部"),
        ("看你要多少", "看你要多少"),
        ("80斤 15块一斤", "80斤"),
        ("两百斤，一斤三块", "200斤"),
        ("去年500斤今年300斤", "300斤"),
    ],
)
def test_an_exact_amount_in_figures_a_vague_one_as_it_was_said(said: str, quantity: str) -> None:
    assert read_quantity(said) == quantity


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("不知道", "quantity_unknown"),
        ("没称过，没数", "quantity_unknown"),
        ("好", "quantity"),
        ("王桂花", "quantity"),
        *((said, "quantity") for said in ("多少钱一斤收", "一斤15块", "家里有两个人", "去年卖了500斤", "两个月")),
    ],
)
def test_no_amount(said: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_quantity(said)
    assert why.value.reason == reason


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("家里有两百斤山芋要卖", ("山芋", "200斤")),
        ("土鸡蛋50个", ("土鸡蛋", "50个")),
        ("几千斤萝卜没人要", ("萝卜", "几千斤")),
        ("我养了一百只羊想出栏", ("羊", "100只")),
        ("我想卖茶叶", ("茶叶", None)),
        ("有人收花生不", ("花生", None)),
        ("山芋", ("山芋", None)),
        ("我想学种香菇", (None, None)),
        ("我想找养猪的活", (None, None)),
        ("农产品怎么卖", (None, None)),
        ("我叫王桂花", (None, None)),
    ],
)
def test_found_in_a_message(said: str, found: tuple[str | None, str | None]) -> None:
    assert find_produce(said) == found


@given(st.text(max_size=40) | st.text(alphabet="卖山芋两百斤几十个鱼蛋大概一半,的有", max_size=14))
def test_nothing_but_not_understood_is_raised(text: str) -> None:
    find_produce(text)
    for read in (read_product, read_quantity):
        with suppress(NotUnderstood):
            assert read(text)
