"""What was seen while chaos reigned, and what stood in the stores when it was over. Only facts; `checker` judges."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Somebody:
    """A simulated person: who they are to WeChat, what they say of themselves, and which station is theirs."""

    openid: str
    name: str
    phone: str
    village: str
    township: str


@dataclass(frozen=True, slots=True)
class Said:
    """A person sent a message. Its redeliveries share the `key`, which is WeChat's MsgId."""

    person: str
    key: str
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Answered:
    """WeChat got a reply to one try at a message in time; `text` "" is silence."""

    person: str
    key: str
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No try at the message got a reply: the person saw that the service is broken."""

    person: str
    key: str
    why: str
    at: float


@dataclass(frozen=True, slots=True)
class Written:
    """Staff wrote to the person of a referral. `sure`: the console said that it was taken."""

    code: str
    referral: int
    sure: bool
    at: float


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of ours arrived on a phone by itself. `sure`: our worker was told so, whole."""

    person: str
    text: str
    sure: bool
    at: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Something was broken from `begins` to `ends`. `kind` is a key of `faults.FAULTS`."""

    kind: str
    what: str
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Filed:
    """A request as it stands in SQL. `id` is its referral's, `keys` are the messages that made or changed it."""

    id: int
    person: str
    kind: str
    name: str
    phone: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What stood when all was over.

    `visible`: by township, the referrals that a member of its station sees at the desk. `letters`: by code, to
    whom a message of staff goes and how it stands. `owed`: how many rows of the outbox
    are not settled.
    """

    filed: Sequence[Filed]
    visible: dict[str, frozenset[int]]
    letters: dict[str, tuple[str, str]]
    owed: int = 0


Event = Said | Answered | Unanswered | Written | Arrived | Fault
E = TypeVar("E", bound=Event)


@dataclass
class History:
    """Events as they were seen; threads may add to it at once.

    `finished` are the people who got all done that they wanted; `recovered` is how many seconds after the last fault
    everything worked again, None when it did not.
    """

    people: Sequence[Somebody]
    events: list[Event] = field(default_factory=list)
    finished: set[str] = field(default_factory=set)
    recovered: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, event: Event) -> None:
        """Note what was seen."""
        with self._lock:
            self.events.append(event)

    def of(self, kind: type[E]) -> list[E]:
        """The events of one kind, in their order."""
        with self._lock:
            return [event for event in self.events if isinstance(event, kind)]
