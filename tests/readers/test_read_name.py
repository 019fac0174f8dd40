import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers import NotUnderstood
from bot.readers.name import find_name, read_name
from bot.readers.naming import is_name
from bot.readers.others import find_others_name


@pytest.mark.parametrize(
    "said",
    [
        "王桂花",
        "我叫王桂花",
        "我叫王桂花啊",
        "俺叫王桂花",
        "叫王桂花",
        "就叫王桂花",
        "是王桂花",
        "我是王桂花",
        "我的名字叫做王桂花",
        "我名字是王桂花",
        "名字王桂花",
        "姓名：王桂花",
        "王桂花吧",
        "王桂花。",
        "我姓王,桂花",
        "姓王名桂花",
        "姓王，叫桂花",
        "免贵姓王，王桂花",
        "免贵姓王，名字叫桂花",
        "桂花，姓王",
        "王，桂花",
        "大名王桂花,人家喊我小花",
        "大名王桂花人家喊我小花",
        "人家都叫我小花，大名王桂花",
        "小名小花，我叫王桂花",
        "身份证上是王桂花",
        "我叫王桂花，小名叫花子",
        "王桂花，13800001234，官塘村",
        "王桂花今年五十六",
        "我叫王桂花家住官塘村",
        "你好，我叫王桂花",
        "您好我叫王桂花想找个活干",
        "王桂花女士",
        "王桂花是我",
        "王桂花，女，56岁",
        "王桂花，桂花的桂",
        "王贵花，桂花的桂",
        "王桂花桂是桂花的桂",
        "我是官塘村的王桂花",
        "王桂花，我男人叫张三",
        "嗯，王桂花",
        "我叫王桂花，谢谢",
    ],
)
def test_wang_guihua(said: str) -> None:
    assert read_name(said) == "王桂花"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王 桂花", "王桂花"),
        ("方 志 强", "方志强"),
        ("就写王桂花吧", "王桂花"),
        ("叫我王桂花就行", "王桂花"),
        ("王桂花 13800001234", "王桂花"),
        ("名字 王桂花", "王桂花"),
    ],
)
def test_with_spaces(said: str, name: str) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("我叫张建国，弓长张，建设的建，国家的国", "张建国"),
        ("弓长张，建设的建，国家的国", "张建国"),
        ("弓长张建设的建国家的国", "张建国"),
        ("我姓张，弓长张，建设的建国家的国", "张建国"),
        ("章建国，弓长张", "张建国"),
        ("张建国，立早章", "章建国"),
        ("木子李，李秀英", "李秀英"),
        ("耳东陈 陈小妹", "陈小妹"),
        ("言午许，许大海", "许大海"),
        ("徐桂兰，双人徐", "徐桂兰"),
        ("汪贵华，三点水的汪", "汪贵华"),
        ("李秀英，秀才的秀，英雄的英", "李秀英"),
        ("李秀应，英雄的英", "李秀英"),
    ],
)
def test_explained_by_parts_or_by_a_word(said: str, name: str) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize(
    "name",
    [
        "欧阳小花",
        "司马光",
        "诸葛明",
        "章玉琴",
        "李有才",
        "周来福",
        "张家发",
        "疏立华",
        "钱多多",
        "刀美兰",
        "阿依古丽",
        "买买提·艾力",
        "娜仁花",
        "王富贵",
        "吴小妹",
        "占大海",
        "佘国强",
        "左光明",
        "何家庆",
        "陶来娣",
        "汪五一",
        "胡友好",
        "朱有财",
        "高兴旺",
        "孙会来",
    ],
)
def test_names_of_all_kinds(name: str) -> None:
    assert read_name(name) == name
    assert read_name(f"我叫{name}") == name


def test_a_name_that_is_a_village_too() -> None:
    assert read_name("我叫方正") == "方正"
    assert read_name("方正") == "方正"
    assert find_name("方正") is None


