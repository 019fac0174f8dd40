"""The tables. Empty text means: not said or not supplied. Every time is aware (see `store.base.Moment`).

    people ── registrations ── referrals ── referral_events       stations ── staff ── audit, absences
           trainings, sales (what came of it)                     jobs, courses, village_posts (what is offered)
                    outbox (what the workers still owe)           workshops; uploads (sheets before their import)
                    job_alerts (who is told of new jobs)          household_plans ── household_steps
                    scene_codes (what the stations' QR codes say)
    referrals ── placements ── retention_checks                   (who found work, and whether they still have it)
    referrals ── escalations                                      township_groups (told of what is overdue)
    people ── exchanges, takeovers (talks with staff)              canned_replies
    people ── misses, asked_questions                             questions (how many a day)
    people ── consents, addresses, merges, told_apart

A registration is what the person said; its referral is what becomes of it, with every step in referral_events.
Rows with `example` are made up for a first start and are always shown as 示例.
"""

from store.tables.absences import Absence
from store.tables.alerts import JobAlert
from store.tables.codes import SceneCode
from store.tables.consents import ConsentGiven
from store.tables.escalations import Escalation, TownshipGroup
from store.tables.households import HouseholdPlan, PlanStep
from store.tables.merges import Address, Merge, ToldApart
from store.tables.offers import Course, Job, Station
from store.tables.outcomes import Sale, Training
from store.tables.people import Deed, Miss, Person
from store.tables.placements import Answer, Check, Placement
from store.tables.posts import VillagePost
from store.tables.pushes import Got, Push, PushPerson, PushStatus, Reach
from store.tables.questions import AskedQuestion, QuestionCount
from store.tables.recordings import Keeping, Recording
from store.tables.referrals import Rank, Referral, ReferralEvent, Registration
from store.tables.sending import Message, Origin, Outbox, Weight
from store.tables.staff import Audit, Role, Staff
from store.tables.talks import CannedReply, Exchange, Takeover
from store.tables.uploads import Upload
from store.tables.workshops import Workshop

__all__ = [
    "Absence",
    "Address",
    "Answer",
    "AskedQuestion",
    "Audit",
    "CannedReply",
    "Check",
    "ConsentGiven",
    "Course",
    "Deed",
    "Escalation",
    "Exchange",
    "Got",
    "HouseholdPlan",
    "Job",
    "JobAlert",
    "Keeping",
    "Merge",
    "Message",
    "Miss",
    "Origin",
    "Outbox",
    "Person",
    "Placement",
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
    "Takeover",
    "ToldApart",
    "TownshipGroup",
    "Training",
    "Upload",
    "VillagePost",
    "Weight",
    "Workshop",
]
