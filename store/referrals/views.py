"""What staff see of a referral: rows as plain values. Telephone numbers leave masked."""

from dataclasses import dataclass
from datetime import datetime

from bot.readers.place import place_name, township_name
from bot.records import RecordKind, Status
from store.mapping import place_of
from store.tables import Message, Person, Referral, ReferralEvent, Registration

PHONE_END = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One referral in a list. `phone` is masked.

    `unreached`: a message to the person could not be sent. `urgent`: they say that the promised call was not made.
    `rests_until`, `rest_note`: as in `Referral`, of what is open; it may be past, then it has come back.
    `freed`: whoever had it is away. `in_writing`: the person wants messages and no calls.
    """

    id: int
    kind: RecordKind
    status: Status
    name: str
    phone: str
    place: str
    wish: str
    station: str
    assignee_id: int | None
    assignee: str
    created_at: datetime
    updated_at: datetime
    promised_at: datetime | None
    urgent: bool
    unreached: bool = False
    zero_employment: bool = False
    rests_until: datetime | None = None
    rest_note: str = ""
    freed: bool = False
    in_writing: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next page begins ("" at the end)."""

    lines: tuple[Line, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a referral's history, oldest first. `what` as in `ReferralEvent`; `note` is free text."""

    at: datetime
    by: str
    who: str
    staff_id: int | None
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to the person and what became of it; `held`: it waits for their next message."""

    text: str
    created_at: datetime
    delivered_at: datetime | None
    error: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One referral with everything that belongs to it.

    `writer` is who wrote, when it was for somebody else. `writable`: a WeChat message can be addressed to the
    person. `undoable`: the step (see `Step.what`) that the member may take back, or "". `place`: where it stands in the
    line for a seat, 0: nowhere. `person` is the id of who filed it, `tries`: how many calls in a row reached nobody.
    """

    line: Line
    note: str
    for_whom: str
    writer: str
    age: str
    wage: str
    skill: str
    product: str
    quantity: str
    choice: str
    writable: bool
    undoable: str
    steps: tuple[Step, ...]
    letters: tuple[Letter, ...]
    others: tuple[Line, ...]
    place: int = 0
    person: int = 0
    tries: int = 0


def masked(phone: str) -> str:
    """The number with its middle hidden: enough to recognise, too little to call."""
    if len(phone) < 2 * PHONE_END:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 3 - PHONE_END) + phone[-PHONE_END:]


def wish_of(said: Registration) -> str:
    """What was asked for, in a few words; "" when there is nothing but a note."""
    return said.choice_title or " ".join(part for part in (said.product, said.quantity) if part)


def line_of(row: Referral) -> Line:
    """A referral as it stands in a list."""
    said = row.registration
    return Line(
        id=row.id,
        kind=said.kind,
        status=row.status,
        name=said.name,
        phone=masked(said.phone),
        place=home_of(said),
        wish=wish_of(said) or said.note,
        station=row.station.name if row.station else "",
        assignee_id=row.assignee_id,
        assignee=row.assignee.name if row.assignee else "",
        created_at=row.created_at,
        updated_at=row.updated_at,
        promised_at=row.promised_at,
        urgent=row.raised_at is not None and row.status.open,
        zero_employment=row.zero_employment,
        rests_until=row.rests_until if row.status.open else None,
        rest_note=row.rest_note,
        in_writing=said.in_writing,
    )


def home_of(said: Registration | Person) -> str:
    """Where they live, with the township; "" when nothing is known."""
    place = place_of(said)
    if place is None:
        return ""
    name, township = place_name(place), township_name(said.township)
    return name if township in name else township + name


def step_of(event: ReferralEvent) -> Step:
    """An entry of the history."""
    who = event.staff.name if event.staff else ""
    return Step(event.at, event.by, who, event.staff_id, event.what, event.note)


def letter_of(row: Message) -> Letter:
    """A message that was sent, or is about to be."""
    return Letter(row.text, row.created_at, row.delivered_at, row.error, row.held_at is not None)
