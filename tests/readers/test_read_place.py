import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers import NotUnderstood
from bot.readers.divisions import TOWNSHIP_NAMES, TOWNSHIPS, VILLAGES
from bot.readers.place import AmbiguousPlace, find_place, place_name, read_place, township_alone, township_name
from bot.records import Place

HENGBU, ZONGYANG, OUSHAN, TANGGOU = "340722106", "340722118", "340722119", "340722120"
GUANTANG, HUANGSHAN, LONGSHAN = "340722106201", "340722106200", "340722106220"


@pytest.mark.parametrize(
    ("said", "village", "name"),
    [
        ("横埠镇官塘村", GUANTANG, "横埠镇官塘村"),
        ("官塘村", GUANTANG, "横埠镇官塘村"),
        ("官塘", GUANTANG, "横埠镇官塘村"),
        ("横埠官塘", GUANTANG, "横埠镇官塘村"),
        ("横埠镇官塘村委会", GUANTANG, "横埠镇官塘村"),
        ("官塘大队的", GUANTANG, "横埠镇官塘村"),
        ("我是官塘的", GUANTANG, "横埠镇官塘村"),
        ("我家住横埠镇的官塘村", GUANTANG, "横埠镇官塘村"),
        ("横埠镇，官塘村", GUANTANG, "横埠镇官塘村"),
        ("横埠镇 官塘", GUANTANG, "横埠镇官塘村"),
        ("枞阳县横埠镇官塘村", GUANTANG, "横埠镇官塘村"),
        ("安徽省铜陵市枞阳县横埠镇官塘村", GUANTANG, "横埠镇官塘村"),
        ("横埠镇官塘村张家组", GUANTANG, "横埠镇官塘村张家组"),
        ("官塘村2组", GUANTANG, "横埠镇官塘村2组"),
        ("橫埠鎮官塘村", GUANTANG, "横埠镇官塘村"),
        ("横布镇官糖村", GUANTANG, "横埠镇官塘村"),
        ("横埠镇官堂", GUANTANG, "横埠镇官塘村"),
        ("藕山破岗", "340722119204", "藕山镇破罡村"),
        ("横埠的官塘那个村", GUANTANG, "横埠镇官塘村"),
        ("官堂", GUANTANG, "横埠镇官塘村"),
        ("不是官塘是黄山村", HUANGSHAN, "横埠镇黄山村"),
        ("官塘，不对是黄山村", HUANGSHAN, "横埠镇黄山村"),
        ("官塘村，说错了，黄山村", HUANGSHAN, "横埠镇黄山村"),
        ("横埠镇龙山", LONGSHAN, "横埠镇龙山村"),
        ("枞阳镇新华", "340722118001", "枞阳镇新华居委会"),
        ("汤沟镇新华居委会", "340722120001", "汤沟镇新华居委会"),
        ("建设居委会", "340722118002", "枞阳镇建设居委会"),
        ("会宫镇建设村", "340722112205", "会宫镇建设村"),
        ("藕山镇桃花村", "340722119203", "藕山镇桃花村"),
        ("欧山桃花", "340722119203", "欧山镇桃花村"),
        ("长沙村", "340722120227", "汤沟镇长沙村"),
        ("公塥村", "340722116200", "白柳镇公塥村"),
        ("公格村", "340722116200", "白柳镇公塥村"),
        ("女儿桥", "340722111203", "浮山镇女儿桥村"),
        ("汤沟新农村", "340722120229", "汤沟镇新农村"),
        ("经开区连湖村", "340722400200", "枞阳经济开发区连湖村"),
    ],
)
def test_a_village(said: str, village: str, name: str) -> None:
    place = read_place(said)
    assert (place.village, place.township, place_name(place)) == (village, village[:9], name)


