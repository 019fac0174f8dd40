"""The staff's door.

One rule: a view decides nothing about the work. It checks who may (`@allowed` on every route), calls one function of
`store.desk`, and shows what came of it in plain Chinese.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint
from sqlalchemy import Engine


def console_blueprint(
    engine: Engine,
    *,
    production: bool,
    kick: Callable[[Sequence[int]], None],
    now: Callable[[], datetime],
) -> Blueprint:
    """The console at /console, to be registered once on an app that has a SECRET_KEY.

    `kick` hands fresh outbox rows to the workers (see `bot.ports.Dispatch`); `now` is the clock (aware).
    """
    raise NotImplementedError
