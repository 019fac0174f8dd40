"""Sends a push, one batch a job. The row of the outbox is due again until everybody's outcome is known.

Batches are as small as the pace asks: `ROUNDS` of them a minute. A whole batch stops at the first trouble that is
not the person's: a busy WeChat and a broken line are waited for, the day's quota until tomorrow morning.
"""

import logging
import time
from datetime import datetime, timedelta

from bot.ports import ChannelError, Trouble
from store.database import writing
from store.pushing import reckoning
from store.pushing import rounds as push_rounds
from store.pushing.rounds import Round, Taken
from store.sending import news
from store.sending.mailbox import mark_held
from store.sending.news import Road, Why, gate
from store.tables import Got, PushStatus, Reach
from workers import crowd
from workers.context import Payload, Services
from workers.later import Later
from workers.messages import deliver_news, standing_now, wait_for

ROUNDS = 4
BETWEEN = timedelta(seconds=60 // ROUNDS)
LONGEST_SECONDS = 15.0
"""A batch ends then, well before RQ would end it."""
LONGEST_PAUSE = timedelta(hours=1)

log = logging.getLogger(__name__)


def send_batch(given: Services, payload: Payload) -> None:
    """Send the next few their news. Raises Later as long as there are more."""
    now = given.now()
    batch = push_rounds.begin(given.engine, payload["push"], now, ROUNDS)
    if batch is None:
        return None
    if batch.waits_until and now < batch.waits_until:
        raise Later(batch.waits_until)
    if until := news.morning(now):
        push_rounds.change(given.engine, batch.push, note="night", waits_until=until)
        raise Later(until)
    try:
        ended = crowd.send(given, batch) if batch.reach is Reach.MASS else _send_to_each(given, batch)
    except ChannelError as problem:
        return _troubled(given, batch, problem)
    if not ended:
        push_rounds.change(given.engine, batch.push, note="", waits_until=None, failures=0)
        raise Later(now + BETWEEN)
    return None


def _send_to_each(given: Services, batch: Round) -> bool:
    began = time.monotonic()
    for row in push_rounds.waiting(given.engine, batch.push, given.now(), batch.size):
        if time.monotonic() - began > LONGEST_SECONDS:
            break
        taken = _take(given, row)
        if taken:
            _hand_over(given, batch, taken)
    return push_rounds.finish(given.engine, batch.push, given.now())


def _take(given: Services, row: int) -> Taken | None:
    """Whose turn it is, unless they cannot have it (any more), or not now."""
    now = given.now()
    with writing(given.engine) as session:
        claimed = push_rounds.claim(session, row)
        if claimed is None:
            return None
        _, push, person = claimed
        road = gate(standing_now(given, session, person))
        if reckoning.had_it(session, push, now, person.id):
            road = Why.HAD
        if isinstance(road, Why):
            push_rounds.settle(claimed[0], Got.REFUSED, now, road)
            return None
        if until := wait_for(given, person.channel_id, road, now, session):
            claimed[0].not_before = until
            return None
        return push_rounds.take(session, claimed, road, now)


def _hand_over(given: Services, batch: Round, taken: Taken) -> None:
    try:
        went = deliver_news(given, taken.channel_id, taken.say, taken.road, batch.title)
    except ChannelError as problem:
        push_rounds.put_back(given.engine, taken, problem.trouble is Trouble.UNSURE, given.now())
        raise
    push_rounds.note(given.engine, taken, went, given.now())
    if went is Road.TEMPLATE:
        mark_held(given.hold, taken.channel_id, taken.message)


def _troubled(given: Services, batch: Round, problem: ChannelError) -> None:
    """Wait, or stop when nothing but a person can help. Raises Later."""
    if problem.permanent and problem.trouble is Trouble.OTHER:
        push_rounds.change(given.engine, batch.push, status=PushStatus.STOPPED, note="refused", waits_until=None)
        return _warn(given, f"推送“{batch.title}”停了：微信不收（{problem}）。请到工作台的“群发”里看看。")
    now = given.now()
    times = push_rounds.failed(given.engine, batch.push)
    if problem.trouble is Trouble.QUOTA:
        until, why = news.tomorrow(now), "quota"
        _warn(given, f"推送“{batch.title}”先停下：今天的微信额度用完了，明早接着发。")
    else:
        until, why = _after_failures(now, times), "busy"
        if problem.alert and times == 1:
            _warn(given, f"推送“{batch.title}”发不出去：{problem}。系统会接着试，请管理员看看。")
    push_rounds.change(given.engine, batch.push, note=why, waits_until=until)
    raise Later(until)


def _after_failures(now: datetime, times: int) -> datetime:
    return now + min(timedelta(minutes=1) * (1 << min(times - 1, 10)), LONGEST_PAUSE)


def _warn(given: Services, text: str) -> None:
    log.error("a push cannot go on, see the console")
    try:
        given.notifier.warn(text)
    except ChannelError as problem:
        log.error("the county could not be told (%s)", problem)
