"""Who wants no calls is reached by writing: that is to them what a call that connected is to others (decision 61)."""

from bot.records import Status
from store.referrals.action import Action


def written_to(action: Action) -> bool:
    """Staff wrote to the person: of one who wants no calls, their contact, and the promise is kept. Whether it is one.

    What nobody has in hand is then in the writer's.
    """
    referral = action.referral
    if not referral.registration.in_writing or not referral.status.open:
        return False
    if referral.assignee_id is None:
        referral.assignee_id = action.member.id
        action.move(Status.CLAIMED)
    referral.status, referral.raised_at = Status.CONTACTED, None
    return True