@pytest.mark.parametrize(
    ("said", "township", "name"),
    [
        ("横埠镇", HENGBU, "横埠镇"),
        ("横埠", HENGBU, "横埠镇"),
        ("横埠的", HENGBU, "横埠镇"),
        ("我是横埠人", HENGBU, "横埠镇"),
        ("横埠街上", HENGBU, "横埠镇"),
        ("横布镇", HENGBU, "横埠镇"),
        ("中阳镇", ZONGYANG, "枞阳镇"),
        ("汤勾", TANGGOU, "汤沟镇"),
        ("我是汤勾镇的", TANGGOU, "汤沟镇"),
        ("藕山", OUSHAN, "藕山镇"),
        ("欧山镇", OUSHAN, "欧山镇"),
        ("铁铜乡", ZONGYANG, "枞阳镇铁铜乡"),
        ("铁铜", ZONGYANG, "枞阳镇铁铜乡"),
        ("凤仪乡", OUSHAN, "欧山镇凤仪乡"),
        ("长沙乡", TANGGOU, "汤沟镇长沙乡"),
        ("白梅乡", "340722205", "白梅乡"),
        ("横埠镇小李庄", HENGBU, "横埠镇小李庄"),
        ("不是枞阳镇，是横埠镇", HENGBU, "横埠镇"),
        ("我在合肥打工，家是横埠镇的", HENGBU, "横埠镇"),
    ],
)
def test_only_the_township(said: str, township: str, name: str) -> None:
    place = read_place(said)
    assert (place.township, place.village, place_name(place)) == (township, "", name)


@pytest.mark.parametrize(
    ("said", "within", "name"),
    [
        ("新华村", "汤沟镇", "汤沟镇新华居委会"),
        ("先锋村", "雨坛镇", "雨坛镇先锋村"),
        ("村子叫先锋村", "义津镇", "义津镇先锋村"),
        ("横埠镇官塘村", "义津镇", "横埠镇官塘村"),
    ],
)
def test_a_village_is_looked_for_in_the_township_that_was_said_before(said: str, within: str, name: str) -> None:
    place = find_place(said, TOWNSHIP_NAMES[within])
    assert place is not None
    assert place_name(place) == name


def test_asked_for_the_village_another_township_is_asked_about() -> None:
    with pytest.raises(AmbiguousPlace) as which:
        read_place("先锋村", TOWNSHIP_NAMES["义津镇"])
    assert [place_name(place) for place in which.value.options] == ["义津镇", "雨坛镇先锋村"]


@pytest.mark.parametrize(
    ("said", "name"),
    [("钱桥", "钱桥镇"), ("枞阳横埠", "横埠镇"), ("横埠官塘", "横埠镇官塘村"), ("横埠的厂", ""), ("枞阳", "")],
)
def test_nothing_but_a_township(said: str, name: str) -> None:
    place = township_alone(said)
    assert (place_name(place) if place else "") == name


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("新华", ["横埠镇新华村", "枞阳镇新华居委会", "汤沟镇新华居委会"]),
        ("新华村", ["横埠镇新华村", "枞阳镇新华居委会", "汤沟镇新华居委会"]),
        ("新华社区", ["枞阳镇新华居委会", "汤沟镇新华居委会"]),
        ("建设", ["会宫镇建设村", "枞阳镇建设居委会"]),
        ("胜利村的", ["义津镇胜利村", "枞阳镇胜利居委会"]),
        ("公塥", ["白柳镇公塥居委会", "白柳镇公塥村"]),
        ("枞阳镇官塘村", ["枞阳镇", "横埠镇官塘村"]),
        ("横埠镇枞阳镇", ["横埠镇", "枞阳镇"]),
        ("我在枞阳镇住家在横埠", ["横埠镇", "枞阳镇"]),
        ("我是官塘村嫁到黄山村的", ["横埠镇官塘村", "横埠镇黄山村"]),
    ],
)
def test_a_name_of_several_places(said: str, names: list[str]) -> None:
    with pytest.raises(AmbiguousPlace) as which:
        read_place(said)
    assert [place_name(place) for place in which.value.options] == names


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("老洲镇", "老洲镇（现归铜陵市郊区）"),
        ("陈瑶湖的", "陈瑶湖镇（现归铜陵市郊区）"),
        ("周潭", "周潭镇（现归铜陵市郊区）"),
        ("外县", "外县"),
        ("我不是枞阳的", "外县"),
    ],
)
def test_beyond_the_county(said: str, text: str) -> None:
    place = read_place(said)
    assert place == Place("", "", text)
    assert place_name(place) == text


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("枞阳", "place_county"),
        ("枞阳县", "place_county"),
        ("", "place_county"),
        ("我在合肥", "place_outside"),
        ("桐城的", "place_outside"),
        ("不想说", "place_refused"),
        ("小李庄", "place_unknown"),
        ("已经说过了", "place_unknown"),
        ("王桂花", "place_unknown"),
        ("13800001234", "place_unknown"),
        ("你好", "place_unknown"),
    ],
)
def test_no_place(said: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_place(said)
    assert why.value.reason == reason


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王桂花,13800001234,官塘村", "横埠镇官塘村"),
        ("王桂花 13800001234 横埠", "横埠镇"),
        ("我是横埠镇的想找个活", "横埠镇"),
        ("我是横埠的", "横埠镇"),
        ("我家在官塘村,想找活", "横埠镇官塘村"),
        ("行 我叫王桂花 电话13800001234 横埠官塘的", "横埠镇官塘村"),
        ("家里困难 住汤沟镇跃进村", "汤沟镇跃进村"),
        ("我想学电焊 官塘村王桂花", "横埠镇官塘村"),
    ],
)
def test_home_in_a_message(said: str, name: str) -> None:
    place = find_place(said)
    assert place is not None
    assert place_name(place) == name


