"""What is said after a restore, of what people were told and the backup does not know."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.phrases.talk import RECORD_KINDS, day
from bot.records import RecordKind
from bot.when import local


class Filed(NamedTuple):
    """When a request was filed, changed or taken back, and what kind it was."""

    at: datetime
    kind: RecordKind
    taken_back: bool = False


ASK_AGAIN = "对不住，驿站的电脑出了故障，您{day}办的事（{what}）没能保住。麻烦您再跟我说一遍，我重新给您登记。"
TAKEN_BACK = "撤回{what}"
FOR_STAFF = (
    "【系统恢复】电脑是从{made}的备份恢复的。这个人后来办过：{what}。内容没能保住，请打电话再问一遍；"
    "没有电话，就在这里给本人发微信。"
)
OF_A_VISITOR = (
    "【系统恢复】电脑是从{made}的备份恢复的。后来有人到站里办过：{what}，姓名、电话没能保住。请问问那天值班的同事，"
    "翻翻纸上记的，联系上了重新登记。"
)


def for_the_person(filed: Sequence[Filed]) -> str:
    """Asks them to say it again."""
    return ASK_AGAIN.format(day=day(filed[0].at), what="、".join(dict.fromkeys(map(_words, filed))))


def for_staff(filed: Sequence[Filed], made_at: datetime) -> str:
    """What the case says."""
    return FOR_STAFF.format(made=_moment(made_at), what=listed(filed))


def of_a_visitor(filed: Sequence[Filed], made_at: datetime) -> str:
    """What the case says of somebody without WeChat, whom staff had written down."""
    return OF_A_VISITOR.format(made=_moment(made_at), what=listed(filed))


def _moment(at: datetime) -> str:
    return f"{day(at)}{local(at):%H:%M}"


def listed(filed: Sequence[Filed]) -> str:
    """By day, each once."""
    return "、".join(dict.fromkeys(f"{day(each.at)} {_words(each)}" for each in filed))


def _words(filed: Filed) -> str:
    what = RECORD_KINDS[filed.kind]
    return TAKEN_BACK.format(what=what) if filed.taken_back else what
