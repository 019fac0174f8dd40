import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.numbers import digits_written
from bot.readers import NotUnderstood
from bot.readers.phone import find_phone, read_phone

NUMBER = "13800001234"


@pytest.mark.parametrize(
    "said",
    [
        "13800001234",
        "138 0000 1234",
        "138-0000-1234",
        "138 00 00 12 34",
        "+86 13800001234",
        "8613800001234",
        "008613800001234",
        "１３８００００１２３４",
        "13800001234。",
        "我的号码是13800001234",
        "我电话13800001234，白天打",
        "幺三八零零零零一二三四",
        "一三八零零零零幺二三四",
        "幺三八，零零零零，幺二三四",
        "幺三八洞洞洞洞幺二三四",
        "138四个0 1234",
        "138,中间0000,尾号1234",
        "1380O001234",
        "l3800001234",
        "我56岁，电话13800001234",
        "138 0000 1234,官塘村2组",
        "打我儿子的13800001234",
        "老号是13900005678，新号13800001234",
        "13900005678不对，是13800001234",
        "不是13900005678是13800001234",
        "13800001234，就是13800001234",
        "13800001234或者13900005678都行",
        "13900005678停机了，打13800001234",
    ],
)
def test_however_it_is_written(said: str) -> None:
    assert read_phone(said) == NUMBER


def test_figures_like_those_of_the_country_stay_where_they_are_part_of_the_number() -> None:
    assert read_phone("13800008642") == "13800008642"
    assert read_phone("+86 13800008642") == "13800008642"


@pytest.mark.parametrize(
    "said",
    [
        "13800001234我儿子的号是13900005678你打我的",
        "我儿子的号是13900005678你打我的13800001234",
        "13900005678是我老婆的，打我的，13800001234",
        "13900005678 13800001234 用第二个",
        "13800001234 13900005678 打前面那个",
        "13800001234 不行就打13900005678",
        "13800001234打不通就打13900005678",
        "不要打我儿子的13900005678 打我的13800001234",
        "算了还是原来那个13800001234",
        "还是用老号码13800001234",
        "改回以前的13800001234",
        "壹叁捌零零零零壹贰叁肆",
        "1380000 1234",
        "1380000 13800001234",
    ],
)
def test_which_one_is_meant(said: str) -> None:
    assert read_phone(said) == NUMBER
    assert find_phone(said) == NUMBER


@pytest.mark.parametrize("said", ["座机3214567", "家里电话 321 4567", "固定电话3214567"])
def test_the_telephone_at_home_without_the_area_code_of_the_county(said: str) -> None:
    assert read_phone(said) == "05623214567"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("3214567", "phone_short"),
        ("1380000 123", "phone_short"),
        ("13800001 1234", "phone_long"),
        ("记不住号码", "phone_refused"),
        ("怕被骗 不给", "phone_refused"),
        ("我的是13800001234，老婆的13900005678", "phone_two"),
    ],
)
def test_halves_that_do_not_fit_and_what_stays_open(said: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_phone(said)
    assert why.value.reason == reason


@pytest.mark.parametrize(("said", "number"), [("0562-3214567", "05623214567"), ("座机 0562 1234567", "05621234567")])
def test_a_landline_with_its_area_code(said: str, number: str) -> None:
    assert read_phone(said) == number


@pytest.mark.parametrize(
    ("said", "reason", "digits"),
    [
        ("1380000123", "phone_short", "1380000123"),
        ("138 0000 123", "phone_short", "1380000123"),
        ("一三八零零零零一二三", "phone_short", "1380000123"),
        ("138000012345", "phone_long", "138000012345"),
        ("23800001234", "phone_prefix", "23800001234"),
    ],
)
def test_what_is_wrong_with_a_number_and_what_was_said_of_it(said: str, reason: str, digits: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_phone(said)
    assert why.value.reason == reason
    assert why.value.details == {"digits": digits, "count": str(len(digits))}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("13800001234 13900005678", "phone_two"),
        ("13800001234不对", "phone_wrong"),
        ("340823190001011234", "phone_id_card"),
        ("34082319000101123X", "phone_id_card"),
        ("没有手机", "phone_refused"),
        ("我没电话", "phone_refused"),
        ("不想留", "phone_refused"),
        ("不留", "phone_refused"),
        ("没有", "phone_refused"),
        ("不告诉你", "phone_refused"),
        ("不方便讲", "phone_refused"),
        ("跟上次一样", "phone_same"),
        ("王桂花", "phone"),
        ("好的", "phone"),
        ("", "phone"),
    ],
)
def test_no_number(said: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_phone(said)
    assert why.value.reason == reason


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("王桂花,13800001234,官塘村", NUMBER),
        ("我叫王桂花电话幺三八零零零零一二三四想找活", NUMBER),
        ("不是13900005678是13800001234", NUMBER),
        ("13800001234和13900005678", None),
        ("1380000123", None),
        ("2026年11月23号 三四百斤", None),
        ("身份证340823190001011234", None),
        ("我家有两百斤山芋", None),
    ],
)
def test_found_in_a_message(said: str, found: str | None) -> None:
    assert find_phone(said) == found


@given(st.text(alphabet="01234一二三幺零 -,王是不对岁号13980", max_size=40))
def test_what_is_found_was_said(text: str) -> None:
    digits = re.sub(r"\D", "", digits_written(text))
    try:
        read = read_phone(text)
    except NotUnderstood:
        read = ""
    assert read in digits
    assert (find_phone(text) or "") in digits


@given(st.text(max_size=60))
def test_nothing_but_not_understood_is_raised(text: str) -> None:
    find_phone(text)
    with suppress(NotUnderstood):
        assert re.fullmatch(r"\d{10,12}", read_phone(text))
