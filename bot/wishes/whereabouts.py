"""Where the person's station is."""

from bot.dialogs.common import station_by_id, station_for
from bot.hours import is_open, opening
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.readers import NotUnderstood
from bot.readers.place import AmbiguousPlace, find_place, read_place, township_name
from bot.records import Place, Station
from bot.scene import Scene, Turn


def place_in(text: str) -> Place | None:
    """The place that a message names beyond doubt; of a name that fits several, the township if it is one."""
    try:
        return find_place(text)
    except AmbiguousPlace:
        return None


def _named(text: str) -> Place | None:
    """The place that a question about a station names: not the person's home, perhaps, but what they ask about."""
    try:
        return find_place(text) or read_place(text)
    except NotUnderstood:
        return None


def station(scene: Scene) -> Turn:
    """Where the person's station is; asks for the township when we cannot tell."""
    told = scene.session.answers(scene.session.active).get("village")
    place = _named(scene.text) or (told if isinstance(told, Place) else scene.facts.profile().village)
    found = station_for(place, scene.facts)
    if found:
        return _card(scene, found)
    listed = [(f"station.{each.id}", township_name(each.township)) for each in scene.facts.stations()]
    return scene.saying(talk.WHICH_TOWNSHIP, *listed)


def station_of_id(scene: Scene, ident: str) -> Turn | None:
    """The station that was tapped."""
    found = station_by_id(int(ident), scene.facts) if ident.isdecimal() else None
    return _card(scene, found) if found else None


def _card(scene: Scene, station: Station) -> Turn:
    """What we know of the station, and out of hours when it opens."""
    hours, now = scene.facts.hours(station), scene.facts.now()
    away = "" if is_open(hours, now) else hour_words.closed(opening(hours, now), now)
    text = "\n".join(part for part in (talk.station_card(station), away) if part)
    return scene.saying(text, ("go.staff", talk.ASK_STAFF))
