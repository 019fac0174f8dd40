"""The dialogs: one table of questions per file, filled in by one engine.

`form` says what a dialog is, `kinds` which kinds of answers there are, `filling` how a form is filled in. A new
dialog is a new file and a new line below.
"""

from bot.dialogs import contact, forget, job, produce, training, vacancy, withdraw
from bot.dialogs.form import Dialog

DIALOGS: dict[str, Dialog] = {
    dialog.name: dialog
    for dialog in (
        job.DIALOG,
        training.DIALOG,
        produce.DIALOG,
        vacancy.DIALOG,
        contact.DIALOG,
        withdraw.DIALOG,
        forget.DIALOG,
    )
}
