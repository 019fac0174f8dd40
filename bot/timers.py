"""What comes of time alone: a reminder of an unfinished form, and forgetting answers that were kept long enough.

A talk has at most one alarm, set while something is unfinished. When it rings, the session decides afresh: it may be
too early (the person wrote meanwhile), time to remind, or time to forget. `Session.alarm` names the one that counts and
is kept with the session (see `Sessions.commit`); an alarm for any other moment is stale and does nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogs import DIALOGS
from bot.dialogs.asking import Form, ask, from_the_top, lead_in, start
from bot.dialogs.form import ABOUT, FOR_WHOM, Dialog
from bot.message import Kind
from bot.phrases import timers as words
from bot.scene import Scene, Turn
from bot.session import Session, moment, stamp
from bot.when import by_day
from bot.wishes import lost
from bot.wishes.calls import ask_whether_called

REMIND_AFTER = timedelta(hours=3)
"""So long after the person's last message, or the next morning if that is at night: always within WeChat's 48 hours."""

WINDOW = timedelta(hours=48)
KEPT = timedelta(days=7)
"""So long are the answers of an unfinished form kept after the person's last message."""

ALARM, CALLBACK, LOST = "alarm", "callback", "lost"

_OPENS_NO_WINDOW = (Kind.MENU, Kind.FOLLOW, Kind.SCAN, Kind.UNFOLLOW, Kind.TIMER)
"""After these WeChat lets us write for a minute at most, so no reminder is set; the next message sets it."""


# --- with each message of the person -------------------------------------------------------------------------


def lapse(scene: Scene) -> Scene:
    """Forget the answers of unfinished forms once they were kept for `KEPT`, and remember that this is to be said."""
    session, name = scene.session, unfinished(scene.session)
    if not session.drafts or not session.heard_at or scene.inbound.at < moment(session.heard_at) + KEPT:
        return scene
    gone = replace(session, drafts={}, active="", asked=None, told=(), offered=(), reminded=(), lapsed=name)
    return scene.with_session(gone)


def say_lapsed(scene: Scene, turn: Turn) -> Turn:
    """Say that answers were not kept, once, before whatever else is said."""
    name = scene.session.lapsed
    if name not in DIALOGS or turn.say is None:
        return turn
    told = words.LAPSED_RESTARTED if turn.session.active == name else words.LAPSED
    lead = told.format(title=DIALOGS[name].title, days=KEPT.days)
    return replace(turn, session=replace(turn.session, lapsed=""), say=lead_in(lead, turn.say))


def set_alarm(scene: Scene, turn: Turn) -> Turn:
    """After a turn of the person: the talk has an alarm if something is unfinished, and none otherwise."""
    reminded = tuple(name for name in turn.session.reminded if name in turn.session.drafts)
    session = replace(turn.session, heard_at=stamp(scene.inbound.at), reminded=reminded)
    due, alarm = _due(session), session.alarm
    if due is None:
        alarm = 0
    elif scene.inbound.kind not in _OPENS_NO_WINDOW and not session.heard_at < alarm <= stamp(due):
        alarm = stamp(due)
    return replace(turn, session=session if alarm == session.alarm else replace(session, alarm=alarm))


def unfinished(session: Session) -> str:
    """The dialog of which the person may be reminded: the open one, else the one set aside last; "" for none."""
    waiting = [name for name, answers in session.drafts.items() if answers or name == session.active]
    names = [session.active, *reversed(waiting)]
    return next((name for name in names if name in DIALOGS and DIALOGS[name].reminds), "")


def _due(session: Session) -> datetime | None:
    """When to look at this talk again."""
    name = unfinished(session)
    if not name:
        return None
    heard = moment(session.heard_at)
    return heard + KEPT if name in session.reminded else by_day(heard + REMIND_AFTER)


def _waking(turn: Turn, at: datetime) -> Turn:
    return replace(turn, session=replace(turn.session, alarm=stamp(at)))


# --- when a set time has come --------------------------------------------------------------------------------


def ring(scene: Scene) -> Turn:
    """A timer: its text is "alarm.<moment>", "callback.<record>" or "lost.<record>.<why>"."""
    verb, _, rest = scene.text.partition(".")
    return _BY_VERB[verb](scene, rest)


def _alarm(scene: Scene, rest: str) -> Turn:
    session, now = scene.session, scene.facts.now()
    if rest != str(session.alarm):
        return Turn(session, None)
    turn = Turn(replace(session, alarm=0), None)
    due = _due(session)
    if due is None:
        return turn
    if (later := max(due, by_day(now))) > now:
        return _waking(turn, later)
    return _reminded(scene.with_session(turn.session))


def _reminded(scene: Scene) -> Turn:
    """The one reminder, with the open question; silence if it may not be sent. Then the answers' time runs."""
    session, profile, name = scene.session, scene.facts.profile(), unfinished(scene.session)
    kept = replace(session, reminded=(*session.reminded, name))
    until = moment(session.heard_at) + KEPT
    too_late = scene.facts.now() >= moment(session.heard_at) + WINDOW
    if too_late or not (profile.subscribed and profile.follows):
        return _waking(Turn(kept, None), until)
    dialog = DIALOGS[name]
    opened = kept if kept.active == name else start(dialog, kept, scene.facts).session
    form = from_the_top(Form(dialog, opened, scene.facts))
    return _waking(Turn.of(ask(form, _lead(dialog, form), again=True)), until)


def _lead(dialog: Dialog, form: Form) -> str:
    if ABOUT in form.answers:  # they asked for somebody, and have not yet said how to call them
        return words.REMINDER_CALL
    whom = form.answers.get(FOR_WHOM)
    return (words.REMINDER_FOR if whom else words.REMINDER).format(title=dialog.title, whom=whom)


_BY_VERB: dict[str, Callable[[Scene, str], Turn]] = {ALARM: _alarm, CALLBACK: ask_whether_called, LOST: lost.ask}
