"""The station's screen (就业信息发布屏).

One rule: only what everybody may read. Nothing here looks at people, requests or messages; of what people sell it is
given the goods, the amount and the township.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bot.facts import Facts
from bot.policy import Entry
from bot.records import Station
from bot.stories.book import StoryBook
from bot.when import today
from store.codes import Codes
from store.offers.produce import OnOffer
from web.board.feed import feed, goods
from web.hardening import hardened
from wechat.qr import drawn

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
A_DAY = 86400


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the screen's content comes from; each is asked anew at every look."""

    facts: Callable[[], Facts]
    entries: Callable[[], Iterable[Entry]]
    stories: StoryBook
    codes: Codes
    now: Callable[[], datetime]
    produce: Callable[[], Sequence[OnOffer]] = tuple


def board_blueprint(sources: Sources) -> Blueprint:
    """`/board`: the list of screens. `/board/<station>`: a screen, by the scene of the station's code or its number."""
    blueprint = Blueprint(
        "board",
        __name__,
        url_prefix="/board",
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    screens = _Screens(sources)
    blueprint.add_url_rule("", "index", screens.index, strict_slashes=False)
    blueprint.add_url_rule("/<station>", "screen", screens.screen)
    blueprint.add_url_rule("/<station>/feed.json", "feed", screens.feed)
    blueprint.add_url_rule("/<station>/code.svg", "code", screens.code)
    blueprint.register_error_handler(NotFound, screens.nowhere)
    blueprint.after_request(_harden)
    return blueprint


class _Screens:
    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def index(self) -> ResponseReturnValue:
        return render_template("board/index.html", stations=self._sources.facts().stations())

    def screen(self, station: str) -> ResponseReturnValue:
        return render_template("board/screen.html", station=self._station(station))

    def feed(self, station: str) -> ResponseReturnValue:
        found = self._station(station)
        at = self._sources.now()
        code = url_for("board.code", station=found.scene) if self._sources.codes.known(found.scene) else ""
        stories = self._sources.stories.stories(today(at))
        shown = feed(found, self._sources.facts(), self._sources.entries(), stories, at)
        return shown | {"code": code, "produce": goods(self._sources.produce(), found)}

    def code(self, station: str) -> ResponseReturnValue:
        url = self._sources.codes.known(self._station(station).scene)
        if not url:
            raise NotFound
        answer = Response(drawn(url), mimetype="image/svg+xml")
        answer.cache_control.max_age = A_DAY
        return answer

    def nowhere(self, _problem: Exception) -> ResponseReturnValue:
        return render_template("board/nowhere.html"), 404

    def _station(self, name: str) -> Station:
        stations = self._sources.facts().stations()
        found = [each for each in stations if each.scene == name] or [each for each in stations if str(each.id) == name]
        if not found:
            raise NotFound
        return found[0]


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return hardened(response)
