"""Erasing what we keep of a person: nothing to fill in, but it must be meant."""

from bot.dialogs.form import Context, Dialog, Ending
from bot.effects import Forget
from bot.phrases import talk


def _finish(context: Context) -> Ending:
    return Ending((Forget(),), talk.FORGOTTEN)


DIALOG = Dialog(
    name="forget",
    title="删除信息",
    opening=lambda facts: talk.FORGET_OPENS,
    questions=(),
    finish=_finish,
    summary=talk.FORGET_SURE,
    yes=talk.FORGET_YES,
    no=talk.FORGET_NO,
    reminds=False,
)
