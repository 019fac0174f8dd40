"""The queue: what waits, what I have, what is not ended, what has ended."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bot.when import today
from store.asked import misses
from store.catalogue import listing
from store.database import reading
from store.offers import vacancies
from store.referrals import checks, piles
from store.referrals.filters import find
from store.referrals.piles import Pile
from store.sending import undone
from store.tables import Role
from store.talks import takeovers
from web.console import answers, filtering
from web.console.access import Permission, allowed, desk, me
from web.console.ground import ground


@allowed(Permission.LOOK)
def queue() -> ResponseReturnValue:
    """One page of a pile, or of what was searched for."""
    engine, wanted = desk().engine, filtering.wanted()
    name = request.args.get("pile", "")
    pile = Pile(name) if name in tuple(Pile) else Pile.NEW
    if wanted:
        page = find(engine, me(), wanted, request.args.get("after", ""))
    else:
        page = piles.queue(engine, me(), pile, desk().now(), request.args.get("after", ""))
    counts, unheard = piles.counts(engine, me(), desk().now()), ground().listening.count(me())
    tasks = answers.tasks() if me().role is Role.COUNTY else 0
    return render_template(
        "console/queue.html",
        page=page,
        pile=pile,
        wanted=wanted,
        choices=filtering.choices(),
        counts=counts,
        unheard=unheard,
        tasks=tasks,
        due=_due(),
    )


@allowed(Permission.LOOK)
def count() -> ResponseReturnValue:
    """What waits for this member, for the badges that keep themselves up to date."""
    counts = {pile.value: number for pile, number in piles.counts(desk().engine, me(), desk().now()).items()}
    ending = listing.count_ending(desk().engine, me(), today(desk().now()))
    failed = undone.count(desk().engine, me(), desk().now())
    with reading(desk().engine) as session:
        talks = takeovers.unread(session, me())
    held = {"unheard": ground().listening.count(me()), "checks": _due(), "ending": ending, "undone": failed}
    return {**counts, **held, "talks": talks, **_for_the_county()}


def _due() -> int:
    return checks.count_for(desk().engine, me(), desk().now())


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
