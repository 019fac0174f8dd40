"""The queue: what waits, what I have, what is not ended, what has ended."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bot.when import today
from store.asked import misses
from store.catalogue import listing
from store.offers import vacancies
from store.referrals import caseload, piles
from store.referrals.piles import Pile
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
    ending = listing.count_ending(desk().engine, me(), today(desk().now()))
    return {**counts, "unheard": ground().listening.count(me()), "ending": ending, **_for_the_county()}


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
