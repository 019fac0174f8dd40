"""What the pages about policy answers share: the entries, a change's preview, its publication."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bot.policy import Entry
from bot.policy.editing import CannotEdit
from bot.policy.preview import Preview, preview
from bot.when import today
from store.asked import misses
from store.asked.knowledge import Also, Change, Unpublishable
from web.console import states
from web.console.access import desk, me
from web.console.ground import ground

CANNOT_WRITE = "文件写不进去，请管机器的人看看磁盘和文件夹的权限。"


def on() -> date:
    """The county's day."""
    return today(desk().now())


def entries() -> dict[str, Entry]:
    """What stands in the file, by id."""
    return {entry.id: entry for entry in ground().policy.read()[0]}


def publish(action: str, topic: str, change: Change, also: Also = lambda session, judged: ()) -> list[str]:
    """Make the change and hand out what it promised; why it was not made, line by line, if it was not."""
    where, works = ground().policy, desk()
    try:
        works.hand_out(where.publish(works.engine, me(), works.now(), (action, topic), change, also))
    except Unpublishable as refused:
        return [problem.message for problem in refused.problems]
    except CannotEdit as refused:
        return [str(refused)]
    except OSError:
        return [CANNOT_WRITE]
    return []


def previewed(change: Change) -> tuple[Preview | None, list[str]]:
    """What the change would do to the questions really asked, or why it cannot be made."""
    try:
        proposal = ground().policy.propose(change, on())
    except CannotEdit as refused:
        return None, [str(refused)]
    index = proposal.judged.index
    if proposal.fresh or index is None:
        return None, [problem.message for problem in proposal.fresh]
    answered, missed = misses.questions_asked(desk().engine)
    return preview(ground().book().find, index.find, answered, missed, on()), []


def preview_page(change: Change, action: str, titles: dict[str, str]) -> ResponseReturnValue:
    """The page between a form and its publication; its own form sends the same fields again, with `sure` or `edit`."""
    found, problems = previewed(change)
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "sure", "edit")
    ]
    page = render_template(
        "console/preview.html",
        preview=found,
        problems=problems,
        action=action,
        fields=fields,
        titles=titles,
    )
    return (page, 400) if problems else page


def tasks() -> int:
    """How many things about the answers staff have to put right."""
    found, problems = ground().policy.read()
    return len(problems) + sum(states.of(entry, on()).task for entry in found)
