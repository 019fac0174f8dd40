"""A message that holds several things: two wishes, several people, a wish and how they want to be reached."""

import re
from dataclasses import replace

from bot.dialogs import DIALOGS
from bot.dialogs.asking import lead_in
from bot.dialogs.form import WANTED
from bot.effects import Learn
from bot.intents import Band, Intent, Reading
from bot.phrases import talk
from bot.picking import may_be
from bot.readers.for_whom import find_for_whom
from bot.readers.people import people_in
from bot.readers.reach import beside_the_wish
from bot.readers.slots import find_slots
from bot.records import Fields
from bot.scene import Scene, Turn
from bot.wishes import BY_INTENT, reach

_ASKS_OF_RULES = re.compile(
    r"[?？吗么呢]|[补政]|钱|怎么|咋|多少|几|好多|什么|啥|哪|[有能可]没?[有不能]|可[有能以]|[不没冇]$|条件|资格|报销"
)
_ASKED_BY = {
    Intent.ASK_POLICY: _ASKS_OF_RULES,
    Intent.STATION_INFO: re.compile(r"[你您]们|驿站|站里|哪|几点|电话|地址|位置|怎么走|[开关]门"),
}
"""What a part has to hold to be a question of its own beside a wish; 能去上班吗 is none."""
_REGISTERS = re.compile(r"报个?名|登个?记")
_FOR_WHAT = re.compile(r"活|工作|工|岗|培训|学|课|班|手艺|卖|收|[?？]|吗|怎么|补|保|证")
_CLAUSES = re.compile(r"[\s,，.。;；!！?？、]+|还有|另外|顺便|再一个|(?=还想|还要|还问)")
_SHORTEST, _MOST = 3, 6
_ANSWERS = (Intent.ASK_POLICY, Intent.STATION_INFO, Intent.CHECK_PROGRESS)
WISHES = (Intent.FIND_JOB, Intent.SIGNUP_TRAINING, Intent.SELL_PRODUCE, Intent.POST_VACANCY, Intent.COMPLAIN)
_FORMS = (Intent.FIND_JOB, Intent.SIGNUP_TRAINING, Intent.SELL_PRODUCE)


def two_wishes(scene: Scene) -> Turn | None:
    """Two different wishes in two parts of a message: what can be answered is answered, then the form begins.

    Of two forms the first begins, and the other is set aside, to be taken up after it.
    """
    meant: dict[Intent, str] = {}
    for part, intent in _sure_parts(scene):
        told = intent in _ASKED_BY and not _ASKED_BY[intent].search(part)  # 家里两个伢读书: why they look for work
        if intent in (*_ANSWERS, *_FORMS) and not told:
            meant.setdefault(intent, part)
    answers = [intent for intent in meant if intent in _ANSWERS]
    wanted = [intent for intent in meant if intent in _FORMS]
    if len(answers) == 1 and len(wanted) == 1:
        return _answered_first(scene, answers[0], meant[answers[0]], wanted[0])
    if not answers and len(wanted) > 1:
        return _one_after_the_other(scene, wanted)
    return None


def for_others(scene: Scene) -> Turn | None:
    """帮村里三个贫困户报名: whoever registers others says first for what; None where that is said, or nobody named."""
    said = scene.text
    others = len(people_in(said)) > 1 or (_REGISTERS.search(said) and find_for_whom(said))
    if not others or _FOR_WHAT.search(said) or "trade" in find_slots(said):
        return None
    return scene.saying(talk.FOR_OTHERS, *may_be(_FORMS))


def reached_how(scene: Scene) -> Turn | None:
    """别打电话，我听不见, and what is wanted besides: that is done, and how they are reached is kept whatever comes."""
    besides = beside_the_wish(scene.text)
    reading = scene.mind.detector.read(besides) if besides else None
    if reading and reading.band is not Band.UNKNOWN and reading.intent in (*WISHES, Intent.TALK_TO_STAFF):
        turn = BY_INTENT[reading.intent](scene)
        return turn if find_for_whom(besides) else turn.adding(Learn(Fields(in_writing=True)))
    return reach.reached_how(scene)


def a_part_is_sure(scene: Scene, reading: Reading) -> bool:
    """What the whole is likely to be for, one of its parts says by itself: 我妈想找个洗碗的活 她没有微信."""
    return reading.band is Band.OFFER and {intent for _, intent in _sure_parts(scene)} == {reading.intent}


def _sure_parts(scene: Scene) -> list[tuple[str, Intent]]:
    """The parts of a message that has several, with what each is surely for by itself."""
    parts = [part for part in _CLAUSES.split(scene.text) if len(part) >= _SHORTEST][:_MOST]
    readings = [(part, scene.mind.detector.read(part)) for part in parts] if len(parts) > 1 else []
    return [(part, reading.intent) for part, reading in readings if reading.band is Band.ACT]


def _answered_first(scene: Scene, asked: Intent, part: str, wanted: Intent) -> Turn:
    """The answer, and below it the form that is wanted as well."""
    said = BY_INTENT[asked](replace(scene, inbound=replace(scene.inbound, text=part)))
    turn = BY_INTENT[wanted](scene.with_session(said.session))
    if not said.say or not turn.say:
        return turn
    return replace(
        turn, say=replace(turn.say, text=f"{said.say.text}\n\n{turn.say.text}"), effects=(*said.effects, *turn.effects)
    )


def _one_after_the_other(scene: Scene, wanted: list[Intent]) -> Turn:
    """The first form; the second waits for a “继续”."""
    later = BY_INTENT[wanted[1]](scene)
    name = later.session.active
    waiting = later.session.with_answers(name, {**later.session.answers(name), WANTED: ""}).set_aside()
    turn = BY_INTENT[wanted[0]](scene.with_session(waiting))
    titles = {"first": DIALOGS[turn.session.active].title, "second": DIALOGS[name].title}
    return replace(turn, say=turn.say and lead_in(talk.BOTH.format(**titles), turn.say))
