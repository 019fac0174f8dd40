import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.correction import Correction, find_correction
from bot.readers.partial import apply_partial


@pytest.mark.parametrize(
    ("said", "key", "new", "old"),
    [
        ("不对,我电话是13900005678", "phone", "13900005678", ""),
        ("电话错了是13900005678", "phone", "13900005678", ""),
        ("号码打错了13900005678", "phone", "13900005678", ""),
        ("电话换成13900005678", "phone", "13900005678", ""),
        ("不是13800001234是13900005678", "phone", "13900005678", "13800001234"),
        ("电话是13900005678，刚才那个打错了", "phone", "13900005678", ""),
        ("改回13800001234", "phone", "13800001234", ""),
        ("刚才那个电话是对的,改回去", "phone", "", ""),
        ("手机号写错了", "phone", "", ""),
        ("改电话", "phone", "", ""),
        ("我想改一下电话号码", "phone", "", ""),
        ("我名字是王桂花不是王贵花", "name", "王桂花", "王贵花"),
        ("不是王贵花是王桂花", "name", "王桂花", "王贵花"),
        ("王桂花，不是王贵花", "name", "王桂花", "王贵花"),
        ("名字错了，王桂花", "name", "王桂花", ""),
        ("名字改成王桂花", "name", "王桂花", ""),
        ("不对，我名字是李秀英", "name", "李秀英", ""),
        ("前面说错了我叫王桂花", "name", "王桂花", ""),
        ("我要改名字", "name", "", ""),
        ("不是官塘是黄山村", "village", "黄山村", "官塘"),
        ("不是黄山村，是官塘村", "village", "官塘村", "黄山村"),
        ("我是官塘村的不是黄山村的", "village", "官塘村", "黄山村"),
        ("村子错了，是黄山村", "village", "黄山村", ""),
        ("我家不是枞阳镇的，是横埠镇的", "village", "横埠镇", "枞阳镇"),
        ("说错了 是横埠镇的", "village", "横埠镇", ""),
        ("改一下村子", "village", "", ""),
        ("不是1是2", "choice", "2", "1"),
        ("选错了，选2", "choice", "2", ""),
        ("改成第三个", "choice", "第三个", ""),
        ("我不选1了选2", "choice", "2", "1"),
        ("两百斤改成三百斤", "quantity", "三百斤", "两百斤"),
        ("数量错了，是三百斤", "quantity", "三百斤", ""),
        ("不是山芋是花生", "product", "花生", "山芋"),
        ("写错了", "", "", ""),
        ("改姓名", "name", "", ""),
        ("改一下", "", "", ""),
        ("贵是桂花的桂", "name", "桂", ""),
        ("不对 王桂花", "name", "王桂花", ""),
        ("应该叫王桂花", "name", "王桂花", ""),
        ("名字少打一个字 是王桂花", "name", "王桂花", ""),
        ("错了 官塘村", "village", "官塘村", ""),
        ("不是横埠是项铺", "village", "项铺", "横埠"),
        ("我搬到雨坛了", "village", "雨坛", ""),
        ("号码少了个0", "phone", "", ""),
        ("算了还是原来那个13800001234", "phone", "13800001234", ""),
        ("换一个活", "choice", "", ""),
        ("换别的", "choice", "", ""),
        ("我不想做缝纫了 想做保洁", "choice", "保洁", "缝纫"),
        ("不学电工了，改学月嫂", "choice", "月嫂", "电工"),
    ],
)
def test_what_is_wrong_and_what_is_right(said: str, key: str, new: str, old: str) -> None:
    assert find_correction(said) == Correction(key, new, old)


def test_two_answers_that_are_wrong_together() -> None:
    found = find_correction("名字和电话都错了")
    assert found is not None
    assert {found.key, *found.also} == {"name", "phone"}


@pytest.mark.parametrize(
    "said",
    [
        "我叫王桂花",
        "13800001234",
        "对的",
        "不对",
        "我不是本地人",
        "工资算错了",
        "工资少了",
        "不想找工作了 想学电工",
        "不想做了",
        "老板不是个东西",
        "我不是想找工作，是想培训",
        "官塘村",
        "1",
        "",
    ],
)
def test_nothing_is_taken_back(said: str) -> None:
    assert find_correction(said) is None


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ("号码最后一位是8", "13800001234", "13800001238"),
        ("电话号码最后四位应该是5678", "13800001234", "13800005678"),
        ("尾号是5678", "13800001234", "13800005678"),
        ("第三位是9", "13800001234", "13900001234"),
        ("倒数第二位是5", "13800001234", "13800001254"),
        ("中间四位是5678", "13800001234", "138" + "5678" + "1234"),
        ("开头三位是139", "13800001234", "13900001234"),
        ("不是1234是1235", "13800001234", "13800001235"),
        ("不是一三八是一三九", "13800001234", "13900001234"),
        ("中间是0001", "13800001234", "138" + "0001" + "1234"),
        ("小是春晓的晓", "李小兰", "李晓兰"),
        ("名字写错了,是桂花的桂", "王贵花", "王桂花"),
        ("贵字错了，是桂花的桂", "王贵花", "王桂花"),
        ("应该是桂花的桂", "王贵花", "王桂花"),
        ("桂花的桂不是富贵的贵", "王贵花", "王桂花"),
        ("我姓汪不姓王", "王贵花", "汪贵花"),
        ("姓错了，是三点水的汪", "王贵花", "汪贵花"),
        ("名字是桂香不是桂花", "王桂花", "王桂香"),
    ],
)
def test_a_part_is_put_right(said: str, before: str, after: str) -> None:
    correction = find_correction(said)
    assert correction is not None
    assert apply_partial(before, correction) == after


@pytest.mark.parametrize(
    ("before", "correction"),
    [
        ("13800001234", Correction("phone", "13900005678")),
        ("13800001234", Correction("phone", "9999", "0000000")),
        ("王桂花", Correction("name", "李秀英", "王桂花")),
        ("王桂花", Correction("name", "国")),
        ("横埠镇", Correction("village", "汤沟镇")),
    ],
)
def test_a_whole_value_is_not_worked_in(before: str, correction: Correction) -> None:
    assert apply_partial(before, correction) is None


@given(
    st.text(max_size=40) | st.text(alphabet="不是错了改成电话号码名字村最后一位第三桂花的王选138,", max_size=16),
    st.sampled_from(["13800001234", "王桂花", ""]),
)
def test_any_message_any_value(text: str, before: str) -> None:
    correction = find_correction(text)
    if correction and (after := apply_partial(before, correction)):
        assert after != ""
        assert len(after) == len(before)
