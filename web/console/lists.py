"""The queue: what waits, what I have, what is not ended, what has ended."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from store.asked import misses
from store.database import reading
from store.offers import vacancies
from store.referrals import caseload, piles
from store.referrals.piles import Pile
from store.sending import undone
from store.tables import Role
from store.talks import takeovers
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
        page = piles.queue(engine, me(), pile, desk().now(), request.args.get("after", ""))
    counts, unheard = piles.counts(engine, me(), desk().now()), ground().listening.count(me())
    tasks = answers.tasks() if me().role is Role.COUNTY else 0
    return render_template(
        "console/queue.html", page=page, pile=pile, asked=asked, counts=counts, unheard=unheard, tasks=tasks
    )


@allowed(Permission.LOOK)
def count() -> ResponseReturnValue:
    """What waits for this member, for the badges that keep themselves up to date."""
    counts = {pile.value: number for pile, number in piles.counts(desk().engine, me(), desk().now()).items()}
    with reading(desk().engine) as session:
        talks = takeovers.unread(session, me())
    failed, unheard = undone.count(desk().engine, me(), desk().now()), ground().listening.count(me())
    return {**counts, "unheard": unheard, "undone": failed, "talks": talks, **_for_the_county()}


def _for_the_county() -> dict[str, int]:
    """What only the county can settle; nobody else is reminded of it."""
    if me().role is not Role.COUNTY:
        return {}
    engine = desk().engine
    return {"held": vacancies.count_held(engine), "misses": misses.count(engine), "tasks": answers.tasks()}


ROUTES = (
    ("/", queue, "GET"),
    ("/count", count, "GET"),
)
