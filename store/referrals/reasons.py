"""Why a request came to nothing, in the few words that staff choose from; each kind of request has its own."""

from enum import Enum

from bot.records import RecordKind, Status


class Reason(Enum):
    """Each with the word that staff see. The names are stored: they stay when a word changes."""

    PAY = "工钱低"
    FAR = "太远"
    HEALTH = "身体吃不消"
    FAMILY = "家里走不开"
    FULL = "人招满了"
    UNFIT = "不合条件（年龄、手艺）"
    ELSEWHERE = "自己找到了"
    TIME = "时间不合适"
    NO_LONGER = "不想办了"
    PRICE = "价钱没谈拢"
    TOO_LITTLE = "量太少"
    NO_BUYER = "没人要"
    NOT_OURS = "不归驿站管，告诉去哪办了"
    UNTRUE = "查了，不是这样"
    NO_CANDIDATE = "没有合适的人"
    DOUBLE = "重复登记"
    NOBODY_ANSWERS = "打了几次没人接"
    SWITCHED_OFF = "关机、停机"
    WRONG_NUMBER = "号码不对"
    AWAY = "人在外地"

    @property
    def word(self) -> str:
        """What staff see."""
        return self.value


_LOST = (Reason.NOBODY_ANSWERS, Reason.SWITCHED_OFF, Reason.WRONG_NUMBER, Reason.AWAY)
_ALWAYS = (Reason.NO_LONGER, Reason.DOUBLE)
_ASKED = (Reason.NOT_OURS, *_ALWAYS)
_DECLINED: dict[RecordKind, tuple[Reason, ...]] = {
    RecordKind.JOB: (
        Reason.PAY,
        Reason.FAR,
        Reason.HEALTH,
        Reason.FAMILY,
        Reason.FULL,
        Reason.UNFIT,
        Reason.ELSEWHERE,
        *_ALWAYS,
    ),
    RecordKind.TRAINING: (Reason.TIME, Reason.FAR, Reason.FAMILY, Reason.FULL, Reason.UNFIT, *_ALWAYS),
    RecordKind.PRODUCE: (Reason.PRICE, Reason.TOO_LITTLE, Reason.NO_BUYER, Reason.ELSEWHERE, *_ALWAYS),
    RecordKind.COMPLAINT: (Reason.UNTRUE, *_ASKED),
    RecordKind.VACANCY: (Reason.NO_CANDIDATE, Reason.ELSEWHERE, *_ALWAYS),
}


def reasons(kind: RecordKind, outcome: Status) -> tuple[Reason, ...]:
    """What there is to choose from when a request of this kind ends so; nothing where no reason is needed."""
    if outcome is Status.UNREACHABLE:
        return _LOST
    return _DECLINED.get(kind, _ASKED) if outcome is Status.DECLINED else ()
