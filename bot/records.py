"""The nouns of the county's work as the bot knows them: what can be offered and what was filed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RecordKind(StrEnum):
    """What a request is about."""

    JOB = "job"
    TRAINING = "training"
    PRODUCE = "produce"
    STAFF = "staff"
    POLICY = "policy"
    COMPLAINT = "complaint"
    VACANCY = "vacancy"
    CORRECTION = "correction"


class Status(StrEnum):
    """Where a referral stands. The last seven are ends; `WITHDRAWN` is the person's own."""

    NEW = "new"
    CLAIMED = "claimed"
    CONTACTED = "contacted"
    PLACED = "placed"
    ENROLLED = "enrolled"
    SOLD = "sold"
    ANSWERED = "answered"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"

    @property
    def open(self) -> bool:
        """Whether staff still owe the person something."""
        return self in (Status.NEW, Status.CLAIMED, Status.CONTACTED)


class JobKind(StrEnum):
    """The four kinds of work that the notice of 2018 distinguishes (sections 3, 4, 5 and 8)."""

    WORKSHOP = "workshop"
    HOME_BASED = "home_based"
    AUXILIARY = "auxiliary"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Place:
    """A village or a township. Codes are those of the national statistics (township 9 digits, village 12).

    `village` is "" when only the township is known; both are "" when it is neither and `text` is all we have.
    """

    township: str
    village: str
    text: str


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked from a numbered list: its position as shown (from 1), its id and its title then."""

    position: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What a request can hold. Empty means: not said.

    `for_whom` is who it is for when not for the person who writes (媳妇, 儿子): name and phone are theirs then.
    `age` (years), `wage` (yuan) and `skill` are never asked for; they are kept when said in passing and confirmed.
    `in_writing`: the person wants messages and no calls (False: calls after all; None: not said).
    """

    name: str = ""
    phone: str = ""
    village: Place | None = None
    choice: Picked | None = None
    product: str = ""
    quantity: str = ""
    note: str = ""
    for_whom: str = ""
    nobody_works: bool = False
    age: str = ""
    wage: str = ""
    skill: str = ""
    in_writing: bool | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A vacancy as shown to people. `example` marks made-up data of a first start.

    `pay` is the text that is shown, `wage_from` and `wage_to` the same in yuan a month for comparing. `age_to` is the
    highest age that is taken, `light`: done sitting or without strength, `child`: a small child can be minded
    meanwhile, `wanted`: how many people. 0 means: not said.
    """

    id: str
    title: str
    kind: JobKind
    employer: str
    place: str
    township: str
    pay: str
    detail: str
    example: bool
    trade: str = ""
    wage_from: int = 0
    wage_to: int = 0
    age_to: int = 0
    light: bool = False
    child: bool = False
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """A free training course as shown to people.

    `left` is how many seats are free, None when they are not counted; `waiting` how many stand in line. `closes` is the
    last day to sign up ("": until it starts), `year` the one in which it starts.
    """

    id: str
    title: str
    starts: str
    place: str
    township: str
    seats: int
    detail: str
    example: bool
    left: int | None = None
    waiting: int = 0
    closes: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """The auxiliary posts (辅助性岗位) of a village, of which `left` are free; `waiting` people stand in line."""

    village: str
    left: int
    waiting: int = 0
    example: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """A station (就业扶贫驿站). `scene` is in its QR code; what is empty or None was not supplied yet."""

    id: int
    name: str
    township: str
    scene: str
    address: str
    phone: str
    hours: str
    example: bool
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What we know of one person."""

    name: str = ""
    phone: str = ""
    village: Place | None = None
    station: int | None = None
    consented: bool = False
    follows: bool = True
    subscribed: bool = True
    in_writing: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of a person besides their profile and requests: when they agreed, and how many of each.

    `questions` are those that were not answered well.
    """

    agreed_at: datetime | None = None
    alerts: int = 0
    recordings: int = 0
    messages: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One request as it stands in the store, with the state of its referral.

    `promised_at`: by when a call was promised, None when none was. `urgent`: it was not made, says the person. `place`
    is where it stands in the line for a seat or a post, from 1; 0 when it has one or needs none.
    """

    id: int
    kind: RecordKind
    status: Status
    fields: Fields
    station: int | None
    created_at: datetime
    promised_at: datetime | None = None
    urgent: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Attendant:
    """Who of the staff has taken over a person's talk. `talk` is the take-over's id, `phone` the station's."""

    talk: int
    name: str
    station: str
    phone: str
