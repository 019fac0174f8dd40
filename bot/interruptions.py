"""A text while a form is open: the answer, or what may come between a question and its answer.

In this order: a question asked back; a correction; the answer itself; and only when the message is none of these is it
taken for something else that the detector knows. What would file or end something is then offered to be tapped, never
done on a guess.
"""

import re
from dataclasses import replace

from bot.asked_back import asked_back, asks
from bot.between import CALLED_ABOUT, between
from bot.dialogs.ahead import seen_ahead
from bot.dialogs.asking import Form, ask, found, lead_in, still_asks
from bot.dialogs.correcting import corrected
from bot.dialogs.form import ABOUT, CONSENT
from bot.dialogs.keeping import keep
from bot.dialogs.others import of_others
from bot.dialogs.replying import misread, reply
from bot.intents import Band, Intent, Reading
from bot.language.normalise import normalise
from bot.phrases import talk
from bot.phrases.reading import say
from bot.picking import may_be
from bot.readers import NotUnderstood
from bot.readers.correction import find_correction
from bot.readers.over import needed_no_more
from bot.readers.values import without_values
from bot.readers.wishes import asks_for
from bot.records import RecordKind
from bot.scene import Scene, Turn
from bot.thread import closing, switching, then_ask_again
from bot.wishes import BY_INTENT, asides, people

_GIVES_UP = re.compile(
    r"(?:我|俺|那|还是|又|先|就|算了|[,，。 ])*(?:不想|不|不要|别)"
    r"(?:学|报名?|找活?|做|干|卖|办|登记?|记|弄|去|填|搞)了?[吧啊呀]?"
)
_SELLS = re.compile(r"卖|销|收|出手|买家|有人要|没人要|处理")
_ASKED_FOR = re.compile(
    r"(?:还|那|那边)?(?:有没有|可有|有没得|有无)(.{2,10}?)的?(?:活|工作|岗位?)[吗么没不啊呢]*[?？]?"
)
_NO_VALUE = {"name", "phone", "choice", "product", "quantity", "yes_no", "confirm", "place_unknown", "place_county"}
"""Reasons that say only that the answer is not in the text; others found it, and say what is wrong with it."""

_SHORT_WORDS = {Intent.GREET: talk.GREETING, Intent.THANKS: talk.THANKS, Intent.HELP: talk.HELP}
_FORMS = {
    Intent.FIND_JOB: "job",
    Intent.SIGNUP_TRAINING: "training",
    Intent.SELL_PRODUCE: "produce",
    Intent.POST_VACANCY: "vacancy",
    Intent.UPDATE_CONTACT: "contact",
    Intent.DELETE_DATA: "forget",
    Intent.WITHDRAW_APPLICATION: "withdraw",
}
_TOLD_ON = {RecordKind.COMPLAINT.value: Intent.COMPLAIN, RecordKind.STAFF.value: Intent.TALK_TO_STAFF}
"""What staff were asked to call about, and the intent of whoever tells more of it."""
_A_STORY, _A_DETAIL = 8, 2
"""Characters, from which on words that nobody understands are taken for more of it; few where no name can be meant."""

_AT_A_FIRM = re.compile(r"厂|公司|工地|车间|[饭酒商]店|老板|包工头|项目部|合作社")
"""横埠的服装厂 tells where it happened, not where they live."""

_IN_THE_PAST = re.compile(
    r"[去前上]年|年[前底]|腊月|正月|开年|上个?月|前个月|[十\d一二三四五六七八九][月号]|[昨前]天|前几天"
)
"""When it was (去年腊月的): told of a complaint, and no question how far it is."""

_DONE_AT_ONCE = {
    Intent.ASK_POLICY,
    Intent.CHECK_PROGRESS,
    Intent.STATION_INFO,
    Intent.FIND_JOB,
    Intent.SIGNUP_TRAINING,
    Intent.SELL_PRODUCE,
}


# --- inside a form -------------------------------------------------------------------------------------------


def in_form(scene: Scene, form: Form) -> Turn:
    """A text while a form is open."""
    if stale := _stale(scene, form):
        return stale
    if narrowed := _narrowed(scene, form):
        return narrowed
    if step := seen_ahead(form, scene.text) or of_others(form, scene.text):
        return Turn.of(step)
    if aside := asides.aside(scene):
        return then_ask_again(scene, aside)
    if said := between(scene, form) or _tells_on(scene, form):
        return said
    if asked := asked_back(scene, form) or (asks(scene.text) and _otherwise(scene, form)):
        return asked
    if form.question is None and _GIVES_UP.fullmatch(normalise(scene.text)):  # no mere no to the summary
        return _offered(scene, form, Intent.WITHDRAW_APPLICATION)
    try:
        step = corrected(form, scene.text) or reply(form, scene.text)
    except NotUnderstood as why:
        meant = _otherwise(scene, form) if why.reason in _NO_VALUE else None
        if why.reason in _NO_VALUE and asks(scene.text) and form.dialog.name in CALLED_ABOUT:
            why = NotUnderstood("asked")
        return meant or Turn.of(misread(form, scene.text, why))
    return closing(Turn.of(step))


