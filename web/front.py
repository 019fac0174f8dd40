"""The front page: what this is, for whom, where the stations are."""

from flask import Blueprint, Response, make_response, render_template
from sqlalchemy import Engine
from werkzeug.exceptions import NotFound

from bot.records import Station
from store.database import reading
from store.facts import all_stations
from store.mapping import station_of
from web.hardening import hardened

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"


def front_blueprint(engine: Engine, *, production: bool) -> Blueprint:
    """The page at /. Outside `production` it also shows the way to the phone page that stands in for WeChat."""
    blueprint = Blueprint(
        "front", __name__, template_folder="templates", static_folder="static", static_url_path="/front"
    )

    def front() -> str:
        return render_template("front.html", stations=_stations(engine), phone_page=not production)

    blueprint.add_url_rule("/", view_func=front)
    blueprint.app_errorhandler(NotFound)(_nowhere)
    blueprint.after_request(_harden)
    return blueprint


def _nowhere(_problem: Exception) -> tuple[Response, int]:
    # For every address that nothing stands at; a door that has its own words for it says those.
    return _harden(make_response(render_template("nowhere.html"))), 404


def _stations(engine: Engine) -> list[Station]:
    with reading(engine) as session:
        return [station_of(row) for row in session.scalars(all_stations())]


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return hardened(response)
