"""Produce that people want to sell (农产品代销代售): who buys it, and for how much it went.

An offer is a request like any other, worked at the desk; this adds the buyer and the sum, and the list of all offers.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Engine, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from bot.guard import suspicions
from bot.readers.divisions import TOWNSHIPS
from bot.records import RecordKind, Status
from bot.when import today
from store.catalogue.entries import Wrong
from store.database import reading
from store.referrals import letters
from store.referrals.action import Action, acting
from store.referrals.caseload import in_scope
from store.referrals.views import Line, line_of, wish_of
from store.refusals import Ended, Unfit
from store.sheets import cells
from store.sheets.columns import Column, Kind
from store.sheets.reading import read_row
from store.staff import Member
from store.tables import Referral, Registration, Sale, Weight

MOST = 200
MOST_SHOWN = 40
_TELLS_WHO = re.compile(r"\d{6}|.{21}|[，。,;；]")
"""More than a name of goods: a telephone number, a sentence. Such an offer is for staff only."""
OPEN = [status for status in Status if status.open]

SALE = Kind(
    "卖出去",
    Sale,
    (
        Column("buyer", ("谁买的",), longest=100, needed=True, hint="哪个人、哪家店、哪个单位", example="县里食堂"),
        Column("quantity", ("买多少",), longest=100, example="200斤"),
        Column("yuan", ("一共多少钱（元）",), cells.number, longest=6, hint="卖出去了一定要填", example="300"),
    ),
    (),
    "sale",
)


class Show(StrEnum):
    """Offers that are open, sold, or all of them."""

    OPEN = "open"
    SOLD = "sold"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer with its buyer, if there is one. `line` is the request's."""

    line: Line
    product: str
    quantity: str
    buyer: str
    bought: str
    yuan: int
    sold_on: date | None


def offers(engine: Engine, member: Member, show: Show = Show.OPEN, text: str = "") -> list[Offer]:
    """The offers in this member's scope, the newest first."""
    query = (
        select(Referral, Sale)
        .join(Referral.registration)
        .outerjoin(Sale, Sale.registration_id == Registration.id)
        .where(in_scope(member), Registration.kind == RecordKind.PRODUCE, _shown(show))
        .options(contains_eager(Referral.registration), joinedload(Referral.station), joinedload(Referral.assignee))
        .order_by(Referral.id.desc())
        .limit(MOST)
    )
    if text:
        towns = [code for code, name in TOWNSHIPS.items() if text in name]
        words = (Registration.product, Registration.name, Registration.place, Sale.buyer)
        found = (each.contains(text, autoescape=True) for each in words)
        query = query.where(or_(Registration.township.in_(towns), *found))
    with reading(engine) as session:
        return [_offer(row, sale) for row, sale in session.execute(query).unique()]


@dataclass(frozen=True, slots=True)
class OnOffer:
    """What anybody may see of an offer: the thing, how much, the township's code. Never whose it is."""

    product: str
    quantity: str
    township: str


def on_offer(engine: Engine) -> list[OnOffer]:
    """What nobody has bought yet, the newest first."""
    unsold = (Registration.kind == RecordKind.PRODUCE, Referral.status.in_(OPEN), Registration.product != "")
    told = select(Registration.product, Registration.quantity, Registration.township)
    bought = select(Sale.registration_id)
    query = told.join(Referral).where(*unsold, Registration.id.not_in(bought)).order_by(Registration.id.desc())
    with reading(engine) as session:
        found = [OnOffer(*row) for row in session.execute(query.limit(MOST_SHOWN))]
    return [each for each in found if _may_be_shown(each.product + each.quantity)]


def _may_be_shown(told: str) -> bool:
    return not (_TELLS_WHO.search(told) or suspicions(told))


def _shown(show: Show) -> ColumnElement[bool]:
    if show is Show.OPEN:
        return Referral.status.in_(OPEN)
    return Referral.status == Status.SOLD if show is Show.SOLD else Referral.status != Status.WITHDRAWN


def _offer(row: Referral, sale: Sale | None) -> Offer:
    said = row.registration
    sold = sale.sold_on if sale else None
    told = (sale.buyer, sale.quantity, sale.yuan) if sale else ("", "", 0)
    return Offer(line_of(row), said.product, said.quantity, *told, sold)


def record(engine: Engine, member: Member, number: int, typed: dict[str, str], now: datetime, *, sold: bool) -> None:
    """Write down who buys it; `sold`: and that it went for the sum. The offer is this member's from then on.

    Raises Wrong for what was typed, and a Refusal.
    """
    values, wrongs = read_row(SALE, typed)
    if sold and not values.get("yuan") and "yuan" not in wrongs:
        wrongs["yuan"] = "卖了多少钱，填一下"
    if wrongs:
        raise Wrong(wrongs)
    with acting(engine, member, number, now) as action:
        said = action.referral.registration
        if said.kind is not RecordKind.PRODUCE:
            raise Unfit
        _take_in_hand(action)
        sale = _sale_of(action.session, said, now)
        for key, value in values.items():
            setattr(sale, key, value)
        if sold and sale.sold_on is None:
            sale.sold_on = today(now)
        _go_on(action, sale, sold=sold)


def _take_in_hand(action: Action) -> None:
    """Whoever writes down a buyer has the offer, unless a colleague has; a sale may be put right afterwards."""
    if not action.referral.status.open:
        if action.referral.status is not Status.SOLD:
            raise Ended
        return
    action.needs_no_other()
    if action.referral.assignee is None:
        action.referral.assignee_id = action.member.id
        action.move(Status.CLAIMED)


def _sale_of(session: Session, said: Registration, now: datetime) -> Any:
    known = session.scalar(select(Sale).where(Sale.registration_id == said.id))
    if known is not None:
        return known
    sale = Sale(registration_id=said.id, found_on=today(now), yuan=0)
    session.add(sale)
    return sale


def _go_on(action: Action, sale: Sale, *, sold: bool) -> None:
    words = f"{sale.buyer}，{sale.quantity or '没说多少'}" + (f"，{sale.yuan}元" if sale.yuan else "")
    if sold and action.referral.status.open:
        action.move(Status.SOLD, words)
        wish = wish_of(action.referral.registration)
        action.write(letters.ended(Status.SOLD, wish, action.station[1]), Weight.OUTCOME)
    else:
        action.step("buyer", words)
