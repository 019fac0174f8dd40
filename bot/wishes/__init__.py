"""What the bot does when it knows what a person wants: one function a wish, each a turn of its own.

`VERBS` is the table; a menu key, a tapped choice, a command and an intent all lead here. Whether a form is open is none
of these functions' business: `interruptions` asks its question again where that is due.
"""

from collections.abc import Callable

from bot.intents import Intent
from bot.phrases import talk
from bot.records import RecordKind
from bot.scene import Scene, Turn
from bot.wishes import offers
from bot.wishes.afterwards import another
from bot.wishes.forms import cancel, change_contact, opening, resume, withdraw
from bot.wishes.meeting import greet, helping, menu, not_ours, thanks
from bot.wishes.people import calling, loud, progress, quiet
from bot.wishes.questions import policy
from bot.wishes.stored import stored
from bot.wishes.whereabouts import station

VERBS: dict[str, Callable[[Scene], Turn]] = {
    "menu": menu,
    "job": offers.job,
    "training": offers.training,
    "produce": opening("produce"),
    "contact": change_contact,
    "forget": opening("forget"),
    "another": another,
    "withdraw": withdraw,
    "resume": resume,
    "cancel": cancel,
    "policy": policy,
    "progress": progress,
    "stored": stored,
    "station": station,
    "staff": calling(RecordKind.STAFF, talk.STAFF_TOLD),
    "complaint": calling(RecordKind.COMPLAINT, talk.COMPLAINT_TOLD),
    "vacancy": opening("vacancy"),
    "quiet": quiet,
    "loud": loud,
}

BY_INTENT: dict[Intent, Callable[[Scene], Turn]] = {
    Intent.FIND_JOB: VERBS["job"],
    Intent.SIGNUP_TRAINING: VERBS["training"],
    Intent.ASK_POLICY: VERBS["policy"],
    Intent.CHECK_PROGRESS: VERBS["progress"],
    Intent.STATION_INFO: VERBS["station"],
    Intent.TALK_TO_STAFF: VERBS["staff"],
    Intent.SELL_PRODUCE: VERBS["produce"],
    Intent.COMPLAIN: VERBS["complaint"],
    Intent.WITHDRAW_APPLICATION: VERBS["withdraw"],
    Intent.UPDATE_CONTACT: VERBS["contact"],
    Intent.DELETE_DATA: VERBS["forget"],
    Intent.UNSUBSCRIBE: VERBS["quiet"],
    Intent.POST_VACANCY: VERBS["vacancy"],
    Intent.GREET: greet,
    Intent.THANKS: thanks,
    Intent.HELP: helping,
    Intent.OUT_OF_SCOPE: not_ours,
}
