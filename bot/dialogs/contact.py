"""Contact details: left so that the station can call back, or changed."""

from bot.dialogs.common import PERSON, call_promise
from bot.dialogs.form import ABOUT, Context, Dialog, Ending, fields_of
from bot.effects import Learn
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.records import RecordKind


def _finish(context: Context) -> Ending:
    fields = fields_of(context.answers)
    words = talk.CONTACT_SAVED.format(name=fields.name, phone=fields.phone or talk.NO_PHONE)
    about = context.answers.get(ABOUT)
    if not isinstance(about, str) or not fields.phone:
        return Ending((Learn(fields, RecordKind(about) if isinstance(about, str) else None),), words)
    promised = call_promise(fields.village, context.facts)
    told = words + hour_words.will_call(promised, "")
    return Ending((Learn(fields, RecordKind(about), promised.by),), told)


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
