"""A message while no form is open: what it is for, and what comes of that."""

import re
from dataclasses import replace

from bot.asked_back import asks
from bot.dialogs import DIALOGS
from bot.dialogs.asking import lead_in
from bot.dialogs.form import WANTED
from bot.effects import Learn, Missed
from bot.intents import Band, Intent, Reading
from bot.language.normalise import normalise
from bot.matching import Wishes
from bot.phrases import talk
from bot.picking import NONE_OF_THESE, agrees, may_be, tapped
from bot.readers.for_whom import find_for_whom
from bot.readers.naming import is_name
from bot.readers.people import people_in
from bot.readers.phone import find_phone
from bot.readers.place import place_alone, township_alone
from bot.readers.reach import beside_the_wish
from bot.readers.slots import find_slots
from bot.readers.values import without_values
from bot.readers.wishes import find_wishes
from bot.records import Fields
from bot.scene import Scene, Turn
from bot.wishes import (
    BY_INTENT,
    afterwards,
    asides,
    calls,
    forms,
    meanwhile,
    meeting,
    questions,
    reach,
    scams,
    stories,
    whereabouts,
)

_FIGURES = re.compile(r"[\d\s+-]{5,}")

# Who asks what a thing costs or how it is done wants to know that first; the answer then offers the form.
_ASKS_FACTS = re.compile(
    r"[钱费].?(?:[吗么?？]|[不没冇]$)|多少|几多|好多|补[贴助]|条件|年龄[限规要卡]|怎么[报办领申算]|咋[报办领申算]"
    r"|[有发拿给][个本]?证书?[吗么不没]|什么是|是(什么|啥|么事)|签几年|几年一签|[能多给][干做]几年"
)
_ASKS_OF_RULES = re.compile(
    r"[?？吗么呢]|[补政]|钱|怎么|咋|多少|几|好多|什么|啥|哪|[有能可]没?[有不能]|可[有能以]|[不没冇]$|条件|资格|报销"
)
_BEGINNING = (("do.job",), ("do.training",), ("do.produce",))
_FILED = {"job": Intent.FIND_JOB, "training": Intent.SIGNUP_TRAINING, "produce": Intent.SELL_PRODUCE}
_ANOTHER = re.compile(r"[还再]|别的|另外|其他|有没有|有什么|有些什么|哪些|想[找学卖报]")
_ASKED_BY = {
    Intent.ASK_POLICY: _ASKS_OF_RULES,
    Intent.STATION_INFO: re.compile(r"[你您]们|驿站|站里|哪|几点|电话|地址|位置|怎么走|[开关]门"),
}
"""What a part has to hold to be a question of its own beside a wish; 能去上班吗 is none."""
_REGISTERS = re.compile(r"报个?名|登个?记")
_FOR_WHAT = re.compile(r"活|工作|工|岗|培训|学|课|班|手艺|卖|收|[?？]|吗|怎么|补|保|证")
_A_WISH = 10
_ASKED_ON = 8
"""Characters: a longer question that nobody understands is about something else than the last answer."""
_START_NOTHING = (Intent.GREET, Intent.HELP)
_WISHES = (Intent.FIND_JOB, Intent.SIGNUP_TRAINING, Intent.SELL_PRODUCE, Intent.POST_VACANCY, Intent.COMPLAIN)

# --- two wishes in one message -------------------------------------------------------------------------------

_CLAUSES = re.compile(r"[\s,，.。;；!！?？、]+|还有|另外|顺便|再一个|(?=还想|还要|还问)")
_SHORTEST, _MOST = 3, 6
_ANSWERS = (Intent.ASK_POLICY, Intent.STATION_INFO, Intent.CHECK_PROGRESS)
_FORMS = (Intent.FIND_JOB, Intent.SIGNUP_TRAINING, Intent.SELL_PRODUCE)


def _two_wishes(scene: Scene) -> Turn | None:
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


def _for_others(scene: Scene) -> Turn | None:
    """帮村里三个贫困户报名: whoever registers others says first for what; None where that is said, or nobody named."""
    said = scene.text
    others = len(people_in(said)) > 1 or (_REGISTERS.search(said) and find_for_whom(said))
    if not others or _FOR_WHAT.search(said) or "trade" in find_slots(said):
        return None
    forms = (Intent.FIND_JOB, Intent.SIGNUP_TRAINING, Intent.SELL_PRODUCE)
    return scene.saying(talk.FOR_OTHERS, *may_be(forms))


def _reached_how(scene: Scene) -> Turn | None:
    """别打电话，我听不见, and what is wanted besides: that is done, and how they are reached is kept whatever comes."""
    besides = beside_the_wish(scene.text)
    reading = scene.mind.detector.read(besides) if besides else None
    if reading and reading.band is not Band.UNKNOWN and reading.intent in (*_WISHES, Intent.TALK_TO_STAFF):
        turn = BY_INTENT[reading.intent](scene)
        return turn if find_for_whom(besides) else turn.adding(Learn(Fields(in_writing=True)))
    return reach.reached_how(scene)


def _a_part_is_sure(scene: Scene, reading: Reading) -> bool:
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


# --- one wish, or none ---------------------------------------------------------------------------------------


