"""Forgetting a person: what could tell who they were goes; that there was a request, and what became of it, stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from store.tables import (
    Address,
    AskedQuestion,
    Check,
    ConsentGiven,
    Deed,
    Exchange,
    HouseholdPlan,
    JobAlert,
    Keeping,
    Message,
    Miss,
    Person,
    Placement,
    PlanStep,
    Recording,
    Referral,
    ReferralEvent,
    Registration,
    Sale,
    Takeover,
)

NOBODY = dict.fromkeys(
    ("name", "phone", "phone_mark", "phone_end", "township", "village", "place", "age", "wage", "skill"), ""
)


def erase(session: Session, person: Person, at: datetime) -> None:
    """Empty everything personal of `person`, free text included, because anybody may have written a name there.

    Deeds go as well: the keys of WeChat's events contain the person's id. So do the rows of those who were merged into
    them, and their further accounts.
    """
    session.execute(delete(Address).where(Address.person_id == person.id))
    for double in session.scalars(select(Person).where(Person.merged_into_id == person.id)).all():
        erase(session, double, at)
    person.channel_id = f"forgotten-{person.id}"
    person.name = person.phone = person.township = person.village = person.place = person.consent_wording = ""
    person.remark = ""
    person.station_id = person.consented_at = None
    person.subscribed = person.in_writing = False
    person.forgotten_at = person.updated_at = at
    session.flush()
    _empty_cases(session, person)
    unsaid: dict[str, Any] = {"text": "", "tail": "", "choices": [], "held_at": None, "carried_by": ""}
    session.execute(update(Message).where(Message.person_id == person.id).values(**unsaid))
    session.execute(update(Miss).where(Miss.person_id == person.id).values(person_id=None, text=""))
    gone = {"state": Keeping.GONE, "media": "", "transcript": "", "question": ""}  # the sweeper deletes the files
    session.execute(update(Recording).where(Recording.person_id == person.id).values(gone))
    session.execute(delete(Exchange).where(Exchange.person_id == person.id))
    over = {"ended_at": at, "ending": "forgotten"}
    session.execute(update(Takeover).where(Takeover.person_id == person.id, Takeover.ended_at.is_(None)).values(over))
    session.execute(delete(AskedQuestion).where(AskedQuestion.person_id == person.id))
    plans = select(HouseholdPlan.id).where(HouseholdPlan.person_id == person.id)
    session.execute(delete(PlanStep).where(PlanStep.plan_id.in_(plans)))
    session.execute(delete(HouseholdPlan).where(HouseholdPlan.person_id == person.id))
    agreed = update(ConsentGiven).where(ConsentGiven.person_id == person.id, ConsentGiven.withdrawn_at.is_(None))
    session.execute(agreed.values(withdrawn_at=at))
    session.execute(delete(JobAlert).where(JobAlert.person_id == person.id))
    session.execute(delete(Deed).where(Deed.person_id == person.id))


def _empty_cases(session: Session, person: Person) -> None:
    """That there was a request, and what became of it, stays; who it was about goes."""
    theirs = select(Registration.id).where(Registration.person_id == person.id)
    cases = select(Referral.id).where(Referral.registration_id.in_(theirs))
    session.execute(update(Registration).where(Registration.person_id == person.id).values(**NOBODY, note=""))
    session.execute(update(Referral).where(Referral.id.in_(cases)).values(outcome="", rest_note=""))
    session.execute(update(ReferralEvent).where(ReferralEvent.referral_id.in_(cases)).values(note=""))
    placements = select(Placement.id).where(Placement.referral_id.in_(cases))
    session.execute(delete(Check).where(Check.placement_id.in_(placements), Check.answer.is_(None)))
    session.execute(update(Placement).where(Placement.referral_id.in_(cases)).values(employer=""))
    session.execute(update(Sale).where(Sale.registration_id.in_(theirs)).values(buyer=""))
