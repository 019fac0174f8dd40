"""Contact details: left so that the station can call back, or changed."""

from bot.dialogs.common import PERSON, call_promise, in_writing
from bot.dialogs.form import ABOUT, Context, Dialog, Ending, fields_of
from bot.effects import Learn
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.records import RecordKind


def _finish(context: Context) -> Ending:
    fields = fields_of(context.answers)
    about = context.answers.get(ABOUT)
    kind = RecordKind(about) if isinstance(about, str) else None
    saved = talk.CONTACT_LEFT if kind else talk.CONTACT_CHANGED
    words = saved.format(name=fields.name, phone=fields.phone or talk.NO_PHONE)
    if kind is None or not fields.phone:
        return Ending((Learn(fields, kind),), words)
    promised = call_promise(fields.village, context.facts)
    return Ending(
        (Learn(fields, kind, promised.by),),
        words + hour_words.will_call(promised, "", written=in_writing(fields, context.facts)),
    )


DIALOG = Dialog(
    name="contact",
    title="改联系方式",
    opening=lambda facts: talk.CONTACT_OPENS,
    questions=PERSON,
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.CONTACT_YES,
    unwilling=talk.CONTACT_REFUSED,
)
