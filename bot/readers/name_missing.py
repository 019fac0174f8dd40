"""What an answer lacks that holds no full name: the surname, the given name, or it is somebody else's."""

import re
from typing import Final, NoReturn

from bot.readers import NotUnderstood
from bot.readers.divisions import VILLAGE_BASES
from bot.readers.for_whom import OTHERS_NAME
from bot.readers.naming import ENDING, PLACES, TITLED, is_name, name_at_start
from bot.readers.nonames import holds_no_name
from bot.readers.surnames import PLAIN, surname_of

_FAMILIAR: Final = re.compile(r"^[小老阿大](?P<surname>[一-鿿])$")


def explain(plain: str, own: str) -> NoReturn:
    """Say what is missing. Always raises."""
    if other := OTHERS_NAME.search(plain):
        raise NotUnderstood(
            "name_other", name=name_at_start(other["name"]) or other["name"], whom=_called(other["whom"])
        )
    bare = ENDING.sub("", re.sub(r"^(?:我|俺)?(?:免贵)?(?:姓|叫|是|名字?)*(?:叫|是)?", "", own)).strip(" ,，。!！")
    if bare in PLACES and is_name(bare):
        raise NotUnderstood("name_place", name=bare)
    if (familiar := _FAMILIAR.search(bare)) and familiar["surname"] in PLAIN:
        bare = familiar["surname"]
    untitled = TITLED.sub("", bare)
    if surname_of(untitled + "某") == untitled and untitled:
        raise NotUnderstood("name_no_given", surname=untitled)
    if re.fullmatch(r"[一-鿿]{2}", bare) and not holds_no_name(bare) and bare not in VILLAGE_BASES:
        raise NotUnderstood("name_no_surname", given=bare)
    raise NotUnderstood("name")


def _called(whom: str) -> str:
    """The relative as we name them to the person: 您媳妇, but 她."""
    return whom if whom in {"他", "她", "人家", "别人"} else f"您{whom}"
