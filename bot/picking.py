"""By what was tapped or picked: a token, a number, a line of ours word for word, a yes or no to what was offered."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import thread
from bot.commands import command_of
from bot.dialogs import DIALOGS
from bot.dialogs.asking import Form, ask, start
from bot.dialogs.form import CONSENT
from bot.dialogs.replying import tap
from bot.intents import Band, Intent
from bot.language.normalise import normalise
from bot.phrases import talk
from bot.readers import NotUnderstood
from bot.readers.choice import read_choice
from bot.readers.yes_no import besides, read_yes_no
from bot.scene import Scene, Turn
from bot.session import Asked, Session
from bot.wishes import VERBS, calls, lost, meeting, offers, questions, stories, whereabouts

_WANTED = re.compile("要|需|麻烦|帮我|记")
_SAYS_NO_MORE = {Intent.TALK_TO_STAFF, Intent.THANKS, Intent.GREET, Intent.OUT_OF_SCOPE}
"""What may stand beside a yes or no to a call back and asks for nothing else."""
_NUMBER = re.compile(r"(选|第|回)?[0-9一二三四五六七八九十两]{1,3}(个|号|项)?[吧。.!！]?")
_AROUND = re.compile(r"^(?:我|俺)?(?:就是|是|就|要|想|来)*|[吧啊呀了的。.!！\s]+$")
"""What may stand around one of our lines: 我要找驿站的人."""
_TAKES = re.compile(
    r"(?:那|好|行|我|俺|[你您]们?|麻烦|请|也|就|想|要|帮|给|来)*(?:报个?名?|参加|申请|登记|试试|去|办)(?:一?[个下名]|上)*"
    r"(?:试试|看看)?[吧啊呀的了呗嘛！!]*"
)
"""Takes what an answer leads to, without naming it: 我想报, 那你给我报一个."""
_GO_AND_ASK = re.compile(
    r"(?:那|就|好|行|麻烦|请|要不|[你您]们?)*[帮给替](?:我|俺)们?去?(?:问|查|打听|反映|报上去)(?:一?[问查下声个])*[吧啊呀呗嘛了！!]*"
)
"""Takes the offer that a person looks into it: 那你帮我问问."""
_SERVICES = {token for name, (token, _) in talk.SERVICES.items() if name != "staff"}
_GOES_ON = "go.resume"
NONE_OF_THESE = ("do.staff", talk.NONE_OF_THESE)
_READINGS = {intent: (token.replace("go.", "do."), label) for intent, (token, label) in talk.INTENT_LABELS.items()}
"""The lines under a message that could be read in several ways: a tap does it with that message."""


def picked(scene: Scene) -> Turn | None:
    """A bare number that means one of the choices offered last."""
    offered = scene.session.offered
    if not offered or not is_number(scene.text):
        return None
    try:
        token = offered[read_choice(scene.text, [""] * len(offered))]
    except NotUnderstood:
        return None
    if not token:
        return None
    return tapped(replace(scene, inbound=replace(scene.inbound, text="", choice=token)), token)


def in_words(scene: Scene) -> Turn | None:
    """A text that stands for one of our lines."""
    return _labelled(scene) or _stops(scene) or _takes(scene) or _taken_up(scene) or _which_one(scene)


def _labelled(scene: Scene) -> Turn | None:
    """A line that we offered, typed word for word."""
    said, asked = scene.text.strip(), scene.session.asked
    listed = scene.form if asked and asked.options and not is_number(said) else None
    choices = ask(listed, again=True).say.choices if listed else ()
    offered = {choice.label: choice.token for choice in choices if choice.numbered}
    token = offered.get(said) or talk.LABELS.get(said) or talk.LABELS.get(_AROUND.sub("", said), "")
    return tapped(replace(scene, inbound=replace(scene.inbound, text="", choice=token)), token) if token else None


def _stops(scene: Scene) -> Turn | None:
    """A yes or no to the question whether something else is wanted than the open form."""
    offered = scene.session.offered
    if offered[1:] != (_GOES_ON,):
        return None
    try:
        return tapped(scene.with_text(""), offered[0] if read_yes_no(scene.text) else _GOES_ON)
    except NotUnderstood:
        return None


def _taken_up(scene: Scene) -> Turn | None:
    """A yes below the offer of a call back takes it (要), a no ends it (不用); unless there follows what they want."""
    offered = help_offered(scene.session)
    if scene.form or not offered or is_number(scene.text):  # below a list of more than that, 2 is no no
        return None
    if _GO_AND_ASK.fullmatch(normalise(scene.text).strip()):
        return tapped(scene.with_text(""), offered)
    try:
        wanted = read_yes_no(scene.text)
    except NotUnderstood:
        return None
    more = besides(scene.text)
    reading = scene.mind.detector.read(more) if more else None
    if reading and reading.band is Band.ACT and reading.intent not in _SAYS_NO_MORE:
        return None
    if not wanted:
        return meeting.acknowledge(scene)
    return tapped(scene.with_text(""), offered) if _WANTED.search(scene.text) else None


def help_offered(session: Session) -> str:
    """The token of a person's help among what was offered last: a call back, or to pass on what was said; or ""."""
    return next((token for token in session.offered if token.startswith(("go.staff", "tell."))), "")


