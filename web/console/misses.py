"""What was not understood: alike ones together; answer them with an entry, write a new one, or leave them."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.effects import QuestionEnding
from bot.policy import Entry
from bot.policy.editing import with_samples
from store.asked import misses
from store.asked.masking import bare
from store.asked.misses import Heap
from store.asked.questions import by_week
from store.database import reading
from web.console import answers
from web.console.access import Permission, allowed, desk, me
from web.console.answers import entries, on, publish
from web.console.ground import ground
from web.console.push_words import soon

AT_A_TIME = 30
WEEKS = 6
MOST_SAMPLES = 8


@allowed(Permission.LOOK_AT_MISSES)
def waiting() -> ResponseReturnValue:
    """What waits for review, and whether it becomes less."""
    found = misses.heaps(desk().engine)
    return render_template(
        "console/misses.html", heaps=found[:AT_A_TIME], more=len(found) - AT_A_TIME, titles=_titles(), weeks=_weeks()
    )


@allowed(Permission.LOOK_AT_MISSES)
def miss(number: int) -> ResponseReturnValue:
    """One heap."""
    heap = misses.heap_of(desk().engine, number)
    return _page(heap) if heap else _gone()


@allowed(Permission.KNOWLEDGE)
def answer(number: int) -> ResponseReturnValue:
    """用现成的一条答: first what it would change, then its publication."""
    heap = misses.heap_of(desk().engine, number)
    if heap is None:
        return _gone()
    topic = request.form.get("topic", "")
    samples = [line.strip() for line in request.form.get("samples", "").splitlines() if line.strip()][:MOST_SAMPLES]
    if "edit" in request.form:
        return _page(heap)
    if topic not in entries() or not samples or not _chosen(heap):
        return _page(heap, ["请选一条，写上至少一句问法，上面至少勾一句。"])
    if "sure" not in request.form:
        here = url_for("console.answer", number=number)
        return answers.preview_page(lambda text: with_samples(text, topic, samples), here, _titles())
    problems = publish(
        "faq-sample",
        topic,
        lambda text: with_samples(text, topic, samples),
        lambda session, judged: misses.answered(session, judged, topic, _chosen(heap), desk().now()),
    )
    if problems:
        return _page(heap, problems)
    flash(f"记下了，下次就听得懂。以前问过的人，{soon(desk().now())}会收到一条微信。", "success")
    return redirect(url_for("console.waiting"))


@allowed(Permission.KNOWLEDGE)
def point(number: int) -> ResponseReturnValue:
    """已经能答了: the file was changed by hand, say, and now those who asked are to know."""
    heap = misses.heap_of(desk().engine, number)
    if heap is None:
        return _gone()
    entry = _answered_now(heap)
    if entry is None:
        return _page(heap, ["现在还答不上这句话。"])
    desk().hand_out(misses.point_to(desk().engine, me(), entry, _chosen(heap), desk().now()))
    flash(f"好，问过的人{soon(desk().now())}会收到一条微信。", "success")
    return redirect(url_for("console.waiting"))


@allowed(Permission.KNOWLEDGE)
def dismiss(number: int) -> ResponseReturnValue:
    """不用管."""
    heap = misses.heap_of(desk().engine, number)
    if heap is None:
        return _gone()
    misses.dismiss(desk().engine, me(), _chosen(heap), desk().now())
    flash("好，这些不再列出来。", "success")
    return redirect(url_for("console.waiting"))


def _chosen(heap: Heap) -> list[int]:
    """Those that were left ticked."""
    ticked = set(request.form.getlist("miss"))
    return [miss.id for miss in heap.misses if str(miss.id) in ticked]


def _answered_now(heap: Heap) -> Entry | None:
    """The entry that the book in use is sure of, unless that was the answer that did not help."""
    found = ground().book().find(bare(heap.first.text), on()).entry
    return found if found and found.id != heap.first.topic else None


def _gone() -> ResponseReturnValue:
    flash("这一条有人处理过了。", "info")
    return redirect(url_for("console.waiting"))


def _page(heap: Heap, problems: list[str] | None = None) -> ResponseReturnValue:
    titles = _titles()
    page = render_template(
        "console/miss.html",
        heap=heap,
        titles=titles,
        chosen=_chosen(heap),
        answered=_answered_now(heap),
        likely=[guess for guess in heap.guesses if guess in titles],
        given=request.form,
        problems=problems or [],
    )
    return (page, 400) if problems else page


def _titles() -> dict[str, str]:
    return {entry.id: entry.title for entry in entries().values()}


def _weeks() -> list[dict[str, object]]:
    """The figures of the last weeks, the newest first: how many questions ended in each way."""
    monday = on() - timedelta(days=on().weekday())
    with reading(desk().engine) as session:
        counts = by_week(session, monday - timedelta(weeks=WEEKS - 1), on())
    weeks = []
    for begins in (monday - timedelta(weeks=back) for back in range(WEEKS)):
        sums = dict.fromkeys(QuestionEnding, 0)
        for each in counts:
            if each.week == begins:
                sums[each.outcome] += each.count
        weeks.append({"begins": begins, "sums": sums, "asked": sum(sums.values()) - sums[QuestionEnding.UNHELPFUL]})
    return weeks


ROUTES = (
    ("/misses", waiting, "GET"),
    ("/misses/<int:number>", miss, "GET"),
    ("/misses/<int:number>/answer", answer, "POST"),
    ("/misses/<int:number>/point", point, "POST"),
    ("/misses/<int:number>/dismiss", dismiss, "POST"),
)
