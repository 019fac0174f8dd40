"""The queue: what waits, what I have, what is not ended, what has ended."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from store import caseload
from store.caseload import Pile
from store.tables import Role
from web.console import answers
from web.console.access import Permission, allowed, desk, me
from web.console.ground import ground


@allowed(Permission.LOOK)
def queue() -> ResponseReturnValue:
    """One page of a pile, or of what was searched for."""
    engine, asked = desk().engine, request.args.get("q", "").strip()[:60]
    name = request.args.get("pile", "")
    pile = Pile(name) if name in tuple(Pile) else Pile.NEW
    if asked:
        page = caseload.search(engine, me(), asked)
    else:
        page = caseload.queue(engine, me(), pile, request.args.get("after", ""))
    counts, unheard = caseload.counts(engine, me()), ground().listening.count(me())
    tasks = answers.tasks() if me().role is Role.COUNTY else 0
    return render_template(
        "console/queue.html", page=page, pile=pile, asked=asked, counts=counts, unheard=unheard, tasks=tasks
    )


@allowed(Permission.LOOK)
def count() -> ResponseReturnValue:
    """How many are new, for the badge that keeps itself up to date."""
    counts = {pile.value: number for pile, number in caseload.counts(desk().engine, me()).items()}
    return {**counts, "unheard": ground().listening.count(me())}


ROUTES = (
    ("/", queue, "GET"),
    ("/count", count, "GET"),
)
