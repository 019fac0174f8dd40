"""A message that repeats itself must not keep a worker busy: patterns may not try every way of cutting it up."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.readers import NotUnderstood
from bot.readers.choice import read_choice
from bot.readers.correction import find_correction
from bot.readers.name import read_name
from bot.readers.others import find_others_name
from bot.readers.phone import read_phone
from bot.readers.place import read_place
from bot.readers.produce import read_product, read_quantity
from bot.readers.slots import find_slots
from bot.readers.yes_no import read_yes_no


def _choice(text: str) -> object:
    return read_choice(text, ("保洁员", "缝纫工"))


READERS: tuple[Callable[[str], object], ...] = (
    _choice,
    find_correction,
    read_name,
    read_phone,
    read_place,
    read_product,
    read_quantity,
    find_others_name,
    find_slots,
    read_yes_no,
)
REPEATED = (
    "没错我",
    "官塘",
    "138",
    "十百",
    "是的",
    "不是",
    "我叫王",
    "嗯那个",
    "1 ",
    "张家组",
    "的",
    "就是姓",
    "不想做",
    "太累",
    "她叫",
    "打我的",
)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("words", REPEATED)
def test_it_ends_soon(reader: Callable[[str], object], words: str) -> None:
    with suppress(NotUnderstood):
        reader(words * 80 + "x")
