"""The policy answers: how each stands, what the county supplies, the review, a new one."""

from datetime import date, timedelta
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.language.sounds import SYLLABLES
from bot.phrases import policy as phrases
from bot.policy import Entry, Supplied
from bot.policy.editing import NewEntry, with_entry, with_review, with_supplied, without_supplied
from bot.policy.reading import SERVICES
from store.asked import misses
from web.console import answers, states
from web.console.access import Permission, allowed, desk, me, number_of
from web.console.answers import entries, on, publish
from web.console.ground import ground
from web.console.push_words import soon

YEAR: Final = timedelta(days=365)
HALF_A_YEAR: Final = timedelta(days=182)
SERVICE_NAMES: Final = tuple(name for name in SERVICES if name and not name.isascii())


@allowed(Permission.LOOK)
def knowledge() -> ResponseReturnValue:
    """All entries: what has to be done first."""
    found, problems = ground().policy.read()
    lines = sorted(((states.of(entry, on()), entry) for entry in found), key=lambda line: line[0].rank)
    return render_template("console/knowledge.html", lines=lines, problems=problems, states=states.State)


@allowed(Permission.LOOK)
def entry(topic: str) -> ResponseReturnValue:
    """One entry as people see it, and what can be done about it."""
    return _page(_entry(topic))


@allowed(Permission.KNOWLEDGE)
def supply(topic: str) -> ResponseReturnValue:
    """填本县的数."""
    found, form = _entry(topic), request.form
    dated, until = _day("dated"), _day("until")
    said, source, point = (" ".join(form.get(name, "").split())[:300] for name in ("said", "source", "point"))
    if not said or not source or dated is None or until is None:
        return _page(found, ["四样都要写：县里怎么定的、哪个文件、文件日期、用到哪天。"])
    if dated > on() or until < on():
        return _page(found, ["请看看日期：文件日期不能在今天后面，“用到哪天”不能在今天前面。"])
    supplied = Supplied(said, source, dated, until, f"{me().name} {on()}")
    problems = publish(
        "faq-supplied",
        topic,
        lambda text: with_supplied(text, topic, supplied, point if point in _points(found) else ""),
        lambda session, judged: misses.answered(session, judged, topic, (), desk().now(), renewed=True),
    )
    return _done(
        found,
        problems,
        f"填好了，机器人几秒钟后就照这个说。以前问过、没得到准数的人，{soon(desk().now())}会收到一条微信。",
    )


@allowed(Permission.KNOWLEDGE)
def withdraw(topic: str) -> ResponseReturnValue:
    """删掉本县的数."""
    found, said = _entry(topic), request.form.get("said", "")
    problems = publish("faq-unsupplied", topic, lambda text: without_supplied(text, topic, said))
    return _done(found, problems, "删掉了，机器人不再说这个数。")


@allowed(Permission.KNOWLEDGE)
def review(topic: str) -> ResponseReturnValue:
    """核对过了."""
    found, again = _entry(topic), _day("review")
    until = _day("until") if request.form.get("until") else None
    if again is None or again <= on() or (until and until < found.valid_from):
        return _page(found, ["请看看日期：下次核对要在今天后面，“有效到”不能比开始还早。"])
    problems = publish("faq-reviewed", topic, lambda text: with_review(text, topic, again, until))
    return _done(found, problems, "记下了。")


@allowed(Permission.KNOWLEDGE)
def new() -> ResponseReturnValue:
    """A new entry: its form, then what it would change, then its publication."""
    miss = request.values.get("miss", "")
    heap = misses.heap_of(desk().engine, number_of(miss)) if miss else None
    if request.method == "GET":
        return _form({"questions": "\n".join(heap.samples) if heap else ""}, miss)
    written = _written()
    if "edit" in request.form:
        return _form(request.form.to_dict(), miss)
    if written is None:
        return _form(request.form.to_dict(), miss, ["标题、问法、回答、出处，还有两个日期，都要写。"])
    if "sure" not in request.form:
        titles = {each.id: each.title for each in entries().values()} | {written.id: written.title}
        here = url_for("console.new")
        return answers.preview_page(lambda text: with_entry(text, written), here, titles)
    chosen = (int(miss),) if heap else ()
    problems = publish(
        "faq-added",
        written.id,
        lambda text: with_entry(text, written),
        lambda session, judged: misses.answered(session, judged, written.id, chosen, desk().now()),
    )
    if problems:
        return _form(request.form.to_dict(), miss, problems)
    flash(f"发布了，机器人几秒钟后就会答。以前问过的人，{soon(desk().now())}会收到一条微信。", "success")
    return redirect(url_for("console.entry", topic=written.id))


def _written() -> NewEntry | None:
    form = {name: value.strip()[:4000] for name, value in request.form.items()}
    needed = [form.get(name, "") for name in ("title", "questions", "answer", "source")]
    begins, review = _day("valid_from"), _day("review")
    if not all(needed) or begins is None or review is None:
        return None
    title, questions, answer, source = needed
    service = form.get("service", "")
    return NewEntry(
        id=_id_of(title),
        title=title[:40],
        questions=tuple(questions.splitlines()),
        answer=answer,
        source=source,
        valid_from=begins,
        review=review,
        note=form.get("note", ""),
        more=form.get("more", ""),
        service=service if service in SERVICE_NAMES else "找人",
        missing=form.get("missing", ""),
    )


def _id_of(title: str) -> str:
    """An id that nobody has to think of: how the title sounds."""
    sounds = [SYLLABLES.get(sign, "") for sign in title]
    return "_".join(sound for sound in sounds if sound.isascii() and sound.isalpha())[:50].strip("_") or "entry"


def _entry(topic: str) -> Entry:
    found = entries().get(topic)
    if found is None:
        abort(404)
    return found


def _points(found: Entry) -> tuple[str, ...]:
    return tuple(point for point in found.missing.split("、") if point)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def _done(found: Entry, problems: list[str], text: str) -> ResponseReturnValue:
    if problems:
        return _page(found, problems)
    flash(text, "success")
    return redirect(url_for("console.entry", topic=found.id))


def _page(found: Entry, problems: list[str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "console/entry.html",
        entry=found,
        state=states.of(found, on()),
        shown=phrases.answer(found, on()),
        points=_points(found),
        today=on(),
        in_a_year=on() + YEAR,
        next_review=on() + HALF_A_YEAR,
        problems=problems or [],
        given=request.form,
    )
    return (page, 400) if problems else page


def _form(given: dict[str, str], miss: str, problems: list[str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "console/new_entry.html",
        given={"valid_from": str(on()), "review": str(on() + HALF_A_YEAR), **given},
        miss=miss,
        services=SERVICE_NAMES,
        problems=problems or [],
    )
    return (page, 400) if problems else page


ROUTES = (
    ("/knowledge", knowledge, "GET"),
    ("/knowledge/new", new, "GET POST"),
    ("/knowledge/<topic>", entry, "GET"),
    ("/knowledge/<topic>/supply", supply, "POST"),
    ("/knowledge/<topic>/withdraw", withdraw, "POST"),
    ("/knowledge/<topic>/review", review, "POST"),
)
