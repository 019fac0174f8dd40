"""What may come between a question and its answer: commands, corrections, questions, another wish.

An ordered table: a command outranks everything; then a question asked back; a correction; the answer itself; and
only when the message is none of these is it taken for something else that the detector knows.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.commands import Command
from bot.dialogs import DIALOGS, filling
from bot.dialogs.form import Context, Dialog, context_of
from bot.intents import Band, Intent
from bot.phrases import talk
from bot.readers import NotUnderstood
from bot.readers.correction import Correction, apply_partial, find_correction
from bot.scene import Scene, Turn
from bot.when import today
from bot.wishes import VERBS, forms, meeting, people, questions, whereabouts

_QUESTION = re.compile(
    r"[?？]|[吗呢么]$|多少|几多|好多|怎么|咋|哪|什么|啥|么事|是不是|能不能|可有|可能|有没有|为什么|为啥|几时"
)
_WHY = re.compile(
    r"为(什么|啥|么事)|干(什么|啥|么事)(用|的)?[?？]?$|要(这个|我)?.{0,4}(干|做)(嘛|啥|什么|么事)|有(什么|啥)用"
)


# --- keeping the thread --------------------------------------------------------------------------------------


def then_ask_again(scene: Scene, turn: Turn, words: str = "") -> Turn:
    """After something in between, the open question again, shorter. `words` replaces the text while a form is open."""
    dialog = scene.dialog
    if not dialog or turn.session.active != dialog.name or turn.say is None:
        return turn
    if turn.say.choices and turn.say.choices[0].token.startswith("topic."):
        return turn
    again = filling.ask(dialog, turn.session, scene.facts, again=True)
    say = replace(again.say, text=f"{words or turn.say.text}\n\n{again.say.text}")
    return replace(turn, session=again.session, say=say)


def closing(turn: Turn) -> Turn:
    """When a form is done and another is still unfinished, say how to go on with that."""
    waiting = [name for name, answers in turn.session.drafts.items() if answers]
    if turn.session.active or not waiting or turn.say is None:
        return turn
    reminder = talk.SET_ASIDE.format(title=DIALOGS[waiting[-1]].title)
    return replace(turn, say=replace(turn.say, text=f"{turn.say.text}\n{reminder}"))


def switching(scene: Scene, verb: Callable[[Scene], Turn]) -> Turn:
    """Turn to another wish; a form that is open keeps its answers and is not forgotten."""
    before = scene.dialog
    turn = verb(scene)
    if not before or turn.session.active == before.name:
        return then_ask_again(scene, turn)
    if turn.session.active and before.name in turn.session.drafts and turn.say:
        lead = talk.SET_ASIDE.format(title=before.title)
        return replace(turn, say=filling.lead_in(lead, turn.say))
    return closing(turn)


# --- commands ------------------------------------------------------------------------------------------------


def _cancel(scene: Scene) -> Turn:
    dialog = scene.dialog
    if not dialog:
        return meeting.menu(scene, talk.NOTHING_TO_CANCEL + talk.MENU)
    cleared = scene.with_session(scene.session.without(dialog.name))
    return closing(cleared.saying(talk.CANCELLED.format(title=dialog.title)))


def _back(scene: Scene) -> Turn:
    dialog = scene.dialog
    return Turn.of(filling.back(dialog, scene.session, scene.facts)) if dialog else meeting.menu(scene)


def _more(scene: Scene) -> Turn | None:
    dialog = scene.dialog
    step = filling.more(dialog, scene.session, scene.facts) if dialog else None
    return Turn.of(step) if step else None


def _details(scene: Scene) -> Turn | None:
    turn = questions.policy_details(scene, scene.session.topic)
    return then_ask_again(scene, turn) if turn else None


def _with(verb: Callable[[Scene], Turn]) -> Callable[[Scene], Turn | None]:
    return lambda scene: switching(scene, verb)


COMMANDS: dict[Command, Callable[[Scene], Turn | None]] = {
    Command.STAFF: _with(VERBS["staff"]),
    Command.CANCEL: _cancel,
    Command.BACK: _back,
    Command.RESUME: forms.resume,
    Command.MENU: lambda scene: meeting.menu(scene.with_session(scene.session.set_aside())),
    Command.MORE: _more,
    Command.DETAILS: _details,
    Command.PROGRESS: _with(people.progress),
    Command.QUIET: _with(people.quiet),
    Command.LOUD: _with(people.loud),
}

BY_INTENT: dict[Intent, Callable[[Scene], Turn]] = {
    Intent.FIND_JOB: forms.opening("job"),
    Intent.SIGNUP_TRAINING: forms.opening("training"),
    Intent.ASK_POLICY: questions.policy,
    Intent.CHECK_PROGRESS: people.progress,
    Intent.STATION_INFO: whereabouts.station,
    Intent.TALK_TO_STAFF: VERBS["staff"],
    Intent.SELL_PRODUCE: forms.opening("produce"),
    Intent.COMPLAIN: VERBS["complaint"],
    Intent.WITHDRAW_APPLICATION: forms.withdraw,
    Intent.UPDATE_CONTACT: forms.opening("contact"),
    Intent.DELETE_DATA: forms.opening("forget"),
    Intent.UNSUBSCRIBE: people.quiet,
    Intent.POST_VACANCY: forms.opening("vacancy"),
    Intent.GREET: meeting.greet,
    Intent.THANKS: meeting.thanks,
    Intent.HELP: meeting.helping,
    Intent.OUT_OF_SCOPE: meeting.not_ours,
}

_SHORT_WORDS = {Intent.GREET: talk.GREETING, Intent.THANKS: talk.THANKS, Intent.HELP: talk.HELP}


# --- inside a form -------------------------------------------------------------------------------------------


def in_form(scene: Scene) -> Turn:
    """A text while a form is open."""
    dialog = scene.dialog
    if dialog is None:
        raise ValueError("no form is open")
    if stale := _stale(scene, dialog):
        return stale
    if asked_back := _asked_back(scene, dialog):
        return asked_back
    try:
        corrected = _corrected(scene, dialog)
        step = corrected or filling.reply(dialog, scene.session, scene.facts, scene.text)
    except NotUnderstood as why:
        return _otherwise(scene) or Turn.of(filling.misread(dialog, scene.session, scene.facts, why))
    return closing(Turn.of(step))


def _stale(scene: Scene, dialog: Dialog) -> Turn | None:
    """The question that the person saw is not the one that is open now: ask, do not guess."""
    asked, now = scene.session.asked, filling.ask(dialog, scene.session, scene.facts)
    current = now.session.asked
    if asked and current and (asked.dialog, asked.key, asked.digest) == (current.dialog, current.key, current.digest):
        return None
    return replace(Turn.of(now), say=filling.lead_in(talk.CHANGED_QUESTION if asked else "", now.say))


def _asked_back(scene: Scene, dialog: Dialog) -> Turn | None:
    """The person asks something instead of answering."""
    if not _QUESTION.search(scene.text):
        return None
    question = dialog.pending(context_of(dialog, scene.session, scene.facts))
    if question and question.why and _WHY.search(scene.text):
        return then_ask_again(scene, scene.saying(question.why))
    found = scene.mind.book.find(scene.text, today(scene.inbound.at))
    return then_ask_again(scene, questions.policy_answer(scene, found.entry)) if found.entry else _otherwise(scene)


def _otherwise(scene: Scene) -> Turn | None:
    """Something else that the detector is sure of; None when it is not, or when it is the very form that is open."""
    reading = scene.mind.detector.read(scene.text)
    intent = reading.intent
    if reading.band is not Band.ACT or intent is Intent.OUT_OF_SCOPE:
        return None
    if intent in _SHORT_WORDS:
        return then_ask_again(scene, scene.saying(_SHORT_WORDS[intent]))
    if intent is Intent.WITHDRAW_APPLICATION:
        return _cancel(scene)
    turn = switching(scene, BY_INTENT[intent])
    return None if _nothing_new(scene, turn, intent) else turn


def _nothing_new(scene: Scene, turn: Turn, intent: Intent) -> bool:
    """The wish is the form that is open already."""
    forms = {Intent.FIND_JOB: "job", Intent.SIGNUP_TRAINING: "training", Intent.SELL_PRODUCE: "produce"}
    return forms.get(intent) == scene.session.active


def _corrected(scene: Scene, dialog: Dialog) -> filling.Step | None:
    """A correction of something that was answered before. Raises NotUnderstood when the new value cannot be read."""
    correction = find_correction(scene.text)
    context = context_of(dialog, scene.session, scene.facts)
    if not correction or correction.key not in context.answers:
        return None
    question = dialog.question(correction.key)
    if not question:
        return None
    if not correction.new:
        return filling.drop(dialog, scene.session, scene.facts, correction.key)
    value = question.answer.read(_whole(correction, context), (), context)
    return filling.change(dialog, scene.session, scene.facts, {correction.key: value})


def _whole(correction: Correction, context: Context) -> str:
    """The new value as text; a correction of a part (one digit, one character) is worked into the former value."""
    old = context.answers[correction.key]
    worked_in = apply_partial(old, correction) if isinstance(old, str) else None
    return worked_in or correction.new
