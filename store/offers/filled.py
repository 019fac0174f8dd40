"""Which jobs have found all whom they wanted."""

from sqlalchemy import ColumnElement, String, cast, func, select

from bot.records import RecordKind, Status
from store.tables import Job, Referral, Registration


def filled() -> ColumnElement[bool]:
    """Whether as many were placed at a job as it `wanted`; never for one that did not say how many."""
    # One look at those who were placed, not one for each job: the list of jobs is read every few seconds.
    ident = cast(Job.id, String)
    found = (
        select(Registration.choice_id)
        .join(Referral, Referral.registration_id == Registration.id)
        .join(Job, ident == Registration.choice_id)
        .where(Referral.status == Status.PLACED, Registration.kind == RecordKind.JOB, Job.wanted > 0)
        .group_by(Registration.choice_id, Job.wanted)
        .having(func.count() >= Job.wanted)
        .correlate(None)
    )
    return ident.in_(found)
