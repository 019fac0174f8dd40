"""The kinds of answers that our questions ask for, each built on a reader."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.dialogs.form import FOR_WHOM, Context, Option
from bot.language.normalise import normalise
from bot.readers import NotUnderstood
from bot.readers.choice import find_choice, read_choice
from bot.readers.others import find_others_name
from bot.readers.place import AmbiguousPlace, find_place, place_name, read_place
from bot.readers.yes_no import read_yes_no
from bot.records import Picked, Place
from bot.session import Value

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


class Name(Words):
    """The name of the person that it is for: the writer's own, or, in a form for somebody else, that one's."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        if FOR_WHOM in context.answers and (theirs := find_others_name(text)):
            return theirs
        return self.reading(text)

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`."""
        return find_others_name(text) if FOR_WHOM in context.answers else self.finding(text)


class Village:
    """A village or township of the county. Where a name fits several, they are offered as a list."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`. Raises AmbiguousPlace, whose options become the list."""
        if shown:
            try:
                return shown[read_choice(text, [option.label for option in shown])].value
            except NotUnderstood:
                pass  # they may have written the full name instead of a number
        return read_place(text)

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`; a name that fits several places is not beyond doubt."""
        try:
            return find_place(text)
        except AmbiguousPlace:
            return None

    def options(self, context: Context) -> Sequence[Option]:
        """Nothing is offered at first: 214 villages are too many to choose from."""
        return ()

    def option(self, ident: str, context: Context) -> Option | None:
        """Read the place back out of its id."""
        township, _, village = ident.partition("/")
        return place_option(Place(township, village, "")) if township else None

    def show(self, value: Value) -> str:
        """See `Answer`."""
        return place_name(value) if isinstance(value, Place) else str(value)


def place_alone(text: str) -> Place | None:
    """The place that a message consists of, with nothing else in it."""
    said = normalise(text).strip()
    try:
        place = find_place(said)
    except AmbiguousPlace:
        return None
    return place if place and set(said) <= set(place_name(place)) else None


def place_option(place: Place) -> Option:
    """Return the line under which a place of known codes stands in a list."""
    name = place_name(place)
    return Option(f"{place.township}/{place.village}", name, Place(place.township, place.village, name))


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
            position = read_choice(text, [option.label for option in shown])
        except NotUnderstood as why:
            if why.reason == "choice_none" and self.others:
                return Picked(0, "", self.others)
            return self._by_title(text, context, why)
        if not shown[position].label:
            raise NotUnderstood("choice_gone")
        return _at(shown[position], position + 1)

    def _by_title(self, text: str, context: Context, why: NotUnderstood) -> Value:
        """Look through the whole list, not only the page that was shown."""
        if why.reason != "choice" or any(sign.isdigit() for sign in text):
            raise why
        listed = self.listing(context)
        position = read_choice(text, [_title(option) for option in listed])
        return _at(listed[position], position + 1)

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`. Titles only: a label also holds a place, which may be the person's own."""
        listed = self.listing(context)
        found = find_choice(text, [_title(option) for option in listed])
        return None if found is None else _at(listed[found], found + 1)

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
        """See `Answer`."""
        yes, no = self.listing(context)
        try:
            return yes.value if read_yes_no(text) else no.value
        except NotUnderstood:
            if read_yes_no(_FIRST_WORDS.split(text.strip())[0]):  # "行，我叫王桂花": the rest answers other questions
                return yes.value
            raise

    def find(self, text: str, context: Context) -> Value | None:
        """Never unasked: agreeing is an act."""
        return None


def _title(option: Option) -> str:
    return option.value.title if isinstance(option.value, Picked) else option.label


def _at(option: Option, position: int) -> Value:
    value = option.value
    return Picked(position, value.id, value.title) if isinstance(value, Picked) else value
