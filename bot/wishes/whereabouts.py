"""Where the person's station is."""

import math

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


def nearest(scene: Scene) -> Station | None:
    """The station that is nearest to a shared location; None without one, or while no station is on the map."""
    here = scene.inbound
    if here.latitude is None or here.longitude is None:
        return None
    width = math.cos(math.radians(here.latitude))  # a degree of longitude, in degrees of latitude

    def away(station: Station) -> float:
        north = (station.latitude or 0) - (here.latitude or 0)
        return math.hypot(north, ((station.longitude or 0) - (here.longitude or 0)) * width)

    placed = (each for each in scene.facts.stations() if each.latitude is not None and each.longitude is not None)
    return min(placed, key=away, default=None)


def told_by_location(scene: Scene) -> str:
    """What a shared location says: its label; while the village is asked for, else the township of the nearest station.

    A label that names a place of the county knows the village, which the nearest station does not.
    """
    label, form = scene.inbound.label, scene.form
    asked = form is not None and form.question is not None and form.question.key == "village"
    close = nearest(scene) if asked and not place_in(label) else None
    return township_name(close.township) if close else label


def station(scene: Scene) -> Turn:
    """Where the person's station is; asks for the township when we cannot tell."""
    if close := nearest(scene):
        return scene.saying(talk.NEAREST + talk.station_card(close), ("go.staff", talk.ASK_STAFF))
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
