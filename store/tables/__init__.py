"""The tables. Empty text means: not said or not supplied. Every time is aware (see `store.base.Moment`).

    people ── registrations ── referrals ── referral_events       stations ── staff ── audit
           trainings, sales (what came of it)                     jobs, courses, village_posts (what is offered)
                    outbox (what the workers still owe)           workshops; uploads (sheets before their import)
                    job_alerts (who is told of new jobs)          household_plans ── household_steps
                    scene_codes (what the stations' QR codes say)
    people ── misses, asked_questions                             questions (how many a day)

A registration is what the person said; its referral is what becomes of it, with every step in referral_events.
Rows with `example` are made up for a first start and are always shown as 示例.
"""

from store.tables.alerts import JobAlert
from store.tables.codes import SceneCode
from store.tables.households import HouseholdPlan, PlanStep
from store.tables.offers import Course, Job, Station
from store.tables.outcomes import Sale, Training
from store.tables.people import Deed, Miss, Person
from store.tables.posts import VillagePost
from store.tables.pushes import Got, Push, PushPerson, PushStatus, Reach
from store.tables.questions import AskedQuestion, QuestionCount
from store.tables.recordings import Keeping, Recording
from store.tables.referrals import Rank, Referral, ReferralEvent, Registration
from store.tables.sending import Message, Origin, Outbox, Weight
from store.tables.staff import Audit, Role, Staff
from store.tables.uploads import Upload
from store.tables.workshops import Workshop

__all__ = [
    "AskedQuestion",
    "Audit",
    "Course",
    "Deed",
    "Got",
    "HouseholdPlan",
    "Job",
    "JobAlert",
    "Keeping",
    "Message",
    "Miss",
    "Origin",
    "Outbox",
    "Person",
    "PlanStep",
    "Push",
    "PushPerson",
    "PushStatus",
    "QuestionCount",
    "Rank",
    "Reach",
    "Recording",
    "Referral",
    "ReferralEvent",
    "Registration",
    "Role",
    "Sale",
    "SceneCode",
    "Staff",
    "Station",
    "Training",
    "Upload",
    "VillagePost",
    "Weight",
    "Workshop",
]
