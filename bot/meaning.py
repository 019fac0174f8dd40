"""A message while no form is open: what it is for, and what comes of that."""

import re
from dataclasses import replace

from bot import several
from bot.asked_back import asks
from bot.effects import Missed
from bot.intents import Band, Intent, Reading
from bot.language.normalise import normalise
from bot.matching import Wishes
from bot.phrases import talk
from bot.picking import NONE_OF_THESE, agrees, may_be, tapped
from bot.readers.naming import is_name
from bot.readers.phone import find_phone
from bot.readers.place import place_alone, township_alone
from bot.readers.values import without_values
from bot.readers.wishes import find_wishes
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
_BEGINNING = (("do.job",), ("do.training",), ("do.produce",))
_FILED = {"job": Intent.FIND_JOB, "training": Intent.SIGNUP_TRAINING, "produce": Intent.SELL_PRODUCE}
_ANOTHER = re.compile(r"[还再]|别的|另外|其他|有没有|有什么|有些什么|哪些|想[找学卖报]")
_A_WISH = 10
_ASKED_ON = 8
"""Characters: a longer question that nobody understands is about something else than the last answer."""
_START_NOTHING = (Intent.GREET, Intent.HELP)


def answer(scene: Scene) -> Turn:
    """Do what the message is for, offer what it may be for, or say that it was not understood."""
    if known := _by_form(scene):
        return known
    reading = scene.mind.detector.read(scene.text)
    if reading.intent in several.WISHES and _ASKS_FACTS.search(scene.text) and (answered := _by_book(scene)):
        return answered
    if after := _asks_on(scene, reading):
        return after
    if reading.band is Band.ACT or several.a_part_is_sure(scene, reading):
        return BY_INTENT[reading.intent](scene)
    if reading.band is Band.OFFER and reading.intent in several.WISHES:
        return _offer(scene, reading)
    return _by_value(scene) or _by_book(scene) or _offer(scene, reading)


def _by_form(scene: Scene) -> Turn | None:
    """What is told by how it is said, before the detector is asked; in this order."""
    ways = (
        afterwards.next_named,
        _value_alone,
        afterwards.put_right,
        afterwards.next_person,
        several.reached_how,
        meanwhile.meanwhile,
        scams.warned,
        stories.asked,
        asides.aside,
        several.for_others,
        questions.leaning_on,
        questions.of_all,
        several.two_wishes,
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
