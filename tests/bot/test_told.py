"""A good end that is told, and what starts nothing: answered kindly where the detector is not sure of it."""

from dataclasses import dataclass

import pytest

from bot.effects import Missed
from bot.intents import Band, Intent, Reading
from bot.phrases import talk
from bot.scene import Mind
from tests.talks import Talk

TOLD = "伢如今晓得早起了，屋里也亮堂了"
MENU = [token for token, _ in talk.MENU_ITEMS]


@dataclass
class Holding:
    """A detector that holds every text for the same."""

    reading: Reading

    def read(self, text: str) -> Reading:
        return self.reading


def offered(*likely: Intent) -> Reading:
    return Reading(likely[0], 0.5, Band.OFFER, likely[1:])


def refused(*likely: Intent) -> Reading:
    return Reading(Intent.OUT_OF_SCOPE, 0.4, Band.UNKNOWN, likely)


@pytest.mark.parametrize(
    ("reading", "said", "tokens"),
    [
        (offered(Intent.THANKS, Intent.COMPLAIN), talk.TOLD_US_OR, ["do.complaint", "do.staff"]),
        (offered(Intent.THANKS), talk.TOLD_US, MENU),
        (offered(Intent.THANKS, Intent.GREET), talk.TOLD_US, MENU),
        (offered(Intent.HELP, Intent.COMPLAIN), talk.HELP, MENU),
        (offered(Intent.CHECK_PROGRESS, Intent.THANKS), talk.DID_YOU_MEAN, ["do.progress", "do.staff"]),
        (refused(Intent.THANKS, Intent.FIND_JOB), talk.TOLD_US, MENU),
        (refused(Intent.FIND_JOB, Intent.THANKS), talk.NOT_UNDERSTOOD, MENU),
    ],
)
def test_what_is_told_is_not_to_be_told_better(sense: Mind, reading: Reading, said: str, tokens: list[str]) -> None:
    to = Talk(Mind(lambda: Holding(reading), lambda: sense.book))
    say = to.says(TOLD)
    assert say.text == said
    assert [choice.token for choice in say.choices] == tokens
    assert [type(effect) for effect in to.effects] == [Missed]
