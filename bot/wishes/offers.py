"""Opening the forms for a job and for a course with what is known already: what was applied for, what was had."""

from dataclasses import replace

from bot.dialogs import DIALOGS
from bot.dialogs.ahead import seen_ahead
from bot.dialogs.asking import Form, ask, lead_in, start
from bot.dialogs.form import FOR_WHOM
from bot.dialogs.household import HINTED, KEY
from bot.dialogs.job import applied
from bot.dialogs.training import enrolled, missing, one_a_year
from bot.dialogs.wishes import WISHES, wishes_of
from bot.phrases import offers, talk
from bot.readers.household import hints_at_it
from bot.records import Picked, RecordKind
from bot.scene import Scene, Turn
from bot.vacancies import found
from bot.when import today


def _begin(scene: Scene, name: str) -> Form:
    """Open the form; whoever hints that nobody at home works is asked about it."""
    form = start(DIALOGS[name], scene.session, scene.facts, scene.text, today(scene.inbound.at))
    if KEY in form.answers or not hints_at_it(scene.text):
        return form
    return form.with_answers({**form.answers, HINTED: "yes"})


def job(scene: Scene) -> Turn:
    """Look for a job; one that was applied for already is not applied for again unasked."""
    form = _begin(scene, "job")
    picked = form.answers.get("job")
    if isinstance(picked, Picked) and picked.id in applied(form.context):
        return Turn.of(ask(form.without("job").without(WISHES.key), offers.ALREADY_APPLIED.format(title=picked.title)))
    wishes = wishes_of(form.context)
    opening = offers.search_opens(wishes, found(scene.facts.jobs(), wishes).fitting)
    if not wishes and not picked and (listed := seen_ahead(form, scene.text)):
        return Turn.of(listed)
    return Turn.of(ask(form, opening if wishes and not picked else form.dialog.opening(scene.facts)))


def apply_for(scene: Scene, token: str) -> Turn:
    """Apply for the very job that was tapped in a message, however long ago that came.

    `token`: its id, and after a dot for whom of theirs they look.
    """
    ident, _, whom = token.partition(".")
    listed = {each.id: number for number, each in enumerate(scene.facts.jobs(), start=1)}
    wanted = next((each for each in scene.facts.jobs() if each.id == ident), None)
    if wanted is None:
        return scene.saying(offers.JOB_GONE, ("go.job", offers.SEE_JOBS), ("go.staff", talk.ASK_STAFF))
    before = scene.dialog
    waiting = {**scene.session.answers("job"), **({FOR_WHOM: whom} if whom else {})}
    form = start(DIALOGS["job"], scene.session.with_answers("job", waiting), scene.facts)
    if ident in applied(form.context):
        text = offers.ALREADY_APPLIED.format(title=wanted.title)
        return scene.saying(text, ("go.progress", offers.SEE_PROGRESS))
    form = form.with_answers({**form.answers, "job": Picked(listed[ident], ident, wanted.title)})
    turn = Turn.of(ask(form, offers.THIS_JOB.format(title=wanted.title)))
    if before and before.name != "job" and before.name in turn.session.drafts and turn.say:
        return replace(turn, say=lead_in(talk.SET_ASIDE.format(title=before.title), turn.say))
    return turn


def training(scene: Scene) -> Turn:
    """Sign up for a course, unless this year's free one was had already."""
    form = _begin(scene, "training")
    if had := enrolled(scene.facts, form.answers, today(scene.inbound.at).year):
        choices = (("go.staff", talk.ASK_STAFF), ("go.job", talk.SERVICES["job"][1]))
        return scene.saying(one_a_year(had), *choices)
    whom = form.answers.get(FOR_WHOM, "")
    waiting = (
        record.fields.choice.title
        for record in scene.facts.records()
        if record.kind is RecordKind.TRAINING and record.status.open and record.fields.for_whom == whom
        if record.fields.choice and record.fields.choice.id
    )
    title = next(waiting, "")
    lead = offers.STILL_OPEN.format(title=title) if title and not whom else form.dialog.opening(scene.facts)
    if subject := missing(form.context):
        lead = offers.NO_SUCH_COURSE.format(subject=subject) + lead
    return Turn.of((not title and seen_ahead(form, scene.text)) or ask(form, lead))
