"""The simulator as a Flask application of its own, to be mounted at /simulator."""

from collections.abc import Sequence

from flask import Flask, Response
from redis import Redis
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from simulator.account import Account
from simulator.api import api_blueprint
from simulator.api_state import ApiState
from simulator.gateway import Gateway
from simulator.phone import Scenes, phone_blueprint
from simulator.world import World

_CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_LARGEST_UPLOAD = 10 * 1024 * 1024


class NotInProduction(RuntimeError):
    """Somebody tried to load the simulator where real people write."""


def _no_scenes() -> Sequence[tuple[str, str]]:
    return ()


def create_app(
    environment: str, redis: Redis, account: Account, webhook_url: str, scenes: Scenes = _no_scenes
) -> Flask:
    """The phone page at `/` and the fake API below `/api` (its base url for the client).

    `webhook_url` is the full address of the real webhook. Raises NotInProduction unless `environment` is
    "development" or "test": whoever reaches the page can speak as anybody.
    """
    if environment not in ("development", "test"):
        raise NotInProduction(f"the simulator is for development; YIZHAN_ENV is {environment!r}")
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_UPLOAD
    world, state = World(redis), ApiState(redis)
    app.register_blueprint(phone_blueprint(account, world, state, Gateway(account, webhook_url), scenes))
    app.register_blueprint(api_blueprint(account, world, state))
    app.after_request(_secured)
    return app


def mount(simulator: Flask, onto: Flask, at: str = "/simulator") -> None:
    """Serve the simulator below `at` of another application, untouched by that one's sessions and checks."""
    onto.wsgi_app = DispatcherMiddleware(onto.wsgi_app, {at: simulator})  # type: ignore[method-assign]


def _secured(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _CONTENT_SECURITY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
