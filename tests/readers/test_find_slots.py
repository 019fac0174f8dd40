import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.for_whom import find_for_whom
from bot.readers.slots import find_slots


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        (
            "我叫王桂花，电话13800001234，横埠镇官塘村的，想找个缝纫的活",
            {
                "name": "王桂花",
                "phone": "13800001234",
                "village": "横埠镇官塘村",
                "township": "横埠镇",
                "trade": "缝纫",
            },
        ),
        ("我是横埠镇的想学电焊", {"township": "横埠镇", "trade": "电焊"}),
        (
            "陈大海 幺三八零零零零幺二三四 横埠 想学电焊",
            {"name": "陈大海", "phone": "13800001234", "township": "横埠镇", "trade": "电焊"},
        ),
        ("我会宫的，想找个活", {"township": "会宫镇"}),
        ("家住钱桥镇电话是一三八零零零零一二三四", {"phone": "13800001234", "township": "钱桥镇"}),
        ("钱桥镇电话是多少", {}),
        ("给我媳妇报名，她叫李秀英", {"for_whom": "媳妇"}),
        ("家里有两百斤山芋要卖", {"product": "山芋", "quantity": "200斤"}),
        ("今年五十六，想在家门口找个活，一个月两千八就行", {"age": "56", "wage": "2800", "place": "在家门口"}),
        ("想去合肥打工", {"place": "合肥"}),
        ("我想在横埠镇找活", {"place": "横埠镇"}),
        ("我儿子想找个工作，他今年28岁", {"for_whom": "儿子", "age": "28"}),
        ("做不了缝纫，想找保洁", {"trade": "保洁"}),
        ("你好", {}),
        ("培训要钱吗", {}),
        ("", {}),
    ],
)
def test_what_one_message_holds(said: str, slots: dict[str, str]) -> None:
    assert find_slots(said) == slots


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("给我媳妇报名", "媳妇"),
        ("帮我儿子找个活", "儿子"),
        ("替我大伯问问", "大伯"),
        ("我老婆想学缝纫", "老婆"),
        ("帮我们村的贫困户登记", "贫困户"),
        ("帮村里另一个人报名找活", "另一个人"),
        ("老公报名培训", "老公"),
        ("儿子想去学电焊", "儿子"),
        ("我家那口子想学开挖机", "那口子"),
        ("给俺儿找个厂", "儿"),
        ("大姐想问一下有没有活", None),
        ("媳妇，我想找活", None),
        ("我想找活", None),
        ("我儿子在外面，我想找活", None),
        ("我妈五十六 想学做面点", "妈"),
        ("我家老公今年四十八了，要找个活", "老公"),
        ("我妈八十了 想找个离家近的活", None),
        ("我妈五十六 我想找个离家近的活", None),
        ("叫人给我打电话", None),
        ("老婆跟我说驿站能找活", None),
    ],
)
def test_for_whom(said: str, whom: str | None) -> None:
    assert find_for_whom(said) == whom


@given(st.text(max_size=60))
def test_slots_are_strings_of_any_message(text: str) -> None:
    assert all(isinstance(value, str) and value for value in find_slots(text).values())