@pytest.mark.parametrize(
    "said",
    [
        "横埠镇有什么活",
        "我想在横埠镇找活",
        "横埠驿站在哪",
        "横埠官塘有活吗",
        "想在横埠官塘找活",
        "我要去枞阳镇上班",
        "建设",
        "高峰",
        "新华村的",
        "前进道路",
        "我们村里有没有活",
        "乡村公益岗",
        "想干建设工地的活",
        "枞阳县",
        "",
    ],
)
def test_not_home(said: str) -> None:
    assert find_place(said) is None


@pytest.mark.parametrize("code", VILLAGES)
def test_every_village_is_read_by_its_full_name(code: str) -> None:
    village = VILLAGES[code]
    place = read_place(TOWNSHIPS[village.township] + village.name)
    assert (place.township, place.village) == (village.township, code)
    assert place_name(Place(village.township, code, "")) == place.text


@pytest.mark.parametrize("code", TOWNSHIPS)
def test_every_township_is_read_by_its_name(code: str) -> None:
    assert read_place(township_name(code)) == Place(code, "", TOWNSHIPS[code])


def test_the_name_of_an_unknown_code_is_empty() -> None:
    assert township_name("999") == ""


@given(st.text(max_size=40) | st.text(alphabet="横埠镇官塘村新华建设枞阳县汤沟,是的不人王", max_size=14))
def test_a_place_is_of_the_county_or_nowhere(text: str) -> None:
    find_place(text)
    try:
        place = read_place(text)
    except NotUnderstood:
        return
    assert place.text
    assert place.township in {"", *TOWNSHIPS}
    assert place.village == "" or VILLAGES[place.village].township == place.township


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫汪小兰是浮山镇女儿桥村的电话13800005678想找活干", "浮山镇女儿桥村"),
        ("俺想找个活干我叫周翠兰13800006789横埠官塘的", "横埠镇官塘村"),
        ("我叫何苗想学月嫂横埠新庄的13800005555", "横埠镇新庄村"),
        ("我是义津胜利的何大年 想找活", "义津镇胜利村"),
    ],
)
def test_a_home_among_other_values(text: str, name: str) -> None:
    place = find_place(text)
    assert place is not None
    assert place_name(place) == name


@pytest.mark.parametrize("text", ["官塘村的电话多少", "横埠招工吗", "想去横埠上班"])
def test_a_place_that_is_asked_about_is_no_home(text: str) -> None:
    assert find_place(text) is None
