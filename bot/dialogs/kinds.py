"""The kinds of answers that our questions ask for, each built on a reader."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.dialogs.describing import by_description
from bot.dialogs.form import Context, Option
from bot.readers import NotUnderstood
from bot.readers.choice import find_choice, read_choice
from bot.readers.place import place_alone
from bot.readers.yes_no import read_yes_no
from bot.records import Picked
from bot.session import Value

_SECOND = re.compile(r"[选要]?第[二2]个[吧。]?")
_FIRST_WORDS = re.compile(r"[\s,，.。;；!！、]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A free answer that a function reads: a name, a phone number, a product."""

    reading: Callable[[str], str]
    finding: Callable[[str], str | None] = lambda text: None
    shown_as: Callable[[str], str] = str

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        return self.reading(text)

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`."""
        return self.finding(text)

    def options(self, context: Context) -> Sequence[Option]:
        """Nothing to choose from."""
        return ()

    def option(self, ident: str, context: Context) -> Option | None:
        """Nothing to choose from."""
        return None

    def show(self, value: Value) -> str:
        """See `Answer`."""
        return self.shown_as(str(value))


@dataclass(frozen=True, slots=True)
class FromList:
    """One line of a numbered list. `others` is recorded when none of them suits; "" where that is no answer."""

    listing: Callable[[Context], Sequence[Option]]
    others: str = ""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`. The position is the number that the person saw."""
        if place_alone(text):  # it would pick the line that happens to hold this place
            raise NotUnderstood("choice")
        try:
            described = by_description(text, shown, context)
            position = read_choice(text, [option.label for option in shown]) if described is None else described
        except NotUnderstood as why:
            if why.reason == "choice_none" and self.others:
                return Picked(0, "", self.others)
            if why.reason == "choice" and len(shown) == 1 and _agrees(text):
                return _at(shown[0], 1)
            return self._by_title(text, context, why)
        if not shown[position].label:
            raise NotUnderstood("choice_gone")
        return _at(shown[position], position + 1)

    def _by_title(self, text: str, context: Context, why: NotUnderstood) -> Value:
        """Look through the whole list, not only the page that was shown."""
        if why.reason != "choice" or any(sign.isdigit() for sign in text):
            raise why
        listed = self.listing(context)
        position = read_choice(text, self.titles(context))
        return _at(listed[position], position + 1)

    def titles(self, context: Context) -> Sequence[str]:
        """What the lines are called. Not their labels: these also hold a place, which may be the person's own."""
        return [_title(option) for option in self.listing(context)]

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`."""
        found = find_choice(text, self.titles(context))
        return None if found is None else _at(self.listing(context)[found], found + 1)

    def options(self, context: Context) -> Sequence[Option]:
        """See `Answer`."""
        return self.listing(context)

    def option(self, ident: str, context: Context) -> Option | None:
        """See `Answer`; None when it has been taken off the list meanwhile."""
        return next((option for option in self.listing(context) if option.id == ident), None)

    def show(self, value: Value) -> str:
        """See `Answer`."""
        return value.title if isinstance(value, Picked) else str(value)


class Agreement(FromList):
    """Yes or no, by number, by word, by tap; the first option of the list is yes."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`. 第二个 is no "no": it may be the second of the jobs that were named before."""
        yes, no = self.listing(context)
        if _SECOND.fullmatch(text.strip()):
            raise NotUnderstood("yes_no")
        try:
            return yes.value if read_yes_no(text) else no.value
        except NotUnderstood:
            if read_yes_no(_FIRST_WORDS.split(text.strip())[0]):  # "行，我叫王桂花": the rest answers other questions
                return yes.value
            raise

    def find(self, text: str, context: Context) -> Value | None:
        """Never unasked: agreeing is an act."""
        return None


def _agrees(text: str) -> bool:
    try:
        return read_yes_no(text)
    except NotUnderstood:
        return False


def _title(option: Option) -> str:
    return option.value.title if isinstance(option.value, Picked) else option.label


def _at(option: Option, position: int) -> Value:
    value = option.value
    return Picked(position, value.id, value.title) if isinstance(value, Picked) else value
