"""How a referral ends, and what is told to the person of it."""

from dataclasses import dataclass

from bot.records import RecordKind, Status
from bot.when import today
from store.referrals import letters, lost, resting, retention
from store.referrals.action import Action, fit
from store.referrals.history import fruitless
from store.referrals.letters import Call
from store.referrals.reasons import Reason, reasons
from store.referrals.views import wish_of
from store.refusals import Unfit
from store.tables import Weight

LONGEST_NOTE = 1000

_ANY = (Status.ANSWERED, Status.DECLINED, Status.UNREACHABLE)
_BEST = {RecordKind.JOB: Status.PLACED, RecordKind.TRAINING: Status.ENROLLED, RecordKind.PRODUCE: Status.SOLD}


def outcomes(kind: RecordKind) -> tuple[Status, ...]:
    """The ends to which staff can bring a request of this kind, the best first."""
    return (_BEST[kind], *_ANY) if kind in _BEST else _ANY


@dataclass(frozen=True, slots=True)
class Ending:
    """What staff know of an end: why it came to nothing; of work that was found at whose and since when (ISO day)."""

    reason: Reason | None = None
    employer: str = ""
    started: str = ""


def finish(action: Action, outcome: Status, note: str, ending: Ending) -> None:
    """Bring it to its end and tell the person; who did not answer messages is asked, so that an answer opens it again.

    Raises Unfit.
    """
    said = action.referral.registration
    unfit = ending.reason and ending.reason not in reasons(said.kind, outcome)
    if unfit or outcome not in outcomes(said.kind):
        raise Unfit
    _end(action, outcome, ending.reason, fit(note, LONGEST_NOTE, may_be_empty=True))
    if outcome is Status.PLACED:
        employer = fit(ending.employer, retention.LONGEST_EMPLOYER, may_be_empty=True)
        started = retention.started(ending.started, today(action.now))
        retention.placed(action.session, action.referral, employer, started)
    if said.in_writing and outcome is Status.UNREACHABLE:
        _ask_how_to_reach(action)
        return
    phone = "" if said.in_writing else action.station[1]
    action.write(letters.ended(outcome, wish_of(said), phone), Weight.OUTCOME)


def _end(action: Action, outcome: Status, reason: Reason | None, note: str) -> None:
    referral = action.referral
    referral.outcome, referral.reason = note, reason.name if reason else ""
    resting.wake(referral)
    action.move(outcome, "；".join(part for part in (reason.word if reason else "", note) if part))


_LAST: dict[Call, Reason] = {Call.WRONG_NUMBER: Reason.WRONG_NUMBER, Call.SWITCHED_OFF: Reason.SWITCHED_OFF}


def tell_missed(action: Action, call: Call) -> bool:
    """Tell the person of a call that reached nobody, or ask them for the right number."""
    if action.referral.registration.in_writing:
        return action.write(letters.ANSWER_HERE.format(station=action.station[0]))
    if call is Call.WRONG_NUMBER:
        return _ask_how_to_reach(action)
    return action.write(letters.missed_call(call, *action.station))


def give_up(action: Action, call: Call) -> bool:
    """After the last rung; whether the person is asked how to be reached."""
    tries = fruitless(action.referral.events)
    _end(action, Status.UNREACHABLE, _LAST.get(call, Reason.NOBODY_ANSWERS), f"打了{tries}回都没打通")
    return _ask_how_to_reach(action)


def _ask_how_to_reach(action: Action) -> bool:
    if not action.writable:
        return False
    action.promise(lost.LOST, *lost.question(action.referral, action.now))
    return True