def besides(scene: Scene, form: Form) -> Turn | None:
    """A message that is no answer to the open question, whatever it says; None when it is nothing that we know."""
    return asked_back(scene, form) or _otherwise(scene, form)


def _stale(scene: Scene, form: Form) -> Turn | None:
    """The question that the person saw is not the one that is open now: ask, do not guess."""
    asked = scene.session.asked
    if asked and still_asks(form, asked):
        return None
    now = ask(form)
    return replace(Turn.of(now), say=lead_in(talk.CHANGED_QUESTION if asked else "", now.say))


def _narrowed(scene: Scene, form: Form) -> Turn | None:
    """Asking for others than those on the list ("有没有坐着干的") is no question to the book: it is made anew."""
    keys = {question.key for question in form.dialog.questions if question.narrows}
    if not keys or not form.question or not form.question.answer.options(form.context) or not asks_for(scene.text):
        return None
    more = {key: value for key, value in found(form, scene.text).items() if key in keys}
    if not more and (named := _ASKED_FOR.fullmatch(normalise(scene.text))):  # 有没有养老院的活: that one is meant
        value = form.question.answer.find(f"{named[1]}的活", form.context)
        more = {form.question.key: value} if value is not None else {}
    return Turn.of(keep(form, more)) if more else None


def _otherwise(scene: Scene, form: Form) -> Turn | None:
    """Something else that the detector is sure of; None when it is not."""
    no_more = form.dialog.name in CALLED_ABOUT and needed_no_more(scene.text)
    if no_more or _GIVES_UP.fullmatch(normalise(scene.text)):
        return _offered(scene, form, Intent.WITHDRAW_APPLICATION)
    reading = scene.mind.detector.read(scene.text)
    intent = reading.intent
    if added := _goes_on(scene, form, reading):
        return added
    if reading.band is not Band.ACT or intent is Intent.OUT_OF_SCOPE:
        return None
    if intent in _SHORT_WORDS:
        return then_ask_again(scene, scene.saying(_SHORT_WORDS[intent]))
    if _FORMS.get(intent) == form.dialog.name:
        if asks(scene.text) and form.dialog.name in CALLED_ABOUT:
            return then_ask_again(scene, scene.saying(say("asked")))
        return then_ask_again(scene, scene.saying(talk.ALREADY.format(title=form.dialog.title)))
    if intent is Intent.UPDATE_CONTACT and form.dialog.question("phone"):
        return None
    told = intent is Intent.SELL_PRODUCE and not _SELLS.search(scene.text)  # 山芋都烂地里了 may be no more than a sigh
    if intent in _DONE_AT_ONCE and not told and not (intent in _FORMS and asks(scene.text)):
        return switching(scene, BY_INTENT[intent])
    return _offered(scene, form, intent)


def _tells_on(scene: Scene, form: Form) -> Turn | None:
    """横埠的服装车间 两个月没发: more of what they were to be called about; the place in it is no home."""
    about, said = form.answers.get(ABOUT), normalise(scene.text)
    if form.dialog.name != "contact" or about not in _TOLD_ON or asks(said):
        return None
    if find_correction(said) or (len(without_values(said)) < _A_STORY and not _AT_A_FIRM.search(said)):
        return None
    at_home = form.question is not None and form.question.key == "village"  # then the place is the answer
    if at_home or not found(form, scene.text).keys() <= {"village"}:
        return None
    return then_ask_again(scene, people.more_about(scene, RecordKind(str(about))))


def _goes_on(scene: Scene, form: Form, reading: Reading) -> Turn | None:
    """Who complained and was asked for a number goes on telling instead: that belongs to it."""
    about = form.answers.get(ABOUT) if form.dialog.name == "contact" else None
    if about not in _TOLD_ON:
        return None
    same = reading.intent is _TOLD_ON[str(about)] or bool(_IN_THE_PAST.search(scene.text) and not asks(scene.text))
    if not same and reading.band is Band.ACT and reading.intent is not Intent.OUT_OF_SCOPE:
        return None
    at_the_end = form.question is None or form.question.key == CONSENT
    enough = _A_DETAIL if at_the_end else _A_STORY
    told = same or len(scene.text.strip()) >= enough
    return then_ask_again(scene, people.more_about(scene, RecordKind(str(about)))) if told else None


def _offered(scene: Scene, form: Form, intent: Intent) -> Turn:
    """What would file or end something, to be tapped; or to go on."""
    (token, label), *_ = may_be([intent])
    if intent is Intent.WITHDRAW_APPLICATION:
        token, label = "go.cancel", talk.GIVE_UP
    text = talk.STOP_HERE.format(what=label, title=form.dialog.title)
    return scene.saying(text, (token, label), ("go.resume", talk.GO_ON))
