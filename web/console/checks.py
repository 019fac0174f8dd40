"""回访: short calls to those who found work, whether they still have it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.referrals import checks as due_checks
from store.referrals import retention
from store.referrals.retention import ANSWERS, Retention, Stopped
from store.refusals import Unfit
from store.tables import Answer
from web.console.access import Permission, allowed, desk, me

BUTTONS = {answer: word for answer, word in ANSWERS.items() if answer is not Answer.STOPPED}
STOPPED = Stopped


@allowed(Permission.LOOK)
def checks() -> ResponseReturnValue:
    """The calls that are due."""
    due = due_checks.due(desk().engine, me(), desk().now())
    return render_template("console/checks.html", due=due, tries=retention.TRIES)


@allowed(Permission.WORK)
def answer_check(number: int) -> ResponseReturnValue:
    """还在干 / 换了地方干 / 没干了 / 没联系上."""
    form = request.form
    named, said = form.get("reason", ""), form.get("answer", "")
    if said not in tuple(Answer) or (named and named not in Stopped.__members__):
        raise Unfit
    reason = Stopped[named] if named else None
    done = Retention(desk().engine).answer(me(), number, _check(), Answer(said), desk().now(), reason)
    return _back(number, "记下了。" if done else "记下了，过两天再打，会自己排回来。")


@allowed(Permission.WORK)
def retract_check(number: int) -> ResponseReturnValue:
    """点错了."""
    Retention(desk().engine).retract(me(), number, _check(), desk().now())
    return _back(number, "撤回来了，请再点一次。")


@allowed(Permission.WORK)
def seek_again(number: int) -> ResponseReturnValue:
    """再帮他找活."""
    referral, told = Retention(desk().engine).again(me(), number, _check(), desk().now())
    desk().hand_out(told)
    flash("又登记了找活，排到“等人办”里了。要您办，就点“我来办”。", "success")
    return redirect(url_for("console.referral", number=referral))


def _check() -> int:
    return request.form.get("check", type=int, default=0)


def _back(number: int, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("console.referral", number=number) + "#checks")


ROUTES = (
    ("/checks", checks, "GET"),
    ("/referrals/<int:number>/check", answer_check, "POST"),
    ("/referrals/<int:number>/check/retract", retract_check, "POST"),
    ("/referrals/<int:number>/check/again", seek_again, "POST"),
)
