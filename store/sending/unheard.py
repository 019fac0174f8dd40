"""What the groups of staff were to hear and did not: for whoever looks after the machine."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from store.database import reading
from store.tables import Outbox

TO_GROUPS = ("referral", "digest", "escalation")
LATELY = timedelta(days=3)


def unheard(engine: Engine, now: datetime) -> tuple[int, str]:
    """How many words to groups of the last days failed and have not arrived since, and why the latest did."""
    failed = (Outbox.kind.in_(TO_GROUPS), Outbox.last_error != "", Outbox.delivered_at.is_(None))
    query = select(Outbox.last_error).where(*failed, Outbox.created_at > now - LATELY).order_by(Outbox.id.desc())
    with reading(engine) as session:
        whys = session.scalars(query).all()
    return len(whys), whys[0] if whys else ""
