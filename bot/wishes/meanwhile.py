"""What is said while a request waits: it is needed no more, a call was missed, it takes too long."""

import re
from dataclasses import replace
from typing import Final

from bot.dialogs.asking import lead_in
from bot.effects import Amend
from bot.language.normalise import normalise
from bot.phrases import talk
from bot.readers.over import needed_no_more
from bot.records import Fields, Record, RecordKind
from bot.scene import Scene, Turn
from bot.wishes import forms, people

_CALL_MISSED: Final = re.compile(
    r"(?:电话|[你您]们打).{0,8}?(?:没(?:有)?(?:接到|接着|接上|听[到见]|赶上接|来得及接|注意)|漏接|错过)"
    r"|(?:没(?:有)?接[到着]|漏接|错过).{0,6}电话"
    r"|^(?:那|麻烦|请|[你您]们?|叫他们?|让他们?)*(?:再|重新)(?:给我)?[打拨](?:一?[个遍次下])?(?:电话)?(?:给我|过来|来|电话)*"
    r"[吧啊呀,，。!！ ]*$"
)
_WHO_RANG: Final = re.compile(r"是?(?:不是)?(?:[你您]们?|驿站).{0,4}打(?:过?来|给我)?的?(?:电话)?的?[吗么吧啊?？]+")
_SLOW: Final = re.compile(
    r"(?:[你您]们?|驿站|站里|这|那|办事|办|做事|效率|速度|真是|[,，。!！ ])*"
    r"(?:也|真|太|怎么|这么|好|咋|的|得|都|就|蛮|很)*"
    r"(?:慢|拖拉|拖|磨蹭|磨|没用|不中用|不管用|不管事|不办事|不做事|低|敷衍)"
    r"(?:死|得很|得要命|人)?[了的啊呀吧!！。]*"
)
_LONGEST: Final = 24


def meanwhile(scene: Scene) -> Turn | None:
    """What comes of such words; None for others, and for those that make sense only beside a request."""
    said = normalise(scene.text).strip()
    if len(said) > _LONGEST:
        return None
    if _CALL_MISSED.search(said):
        return _missed(scene)
    if _WHO_RANG.fullmatch(said):
        return scene.saying(talk.WHO_RANG, ("go.staff", talk.ASK_STAFF))
    if _SLOW.fullmatch(said):
        return _slow(scene)
    return forms.withdraw(scene) if needed_no_more(said) and _waiting(scene) else None


def _missed(scene: Scene) -> Turn:
    """Whoever calls about the request sees it there; without a request it is one to call."""
    record = _waiting(scene)
    if record is None:
        return people.calling(RecordKind.STAFF, talk.STAFF_TOLD)(scene)
    return scene.saying(talk.CALL_MISSED).adding(Amend(record.id, Fields(note=scene.text.strip())))


def _slow(scene: Scene) -> Turn:
    """They are right to be impatient: where it stands, and a person."""
    turn = people.progress(scene)
    return replace(turn, say=turn.say and lead_in(talk.SORRY_SLOW, turn.say))


def _waiting(scene: Scene) -> Record | None:
    return next((record for record in scene.facts.records() if record.status.open), None)