def answer(scene: Scene) -> Turn:
    """Do what the message is for, offer what it may be for, or say that it was not understood."""
    if known := _by_form(scene):
        return known
    reading = scene.mind.detector.read(scene.text)
    if reading.intent in _WISHES and _ASKS_FACTS.search(scene.text) and (answered := _by_book(scene)):
        return answered
    if after := _asks_on(scene, reading):
        return after
    if reading.band is Band.ACT or _a_part_is_sure(scene, reading):
        return BY_INTENT[reading.intent](scene)
    if reading.band is Band.OFFER and reading.intent in _WISHES:
        return _offer(scene, reading)
    return _by_value(scene) or _by_book(scene) or _offer(scene, reading)


def _by_form(scene: Scene) -> Turn | None:
    """What is told by how it is said, before the detector is asked; in this order."""
    ways = (
        afterwards.next_named,
        _value_alone,
        afterwards.put_right,
        afterwards.next_person,
        _reached_how,
        meanwhile.meanwhile,
        scams.warned,
        stories.asked,
        asides.aside,
        _for_others,
        questions.leaning_on,
        questions.of_all,
        _two_wishes,
    )
    return next(filter(None, (way(scene) for way in ways)), None)


def _asks_on(scene: Scene, reading: Reading) -> Turn | None:
    """工资日结吗, once the request is filed: no new wish, but for whoever calls about it."""
    wish = _FILED.get(scene.session.filed)
    likely = (reading.intent, *reading.others) if reading.band is Band.OFFER else (reading.intent,)
    if wish not in likely or not asks(scene.text) or _ANOTHER.search(scene.text):
        return None
    return calls.passing_on(scene)


def _value_alone(scene: Scene) -> Turn | None:
    """Nothing but a place or a number: somebody answers what nobody asked.

    Below several readings of what they said before, the likeliest form begins with a name, a number or a further wish.
    """
    said, session = normalise(scene.text).strip(), scene.session
    rest = without_values(said)
    goes_on = (find_phone(said) and (not rest or agrees(rest))) or is_name(said, strict=True) or _adds_a_wish(scene)
    if goes_on and session.offered[:1] in _BEGINNING:
        together = replace(session, unanswered=f"{session.unanswered}，{scene.text}")
        return tapped(scene.with_session(together), session.offered[0])
    if _FIGURES.fullmatch(said) or (find_phone(said) and not without_values(said)):
        return forms.change_contact(scene)
    return whereabouts.station(scene) if place_alone(said) else None


def _adds_a_wish(scene: Scene) -> bool:
    """坐着的, 横埠的: what kind of work, below readings of which work is the first."""
    if scene.session.offered[:1] != _BEGINNING[0] or asks(scene.text) or len(scene.text) > _A_WISH:
        return False
    return bool(find_wishes(scene.text, Wishes()) or township_alone(scene.text.rstrip("的")))


def _by_value(scene: Scene) -> Turn | None:
    """A place or a number, among words that nobody understood."""
    if find_phone(scene.text):
        return forms.change_contact(scene)
    return whereabouts.station(scene) if whereabouts.place_in(scene.text) and len(scene.text) <= 12 else None


def _by_book(scene: Scene) -> Turn | None:
    """The book may be sure where the detector is not."""
    found = scene.topic()
    return questions.policy_answer(scene, found.entry) if found.entry else None


def _offer(scene: Scene, reading: Reading) -> Turn:
    """Two or three likely readings, to tap; what was meant is not known, so staff get to see it."""
    if reading.band is not Band.OFFER:
        return _missed(scene, reading)
    if reading.intent is Intent.ASK_POLICY and (going_on := questions.asked_on(scene)):
        return going_on
    likely = (reading.intent, *reading.others)
    if reading.intent is Intent.CHECK_PROGRESS and (passing_on := calls.passing_on(scene)):  # 有了告诉我啊
        return passing_on.adding(Missed(scene.text, scene.inbound.kind, likely))
    return _to_tap(scene, likely).adding(Missed(scene.text, scene.inbound.kind, likely))


def _to_tap(scene: Scene, likely: tuple[Intent, ...]) -> Turn:
    """The likely readings. Greetings, pleas for help and thanks start nothing and have no line: they are answered."""
    lines = may_be(likely)
    if likely[0] in _START_NOTHING:
        return BY_INTENT[likely[0]](scene)
    if likely[0] is Intent.THANKS and not lines:
        return meeting.menu(scene, talk.TOLD_US)
    lead = talk.TOLD_US_OR if likely[0] is Intent.THANKS else talk.DID_YOU_MEAN
    return scene.saying(lead, *lines, NONE_OF_THESE)


def _missed(scene: Scene, reading: Reading) -> Turn:
    if len(scene.text.strip()) <= _ASKED_ON and (going_on := questions.asked_on(scene)):
        return going_on
    missed = Missed(scene.text, scene.inbound.kind)
    if passing_on := calls.passing_on(scene):  # who has just registered goes on talking of that: 什么价钱收
        return passing_on.adding(missed)
    if scene.session.misses:
        again = scene.saying(talk.NOT_UNDERSTOOD_TWICE, ("go.staff", talk.ASK_STAFF), ("go.menu", talk.SEE_MENU))
        return again.adding(missed)
    thankful = reading.others[:1] == (Intent.THANKS,)  # a good end that is told is not to be told better
    return meeting.menu(scene, talk.TOLD_US if thankful else talk.NOT_UNDERSTOOD).adding(missed)
