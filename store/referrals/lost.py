"""People whom nobody could reach: asked how to, and their requests opened again when they say."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.effects import Found
from bot.records import Status
from bot.session import stamp
from store.mapping import clean
from store.people import phones
from store.referrals import callbacks
from store.referrals.cases import note
from store.sending import outbox
from store.tables import Person, Referral, Registration

LOST = "lost"


def question(referral: Referral, at: datetime) -> tuple[dict[str, int], str]:
    """What the outbox holds of the question to the person, and its key: once for each call that led to it."""
    gone = int(referral.status is Status.UNREACHABLE)
    return {"referral": referral.id, "gone": gone, "at": stamp(at)}, f"{LOST}-{referral.id}-{stamp(at)}"


def to_ask(session: Session, payload: Mapping[str, int]) -> Referral | None:
    """The referral whose person is to be asked; None when it has gone on meanwhile."""
    referral = session.get(Referral, payload["referral"])
    if referral is None or referral.registration.person.forgotten_at:
        return None
    fits = referral.status is Status.UNREACHABLE if payload["gone"] else referral.rests_until is not None
    return referral if fits else None


def found(session: Session, referral: Referral, effect: Found, at: datetime) -> int | None:
    """The person said how to reach them; the outbox row that tells staff, if it had ended."""
    ended = referral.status is Status.UNREACHABLE
    if not ended and not referral.status.open:
        return None
    if effect.phone:
        referral.registration.phone = clean(effect.phone, 40)
    if ended:
        referral.status, referral.assignee_id, referral.reason, referral.outcome = Status.NEW, None, "", ""
    same = "还办，在微信上找" if referral.registration.in_writing else "还打原来的号码"
    note(referral, at, "found", clean(effect.note, 200) or ("给了新号码" if effect.phone else same))
    callbacks.promise(session, referral, effect.promised_at, at)
    session.flush()
    return outbox.announce(session, referral.id, at, why=f"found-{stamp(at)}") if ended else None


def with_number(session: Session, person: Person, former: str) -> list[Registration]:
    """The requests of a person that ended because they could not be reached under their former number."""
    query = select(Registration).join(Referral).where(Registration.person_id == person.id)
    lost = (Referral.status == Status.UNREACHABLE, phones.same(Registration, former), Registration.for_whom == "")
    return list(session.scalars(query.where(*lost)))
