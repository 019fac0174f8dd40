"""What a usual message asks of SQL and writes there, done once before the web server forks; nothing of it is kept.

What SQLAlchemy makes of a statement it makes anew in each process: a tenth of a second in which the first person
waits, and memory that each process has for itself (decision 57).
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Engine

from bot.effects import Consent, Durable, Missed, Register
from bot.records import Fields, Picked, Place, RecordKind
from store.database import guarded, writing
from store.facts import now
from store.records import Act, SqlRecords, carry_out

NOBODY = "warming"
"""The account of a person that there never is."""


class _NothingIsKept(Exception):
    """Takes back what was written."""


def warm(engine: Engine) -> None:
    """Do it, and leave no connection open. Raises StoreDown."""
    try:
        with guarded():
            _look(engine)
            _write(engine)
    finally:
        engine.dispose()


def _look(engine: Engine) -> None:
    facts = SqlRecords(engine).facts(NOBODY)
    for look in (facts.profile, facts.records, facts.jobs, facts.stored, facts.attendant):
        look()


def _write(engine: Engine) -> None:
    at = now()
    with suppress(_NothingIsKept), writing(engine) as session:
        for key, effects in _usual(at).items():
            carry_out(session, Act(NOBODY, key, at), effects)
        raise _NothingIsKept


def _usual(at: datetime) -> dict[str, tuple[Durable, ...]]:
    """What the messages of a talk lead to in which somebody registers for a job, by their keys."""
    place = Place(township="340722106", village="340722106213", text="横埠镇山水村")
    fields = Fields("某人", "13800000000", place, Picked(1, "1", "活"))
    return {
        "agrees": (Consent(""),),
        "is not understood": (Missed(""),),
        "confirms": (Register(RecordKind.JOB, fields, at),),
    }