def test_is_name() -> None:
    assert is_name("王桂花")
    assert not is_name("桂花树下")
    assert not is_name("方正", strict=True)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("不告诉你", "name_refused"),
        ("不想说", "name_refused"),
        ("问这个干啥", "name_refused"),
        ("要我名字做么事", "name_refused"),
        ("我姓王", "name_no_given"),
        ("王大姐", "name_no_given"),
        ("小王", "name_no_given"),
        ("桂花", "name_no_surname"),
        ("我叫桂花", "name_no_surname"),
        ("王桂花 李秀英", "name_two"),
        ("我老婆叫李秀英", "name_other"),
        ("我儿子名字叫王小明", "name_other"),
        *(
            (text, "name")
            for text in [
                "你好",
                "官塘村",
                "横埠镇",
                "13800001234",
                "找活",
                "我想找活干",
                "嗯",
                "好",
                "行",
                "对的",
                "1",
                "方便",
                "都行",
                "高兴",
                "马上",
                "明天",
                "黄山村",
                "我是黄山村的",
                "我是农民",
                "安徽人",
                "我叫啥关你什么事",
                "wang",
                "白天",
                "培训要钱吗",
                "谢谢",
                "谢谢你",
                "应该是",
                "时间",
                "车间",
                "电话",
                "黄豆",
                "于是",
                "那个",
                "什么",
                "有活吗",
                "包吃住",
                "会的",
                "能行",
                "我是党员",
                "不是",
                "在吗",
            ]
        ),
        ("", "name"),
    ],
)
def test_no_name(said: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_name(said)
    assert why.value.reason == reason


def test_what_was_said_all_the_same() -> None:
    with pytest.raises(NotUnderstood) as why:
        read_name("我老婆叫李秀英")
    assert why.value.details == {"name": "李秀英", "whom": "您老婆"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("我叫王桂花，想报培训", "王桂花"),
        ("您好我叫王桂花想找个活干", "王桂花"),
        ("我是王桂花", "王桂花"),
        ("我是官塘村的王桂花", "王桂花"),
        ("姓王名桂花", "王桂花"),
        ("名字是王桂花", "王桂花"),
        ("王桂花,13800001234,官塘村", "王桂花"),
        ("13800001234 王桂花 横埠", "王桂花"),
        ("王桂花", None),
        ("我叫桂花", None),
        ("我姓王", None),
        ("我是王家的桂花", None),
        ("我是李秀英的儿子", None),
        ("我是黄山村的", None),
        ("我是农民", None),
        ("我是党员", None),
        ("我是单身", None),
        ("我是高中毕业", None),
        ("我是安徽人", None),
        ("我是想问问", None),
        ("我叫不出名字", None),
        ("人家叫我小花", None),
        ("我老婆叫李秀英", None),
        ("给我媳妇报名，她叫李秀英", None),
        ("给我媳妇报名，我叫王建国", None),
        ("方便的话打13800001234", None),
        ("电话13800001234 谢谢", None),
        ("培训要钱吗", None),
    ],
)
def test_found_in_a_message(said: str, found: str | None) -> None:
    assert find_name(said) == found


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("姓周，名字叫长根", "周长根"),
        ("长根，姓周", "周长根"),
        ("我姓周，长根", "周长根"),
        ("我叫长根，我姓周", "周长根"),
        ("周，叫长根", "周长根"),
        ("长根，周", "周长根"),
        ("姓周，周长根", "周长根"),
        ("周师傅，长根", "周长根"),
        ("小王，桂花", "王桂花"),
        ("王大姐，桂花", "王桂花"),
        ("桂花，王桂花", "王桂花"),
        ("大海，姓周", "周大海"),
        ("高峰，姓高", "高峰"),
        ("姓欧阳，小花", "欧阳小花"),
        ("王桂花王桂花", "王桂花"),
        ("高峰", "高峰"),
        ("窝叫王桂花", "王桂花"),
        ("我较王桂花", "王桂花"),
        ("我是方家的媳妇叫汪银枝", "汪银枝"),
        ("我是王桂花的儿子，叫王小军", "王小军"),
    ],
)
def test_told_in_halves_or_in_a_roundabout_way(said: str, name: str) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("钱桥", "name_place"),
        ("汤沟", "name_place"),
        ("姓周，官塘村", "name"),
        ("大海", "name_no_surname"),
        ("孙子没人带", "name"),
    ],
)
def test_a_place_is_no_given_name(said: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_name(said)
    assert why.value.reason == reason


@pytest.mark.parametrize("said", ["我是贾庄的", "我是周冲的", "我是王家湾的", "她叫周小妹", "我儿子叫王小军"])
def test_a_hamlet_or_a_relative_is_not_the_writer(said: str) -> None:
    assert find_name(said) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("她叫周小妹", "周小妹"),
        ("他叫王小军", "王小军"),
        ("我儿子叫王小军", "王小军"),
        ("我家老头子叫方大山", "方大山"),
        ("我媳妇她叫周小妹", "周小妹"),
        ("帮我妈报名，我妈名字叫何桂英", "何桂英"),
        ("给我媳妇报个名，名字叫周小妹", "周小妹"),
        ("帮我儿子王小军找个工作", "王小军"),
        ("我叫王桂花，帮我儿子王小军找工作", "王小军"),
        ("给老公登记，张大山", "张大山"),
        ("帮我儿子找个工作", None),
        ("我叫王桂花，给我儿子找工作", None),
        ("我叫王桂花", None),
        ("我是方家的媳妇叫汪银枝", None),
        ("人家叫我小花", None),
        ("我儿子叫小军", None),
    ],
)
def test_the_name_of_somebody_else(said: str, name: str | None) -> None:
    assert find_others_name(said) == name


@given(st.text(max_size=40) | st.text(alphabet="王桂花我叫姓名是的弓长张建设国木子李,小人家喊大欧阳不", max_size=16))
def test_a_name_was_said(text: str) -> None:
    found = find_name(text)
    assert set(found or "") <= set(text)
    try:
        name = read_name(text)
    except NotUnderstood:
        return
    assert 2 <= len(name) <= 20
    assert set(name) <= {*text, *text.lower(), " "}  # one in Latin letters is parted into its syllables