def _takes(scene: Scene) -> Turn | None:
    """我想报 below a policy answer or its longer text: the service that it leads to."""
    entry = None if scene.form else questions.on_screen(scene)
    service, _ = talk.SERVICES.get(entry.service, ("", "")) if entry else ("", "")
    if service not in _SERVICES or not _TAKES.fullmatch(normalise(scene.text).strip()):
        return None
    return tapped(scene.with_text(""), service)


def _which_one(scene: Scene) -> Turn | None:
    """A mere yes to several readings of a message: the one that was named, or which of them."""
    offered = scene.session.offered
    if scene.form or offered[-1:] != NONE_OF_THESE[:1] or not agrees(scene.text):
        return None
    if len(offered) == 2:
        return tapped(scene, offered[0])
    labels = dict((*_READINGS.values(), NONE_OF_THESE))
    return scene.saying(talk.WHICH_ONE, *((token, labels[token]) for token in offered if token in labels))


def may_be(likely: Sequence[str]) -> list[tuple[str, str]]:
    """Up to three things that a message may be for, to be tapped; a tap does them with that message."""
    return [_READINGS[intent] for intent in likely if intent in _READINGS][:3]


def only_picks(scene: Scene) -> bool:
    """Whether the message says nothing but which of our lines is meant, or yes."""
    picks = scene.inbound.choice or is_number(scene.text) or command_of(scene.text) or scene.text in talk.LABELS
    return bool(picks) or agrees(scene.text)


def is_number(text: str) -> bool:
    """Whether a text is just a number, as one picks a line by it."""
    return bool(_NUMBER.fullmatch(normalise(text).strip()))


def agrees(text: str) -> bool:
    """Whether a text is a mere yes, and no number."""
    if is_number(text):
        return False
    try:
        return read_yes_no(text) and not besides(text)
    except NotUnderstood:
        return False


def tapped(scene: Scene, token: str) -> Turn | None:
    """Do what a token stands for; None when it stands for nothing of ours."""
    verb, _, rest = token.partition(".")
    if verb == "a":
        return _tapped_answer(scene, rest)
    if (verb, rest) == ("go", "resume"):  # asks the open question by itself
        return VERBS[rest](scene)
    if verb == "go" and rest in VERBS:
        return thread.switching(scene, VERBS[rest])
    if verb == "do" and rest in VERBS:  # with the message that could be read in several ways
        meant = replace(scene.inbound, text=scene.session.unanswered, choice="")
        return thread.switching(replace(scene, inbound=meant), VERBS[rest])
    if verb == "job":
        return offers.apply_for(scene, rest)
    if verb in _ITEMS and (turn := _ITEMS[verb](scene, rest)):
        return thread.then_ask_again(scene, turn)
    return None


_ITEMS: dict[str, Callable[[Scene, str], Turn | None]] = {
    "topic": questions.policy_topic,
    "more": questions.policy_details,
    "bad": questions.policy_unhelpful,
    "station": whereabouts.station_of_id,
    "story": stories.story_of_id,
    "called": calls.answered,
    "tell": calls.passed_on,
    "lost": lost.answered,
}


def _tapped_answer(scene: Scene, rest: str) -> Turn | None:
    """An option of a form's question. It answers that question, whichever is open now, or opens its own item."""
    parts = rest.split(".", 3)
    if len(parts) != 4 or parts[0] not in DIALOGS:
        return None
    name, key, digest, option = parts
    dialog, asked = DIALOGS[name], Asked(name, key, digest)
    form = Form(dialog, scene.session, scene.facts)
    if scene.session.active != name:
        if not dialog.question(key) or key == CONSENT:
            return thread.then_ask_again(scene, scene.saying(talk.OLD_TAP))
        form = start(dialog, scene.session, scene.facts)
    step = tap(form, asked, option)
    if step is None:
        return thread.then_ask_again(scene, scene.saying(talk.OLD_TAP))
    return thread.closing(Turn.of(step))
