"""What a message is for. The detector sits behind `Detector`, so that it can be replaced."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Intent(StrEnum):
    """The public list of intents; names are a contract."""

    FIND_JOB = "find_job"
    SIGNUP_TRAINING = "signup_training"
    ASK_POLICY = "ask_policy"
    CHECK_PROGRESS = "check_progress"
    STATION_INFO = "station_info"
    TALK_TO_STAFF = "talk_to_staff"
    SELL_PRODUCE = "sell_produce"
    COMPLAIN = "complain"
    WITHDRAW_APPLICATION = "withdraw_application"
    UPDATE_CONTACT = "update_contact"
    DELETE_DATA = "delete_data"
    UNSUBSCRIBE = "unsubscribe"
    POST_VACANCY = "post_vacancy"
    GREET = "greet"
    THANKS = "thanks"
    HELP = "help"
    OUT_OF_SCOPE = "out_of_scope"


class Band(StrEnum):
    """How sure a reading is: do it, ask which of two or three, or say that it was not understood."""

    ACT = "act"
    OFFER = "offer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the detector made of a text.

    `confidence` (0 to 1) is calibrated: of readings at 0.8 about four in five are right. `others` are the next
    likely intents in falling order. `why` finds the words that decided, when somebody asks.
    """

    intent: Intent
    confidence: float
    band: Band
    others: tuple[Intent, ...] = ()
    why: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def because(self) -> tuple[str, ...]:
        """The words that decided, for staff to read."""
        return self.why()


class Detector(Protocol):
    """Reads one message on its own, with no memory of the talk."""

    def read(self, text: str) -> Reading:
        """The most likely intent of `text`. Never raises; nonsense and "" are OUT_OF_SCOPE, UNKNOWN."""
        ...
