"""One referral: what was asked for, what became of it, and what can be done next.

The desk's refusals are not handled here but once for all, see `console_blueprint`.
"""

from collections.abc import Mapping
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.records import RecordKind, Status
from bot.when import today
from store.offers import vacancies
from store.referrals import caseload, colleagues, households
from store.referrals import checks as due_checks
from store.referrals.endings import LONGEST_NOTE, Ending, outcomes
from store.referrals.letters import LONGEST, Call
from store.referrals.reasons import Reason, reasons
from store.refusals import Unfit, Unknown
from store.sheets.kinds import JOBS
from store.talks import pages as talk_pages
from web.console import checks, following, push_words, staffing, words
from web.console.access import Permission, allowed, desk, me, number_of
from web.console.ground import ground

Word = TypeVar("Word", Call, Status)


@allowed(Permission.LOOK)
def referral(number: int) -> ResponseReturnValue:
    """The referral's page."""
    return page(number)


@allowed(Permission.WORK)
def claim(number: int) -> ResponseReturnValue:
    """我来办."""
    desk().claim(me(), number, over="over" in request.form)
    return _done(number, "这条归您办了。下一步怎么办，下面写着。")


@allowed(Permission.WORK)
def release(number: int) -> ResponseReturnValue:
    """放回去."""
    desk().release(me(), number)
    return _done(number, "放回去了，别的同事可以接着办。")


@allowed(Permission.WORK)
def phone(number: int) -> ResponseReturnValue:
    """看电话号码."""
    # Shown in the answer itself: no address exists that shows a number without writing down who looked.
    return page(number, desk().reveal_phone(me(), number))


@allowed(Permission.WORK)
def called(number: int) -> ResponseReturnValue:
    """打了电话."""
    call = _one_of(Call, "call")
    attempt = desk().called(me(), number, call)
    return _done(number, words.after_call(call, attempt, desk().now()))


@allowed(Permission.WORK)
def finish(number: int) -> ResponseReturnValue:
    """办完了."""
    named = request.form.get("reason", "")
    if named and named not in Reason.__members__:
        raise Unfit
    form = request.form
    ending = Ending(Reason[named] if named else None, form.get("employer", ""), form.get("started", ""))
    desk().finish(me(), number, _one_of(Status, "outcome"), form.get("note", ""), ending)
    return _done(number, "办完了，辛苦！点错了，十分钟内可以撤销。")


@allowed(Permission.WORK)
def hand_over(number: int) -> ResponseReturnValue:
    """转给别的驿站."""
    desk().hand_over(me(), number, number_of(request.form.get("station", "")))
    flash("转过去了，那边的驿站会看到。", "success")
    return redirect(url_for("console.queue"))


@allowed(Permission.WORK)
def note(number: int) -> ResponseReturnValue:
    """记一笔."""
    desk().note(me(), number, request.form.get("text", ""))
    return _done(number, "记下了。")


@allowed(Permission.WORK)
def message(number: int) -> ResponseReturnValue:
    """发微信."""
    desk().write(me(), number, request.form.get("text", ""))
    return _done(number, "正在发。发没发到，看下面“发出的微信”。")


@allowed(Permission.WORK)
def undo(number: int) -> ResponseReturnValue:
    """撤销."""
    desk().undo(me(), number)
    return _done(number, "撤回来了。")


def _done(number: int, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("console.referral", number=number))


def page(number: int, phone: str = "", vacancy: tuple[Mapping[str, str], Mapping[str, str]] | None = None) -> str:
    """The page; `vacancy` is what was typed into its form for a vacancy, and what is wrong with it."""
    case = caseload.case(desk().engine, me(), number, desk().now())
    if case is None:
        raise Unknown
    holder, lately = talk_pages.lately(desk().engine, me(), number, desk().now())
    return render_template(
        "console/referral.html",
        talk_holder=holder,
        talk_lately=lately,
        case=case,
        mine=case.line.assignee_id == me().id,
        phone=phone,
        outcomes=outcomes(case.line.kind),
        reasons=reasons,
        able=colleagues.able(desk().engine, number, today(desk().now())) if staffing.leads(case.line) else (),
        days=following.days(today(desk().now())),
        checks=due_checks.of_referral(desk().engine, me(), number, desk().now()),
        check_words=checks,
        today=today(desk().now()),
        behind=vacancies.behind(desk().engine, number) if case.line.kind is RecordKind.VACANCY else None,
        columns=JOBS.columns,
        typed=vacancy[0] if vacancy else vacancies.begun(desk().engine, number),
        wrongs=vacancy[1] if vacancy else {},
        plan_id=households.plan_of(desk().engine, me(), number),
        plan=households.steps(desk().engine, me(), number, today(desk().now())),
        stations=caseload.stations(desk().engine),
        budget=push_words.budget(caseload.budget_of(desk().engine, number, ground().acts, desk().now()), desk().now()),
        whys=push_words.WHYS,
        notes=ground().listening.of_referral(me(), number),
        longest={"note": LONGEST_NOTE, "message": LONGEST},
    )


def _one_of(kind: type[Word], key: str) -> Word:
    try:
        return kind(request.form.get(key, ""))
    except ValueError:
        raise Unfit from None


ROUTES = (
    ("/referrals/<int:number>", referral, "GET"),
    ("/referrals/<int:number>/claim", claim, "POST"),
    ("/referrals/<int:number>/release", release, "POST"),
    ("/referrals/<int:number>/phone", phone, "POST"),
    ("/referrals/<int:number>/called", called, "POST"),
    ("/referrals/<int:number>/finish", finish, "POST"),
    ("/referrals/<int:number>/hand-over", hand_over, "POST"),
    ("/referrals/<int:number>/note", note, "POST"),
    ("/referrals/<int:number>/message", message, "POST"),
    ("/referrals/<int:number>/undo", undo, "POST"),
)
