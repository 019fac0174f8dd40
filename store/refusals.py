"""The ways in which the desk says no. After each, nothing was changed; the console has kind words for every one."""


class Refusal(Exception):
    """The desk says no."""


class Unknown(Refusal):
    """There is no such referral, or it is not in the member's scope: the two must look alike."""


class ReadOnly(Refusal):
    """An auditor looks and does not touch."""


class Taken(Refusal):
    """Somebody else has it; `name` is who."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Unclaimed(Refusal):
    """Nobody has it yet: it must be claimed first."""


class Ended(Refusal):
    """It has come to its end already."""


class TooLate(Refusal):
    """There is no change of status of this member's own, made a moment ago, to take back."""


class Unfit(Refusal):
    """The value makes no sense here: an outcome of another kind, an unknown station, an empty or endless text."""


class Unwritable(Refusal):
    """The person does not follow the account any more, so WeChat brings them nothing."""


class Elsewhere(Refusal):
    """Somebody else has taken over the person's talk; `name` is who."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Unattended(Refusal):
    """Nobody has taken over the talk (any more): it is the bot's."""
