"""A request is filed: a new one, or what was said goes into the one that is open."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, insert, select

from bot.effects import Found, Register
from bot.readers.reach import CALLS, WRITE
from bot.records import Fields, RecordKind, Status
from store.base import table
from store.database import run
from store.mapping import PLACE, AsRow, clean, news, place_in, who
from store.offers import seats
from store.referrals import callbacks, households, lost
from store.referrals.cases import note, open_case, route_waiting, station_for
from store.tables import Referral, Registration
from store.tables.phones import columns
from store.work import Work

OPEN = [status for status in Status if status.open]

# These are about the person themself, so what they say there is news about them. A vacancy's phone is the firm's.
ABOUT_THEMSELVES = {RecordKind.JOB, RecordKind.TRAINING, RecordKind.PRODUCE, RecordKind.STAFF}

# Of these a second one for the same thing is the same wish again. Two lots of produce are two.
PICKED = {RecordKind.JOB, RecordKind.TRAINING}

# These have nothing to choose: while one is open, the person is adding to it.
ONE_TALK = {RecordKind.STAFF, RecordKind.POLICY, RecordKind.COMPLAINT, RecordKind.VACANCY, RecordKind.CORRECTION}


def register(work: Work, effect: Register) -> None:
    """File the request, or bring the open one for the same thing up to date."""
    row, known = _same_open(work, effect), work.known()
    if row is not None:
        write(row, effect.fields)  # first, so that a new number is not found missing here
    if not effect.fields.for_whom:
        learn_of_themselves(work, about_themselves(effect.kind, effect.fields), known)
    if row is None:
        _file(work, effect, known)
    else:
        _add(work, effect, row)


def _add(work: Work, effect: Register, row: Registration) -> None:
    row.updated_at = work.at
    what = "added" if effect.kind in ONE_TALK else "changed"
    note(row.referral, work.at, what, clean(effect.fields.note, 2000))
    work.done(row.id, route_waiting(work.session, row, work.at))
    callbacks.promise(work.session, row.referral, effect.promised_at, work.at)
    if effect.fields.nobody_works:
        households.mark(work.session, row, work.at)


# --- a new one, without objects ------------------------------------------------------------------------------

_FILE = insert(table(Registration)).returning(table(Registration).c.id)


def _file(work: Work, effect: Register, known: AsRow) -> None:
    """File it. What was not said of the person is as we knew it, unless it is about somebody else."""
    said = who(effect.fields) | _words(effect.fields)
    if not effect.fields.for_whom:
        said |= _unsaid(said, known)
    taken = seats.take(work.session, effect.kind, said.get("choice_id", ""), said.get("village", ""), work.at)
    row = {"person_id": work.number, "kind": effect.kind, "created_at": work.at, "updated_at": work.at, **taken}
    number = run(work.session, _FILE, row | columns(said)).scalar_one()
    station = station_for(work.session, place_in(said), known.station_id)
    case = open_case(work.session, number, station, work.at, effect.promised_at)
    work.done(number, case.outbox)
    if effect.promised_at:
        callbacks.ask_about(work.session, case.referral, effect.promised_at, work.at)
    if effect.fields.nobody_works:
        households.mark(work.session, work.session.get_one(Registration, number), work.at)


def _unsaid(said: dict[str, Any], known: AsRow) -> dict[str, Any]:
    names = {name for name in ("name", "phone") if not said.get(name)}
    names |= {"in_writing"} - said.keys()
    if not any(said.get(name) for name in PLACE):
        names |= PLACE
    return {name: getattr(known, name) for name in names}


# --- the open ones -------------------------------------------------------------------------------------------

_MINE = select(Registration).join(Referral).where(Registration.person_id == bindparam("person"))
_OPEN = _MINE.where(Referral.status.in_(OPEN)).order_by(Registration.id.desc())
# Their referrals before anything of theirs is written, as `seats.fill` does it: else each may wait for the other.
_LOCKED = _OPEN.with_for_update(of=Referral, key_share=True)
_SUBJECTS: Select[*tuple[Any, ...]] = _OPEN.with_only_columns(
    Registration.id,
    Registration.kind,
    Registration.choice_id,
    Registration.product,
    Registration.for_whom,
    Registration.name,
)


def open_requests(work: Work) -> Sequence[Registration]:
    """The person's registrations that staff have not closed, newest first."""
    return work.session.scalars(_LOCKED, {"person": work.number}).all()


