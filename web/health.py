"""What machines ask of us: whether the process is up, and whether it can do its work."""

import logging
from collections.abc import Callable, Mapping

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

Checks = Mapping[str, Callable[[], object]]
"""By name, what raises an exception when that part cannot do its work."""

_log = logging.getLogger(__name__)


def health_blueprint(checks: Checks) -> Blueprint:
    """`/healthz`: 200 as long as we answer at all. `/readyz`: 200, or 503 and which parts are missing."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return jsonify(status="ok")

    @blueprint.get("/readyz")
    def readyz() -> ResponseReturnValue:
        found = {name: outcome(name, check) for name, check in checks.items()}
        ready = all(outcome == "ok" for outcome in found.values())
        return jsonify(status="ready" if ready else "not ready", checks=found), 200 if ready else 503

    return blueprint


def outcome(name: str, check: Callable[[], object]) -> str:
    """How the part is: "ok", or the kind of what went wrong."""
    try:
        check()
    except Exception as problem:  # whatever it is, the part is not ready, and the others are to be told as well
        # The message of an exception may hold an address with its password, so only its kind leaves the house.
        _log.warning("not ready: %s: %s", name, type(problem).__name__)
        return type(problem).__name__
    return "ok"
