"""Reaching the station's people, and hearing from them."""

import re
from collections.abc import Callable

from bot.commands import command_of
from bot.dialogs import DIALOGS
from bot.dialogs.asking import OF_THE_PERSON, ask, start
from bot.dialogs.common import call_promise, in_writing, station_name
from bot.dialogs.form import ABOUT, CONSENT, fields_of
from bot.effects import Register, Subscribe
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.readers.household import nobody_works
from bot.readers.reach import rather_in_writing
from bot.records import Fields, RecordKind
from bot.scene import Scene, Turn

_BARE = re.compile(r"(?:我|俺)?(?:要|想|来)*(?:投诉|举报|反映|告状|告)(?:一下|个|下)?(?:问题|情况|事|你们)?[吧啊\W]*|")
"""A complaint that does not say of what."""


def _known(scene: Scene, kind: RecordKind) -> Fields:
    """What we may tell the station of this person: the profile, and what the open form has learned with consent."""
    profile = scene.facts.profile()
    answers = scene.session.answers(scene.session.active)
    agreed = profile.consented or CONSENT in answers
    given = fields_of(answers) if agreed else Fields()
    return Fields(
        name=given.name or ("" if given.for_whom else profile.name),
        phone=given.phone or profile.phone,
        village=given.village or profile.village,
        note="\n".join(part for part in (_what_about(scene, kind), _so_far(scene) if agreed else "") if part),
        for_whom=given.for_whom,
        nobody_works=given.nobody_works or nobody_works(scene.text),
        in_writing=True if rather_in_writing(scene.text) else given.in_writing,
    )


def _so_far(scene: Scene) -> str:
    """What was filled in of the open form, so that staff need not ask it again."""
    form = scene.form
    if not form or form.dialog.name == "contact":
        return ""
    lines = [
        f"{q.label}：{q.answer.show(form.answers[q.key])}"
        for q in form.dialog.applying(form.context)
        if q.key not in OF_THE_PERSON
    ]
    return "，".join((talk.HALF_FILLED.format(title=form.dialog.title), *lines))


def _what_about(scene: Scene, kind: RecordKind) -> str:
    """What staff should know before they call: the message itself, or, after a mere "转人工", what went unanswered.

    Below an answer of the policy book it begins with the title of that answer, which is what it is about; a complaint
    is about what the person says.
    """
    said = "" if scene.inbound.choice or command_of(scene.text) else scene.text.strip()
    said = said or scene.session.unanswered
    titled = kind is not RecordKind.COMPLAINT and _answered_last(scene)
    entry = scene.mind.book.entry(scene.session.topic) if titled else None
    return "：".join(part for part in (entry.title if entry else "", said) if part)


def _answered_last(scene: Scene) -> bool:
    """Whether the choices on the screen stand below the answer of an entry."""
    return bool(scene.session.topic) and f"bad.{scene.session.topic}" in scene.session.offered


def calling(kind: RecordKind, told: str) -> Callable[[Scene], Turn]:
    """File the message for the station at once, so that it cannot be lost; then ask how to call back if need be."""

    def call(scene: Scene) -> Turn:
        fields = _known(scene, kind)
        promised = call_promise(fields.village, scene.facts)
        bare = kind is RecordKind.COMPLAINT and _BARE.fullmatch(fields.note)
        lead = (talk.WHAT_HAPPENED if bare else told).format(station=station_name(fields.village, scene.facts))
        written = in_writing(fields, scene.facts)
        if fields.phone or written:
            file = Register(kind, fields, promised.by)
            lead += hour_words.will_call(promised, fields.phone, written=written)
            return scene.with_session(scene.session.set_aside()).saying(lead).adding(file)
        file = Register(kind, fields)
        lead += hour_words.closed(promised.opens, promised.made)
        form = start(DIALOGS["contact"], scene.session, scene.facts)
        form = form.with_answers({**form.answers, ABOUT: kind.value})
        return Turn.of(ask(form, f"{lead}{talk.LEAVE_A_PHONE}")).adding(file)

    return call


def more_about(scene: Scene, kind: RecordKind) -> Turn:
    """What is said goes to what was just filed."""
    return scene.saying(talk.TOLD_ON).adding(Register(kind, _known(scene, kind)))


def progress(scene: Scene) -> Turn:
    """The person's requests and where each stands."""
    records = scene.facts.records()
    if not records:
        return scene.saying(talk.NOTHING_FILED, ("go.staff", talk.ASK_STAFF), *talk.MENU_ITEMS[:2])
    return scene.saying(talk.progress(records, scene.facts.stations()), ("go.staff", talk.ASK_STAFF))


def quiet(scene: Scene) -> Turn:
    """Send no more news."""
    return scene.saying(talk.QUIET).adding(Subscribe(wanted=False))


def loud(scene: Scene) -> Turn:
    """Send news again."""
    return scene.saying(talk.LOUD).adding(Subscribe(wanted=True))