def _same_open(work: Work, effect: Register) -> Registration | None:
    said = _subject_said(effect.fields)
    for row in run(work.session, _SUBJECTS, {"person": work.number}).all():
        same = _subject(row) == said
        if row.kind == effect.kind and (effect.kind in ONE_TALK or (same and effect.kind in PICKED)):
            return next((each for each in open_requests(work) if each.id == row.id), None)
    return None


def _subject(row: AsRow) -> tuple[str, ...]:
    """What a request is about: two of one kind with the same are one. Of two neighbours each has their own."""
    return row.choice_id, row.product, row.for_whom, row.name if row.for_whom else ""


def _subject_said(fields: Fields) -> tuple[str, ...]:
    whom = _whom(fields)
    return _choice(fields), clean(fields.product, 200), whom, clean(fields.name, 60) if whom else ""


def _whom(fields: Fields) -> str:
    return clean(fields.for_whom, 40)


def _choice(fields: Fields) -> str:
    return clean(fields.choice.id, 40) if fields.choice else ""


def write(row: Registration, fields: Fields) -> None:
    """Write what was said into the registration; what was not said stays."""
    said = who(fields) | _words(fields)
    words = said.pop("note", "")
    for name, value in said.items():
        setattr(row, name, value)
    if words not in row.note:
        row.note = f"{row.note}\n{words}".strip()


def _words(fields: Fields) -> dict[str, Any]:
    """What was said of the wish itself, as columns."""
    said: dict[str, Any] = {
        "for_whom": _whom(fields),
        "age": clean(fields.age, 20),
        "wage": clean(fields.wage, 40),
        "skill": clean(fields.skill, 100),
        "product": clean(fields.product, 200),
        "quantity": clean(fields.quantity, 100),
        "note": clean(fields.note, 2000),
    }
    said = {name: value for name, value in said.items() if value}
    if fields.choice:
        said |= {"choice_position": fields.choice.position, "choice_id": _choice(fields)}
        said["choice_title"] = clean(fields.choice.title, 200)
    return said


# --- what it tells of the person -----------------------------------------------------------------------------


def about_themselves(kind: RecordKind, fields: Fields) -> Fields:
    """What a request of this kind tells of the person; of any, how they want to be reached."""
    return fields if kind in ABOUT_THEMSELVES else Fields(in_writing=fields.in_writing)


def learn_of_themselves(work: Work, fields: Fields, known: AsRow) -> None:
    """Remember it of the person. What is open goes by it: a new number where it had the former one, no calls."""
    changes = news(known, who(fields), overwrite=True)
    if not changes:
        return
    work.know(changes)
    if known.phone and "phone" in changes:
        _renumber(work, known.phone, changes["phone"])
    if "in_writing" in changes:
        _reach_otherwise(work, changes["in_writing"])


def _reach_otherwise(work: Work, in_writing: bool) -> None:
    """They want no calls any more, or calls again: so it is in all that is open and is their own."""
    for row in open_requests(work):
        if row.in_writing is not in_writing and not row.for_whom:
            row.in_writing, row.updated_at = in_writing, work.at
            note(row.referral, work.at, "changed", WRITE if in_writing else CALLS)
            work.done(row.id)


def _renumber(work: Work, former: str, phone: str) -> None:
    for row in open_requests(work):
        if row.phone == former and not row.for_whom and row.kind is not RecordKind.COMPLAINT:
            row.phone = phone
            row.updated_at = work.at
            note(row.referral, work.at, "changed")
            work.done(row.id)
    for row in lost.with_number(work.session, work.person, former):
        work.done(row.id, lost.found(work.session, row.referral, Found(row.id, phone), work.at))
