"""The kinds of answers about a person: name, number, home. As before, or as with the writer, is an answer too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.dialogs.form import FOR_WHOM, Context, Option
from bot.dialogs.kinds import Words
from bot.facts import Facts
from bot.readers import NotUnderstood
from bot.readers.choice import read_choice
from bot.readers.others import find_others_name, name_by_number
from bot.readers.place import AmbiguousPlace, find_place, place_name, read_place
from bot.readers.same import is_same
from bot.records import Fields, Place
from bot.session import Value


def before(facts: Facts) -> Iterator[Fields]:
    """What the writer gave before: what we know of them, then each request, newest first."""
    known = facts.profile()
    yield Fields(known.name, known.phone, known.village)
    for record in facts.records():
        yield record.fields


class Name(Words):
    """The name of the person that it is for: the writer's own, or, in a form for somebody else, that one's."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        if FOR_WHOM in context.answers and (theirs := find_others_name(text)):
            return theirs
        return self.reading(text)

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`."""
        return (find_others_name(text) or name_by_number(text)) if FOR_WHOM in context.answers else self.finding(text)


class Phone(Words):
    """A telephone number. Of two that were given one is chosen from a list."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`. Raises NotUnderstood("phone_two"), whose numbers become the list."""
        if shown:
            try:
                return shown[read_choice(text, [option.label for option in shown])].value
            except NotUnderstood:
                pass  # they may have written the number itself
        if is_same(text) and (same := next((given.phone for given in before(context.facts) if given.phone), "")):
            return same
        return self.reading(text)

    def option(self, ident: str, context: Context) -> Option | None:
        """A number of two."""
        return Option(ident, ident, ident) if ident.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Village:
    """A village or township of the county. Where a name fits several, they are offered as a list."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`. Raises AmbiguousPlace, whose options become the list."""
        if shown:
            try:
                return shown[read_choice(text, [option.label for option in shown])].value
            except NotUnderstood:
                pass  # they may have written the full name instead of a number
        if is_same(text):
            if same := next((given.village for given in before(context.facts) if given.village), None):
                return same
            raise NotUnderstood("place_same")
        return read_place(text, _township(context))

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`; a name that fits several places is not beyond doubt."""
        try:
            return find_place(text, _township(context))
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


def _township(context: Context) -> str:
    """The code of the township that they said without a village; "" when they did not."""
    said = context.answers.get("village")
    return said.township if isinstance(said, Place) and not said.village else ""


def place_option(place: Place) -> Option:
    """Return the line under which a place of known codes stands in a list."""
    name = place_name(place)
    return Option(f"{place.township}/{place.village}", name, Place(place.township, place.village, name))
