"""A push to all at once: WeChat's mass message to a tag. Its people are given the tag fifty at a time, then it is sent.

Everything here may be repeated: a tag can be given twice, and WeChat sends the same key once.
"""

from collections.abc import Sequence
from contextlib import suppress

from bot.effects import Say
from bot.ports import ChannelError, Trouble
from store.database import reading, writing
from store.pushing import reckoning
from store.pushing import rounds as push_rounds
from store.pushing.reckoning import Ways
from store.pushing.rounds import Round
from store.sending.acts import nothing_known
from store.sending.news import Why
from store.tables import Got, Push, PushPerson, PushStatus
from workers.context import Services

AT_A_TIME = 50

Member = tuple[int, str]
"""The row of a push's person, and their channel id."""


def send(given: Services, batch: Round) -> bool:
    """Tag the next people, or send when all are tagged; whether it has ended. Raises ChannelError."""
    tag = batch.tag or _make_tag(given, batch)
    waiting, willing = _sift(given, batch, Got.WAITING, AT_A_TIME)
    if waiting:
        _tag(given, tag, willing)
        return False
    return _send(given, batch, tag)


def _make_tag(given: Services, batch: Round) -> int:
    # With the time in its name: WeChat refuses a name twice, and an earlier answer may have been lost.
    tag = given.messenger.create_tag(f"push-{batch.push}-{given.now():%m%d%H%M%S}")
    push_rounds.change(given.engine, batch.push, tag=tag)
    return tag


def _sift(given: Services, batch: Round, got: Got, limit: int | None) -> tuple[list[Member], list[Member]]:
    """The next in this state, and those of them who may (still) be sent it; the others are settled."""
    now = given.now()
    with writing(given.engine) as session:
        rows = push_rounds.rows_of(session, batch.push, got, limit)
        people = [person for _, person in rows]
        ways = Ways(nothing_known, False, now)
        willing = []
        found = reckoning.verdicts(session, people, session.get_one(Push, batch.push), ways)
        for (row, person), (_, verdict) in zip(rows, found, strict=True):
            if isinstance(verdict, Why):
                push_rounds.settle(row, Got.REFUSED, now, verdict)
            else:
                willing.append((row.id, person.channel_id))
        return [(row.id, person.channel_id) for row, person in rows], willing


def _tag(given: Services, tag: int, people: Sequence[Member]) -> None:
    if not people:
        return None
    try:
        given.messenger.tag_people(tag, [channel_id for _, channel_id in people])
    except ChannelError as problem:
        if problem.trouble is not Trouble.GONE:
            raise
        if len(people) == 1:
            return _settle(given, people, Got.REFUSED, Why.LEFT)
        for each in people:  # one of them is unknown to WeChat, and so nobody was tagged
            _tag(given, tag, [each])
        return None
    return _settle(given, people, Got.SENDING)


def _send(given: Services, batch: Round, tag: int) -> bool:
    tagged, willing = _sift(given, batch, Got.SENDING, None)
    unwilling = [channel_id for row, channel_id in tagged if (row, channel_id) not in set(willing)]
    for at in range(0, len(unwilling), AT_A_TIME):
        given.messenger.untag_people(tag, unwilling[at : at + AT_A_TIME])
    if willing:
        with reading(given.engine) as session:
            push = session.get_one(Push, batch.push)
            if push.status is not PushStatus.SENDING:
                return True  # stopped at the last moment
            text = Say(push.text).plain()
        _send_once(given, tag, text, f"push-{batch.push}")
        _settle(given, willing, Got.SENT)
    ended = push_rounds.finish(given.engine, batch.push, given.now())
    with suppress(ChannelError):  # one tag more in the account harms nobody
        given.messenger.delete_tag(tag)
    return ended


def _send_once(given: Services, tag: int, text: str, key: str) -> None:
    try:
        given.messenger.send_to_tag(tag, text, key)
    except ChannelError as problem:
        if problem.trouble is not Trouble.DOUBLE:
            raise


def _settle(given: Services, people: Sequence[Member], got: Got, why: str = "") -> None:
    with writing(given.engine) as session:
        for row, _ in people:
            push_rounds.settle(session.get_one(PushPerson, row), got, given.now(), why)
