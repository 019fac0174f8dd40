"""Contact details: left so that the station can call back, or changed."""

from bot.dialogs.common import PERSON
from bot.dialogs.form import ABOUT, Context, Dialog, Ending, fields_of
from bot.effects import Learn
from bot.phrases import talk
from bot.records import RecordKind


def _finish(context: Context) -> Ending:
    fields = fields_of(context.answers)
    words = talk.CONTACT_SAVED.format(name=fields.name, phone=fields.phone or talk.NO_PHONE)
    about = context.answers.get(ABOUT)
    return Ending((Learn(fields, RecordKind(about) if isinstance(about, str) else None),), words)


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
