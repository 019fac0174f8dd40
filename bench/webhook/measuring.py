"""Asks one system: what a message costs it, how many it answers, how long that takes at a given rate."""

import statistics
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from multiprocessing import get_context

from sqlalchemy import select

from bench.webhook import load
from bench.webhook.letters import Judge, Post, Verdict, constant
from bench.webhook.load import Answer, Plan
from bench.webhook.systems import OURS, Running
from bench.webhook.talks import letters
from store.database import make_engine, reading
from store.tables import Outbox

CONNECTIONS = 64
CONSTANT = "success"  # as in `peers`, which cannot be imported here
_RUNS = count()
_MOST = 800  # messages a second that talks are written for when the rate is what the system takes
_TIGHT = 0.85
"""Of a core: a generator that used more may have been what was slow."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run found. Milliseconds, messages a second, MB."""

    answered: int
    a_second: float
    a_core: float
    p50: float
    p99: float
    p999: float
    slowest: float
    verdicts: Counter[Verdict]
    cpu_ms: dict[str, float]
    memory: Sequence[tuple[float, float]]
    tight: bool


class WrongAnswers(Exception):
    """A system answered otherwise than it had to: its figures mean nothing."""


def ask(system: Running, seconds: float, rate: float = 0.0, connections: int = CONNECTIONS) -> Figures:
    """Ask a system for some seconds. Raises WrongAnswers."""
    post = Post(system.account, int(time.time()))
    echo = system.name != OURS  # who remembers nothing may be told the same again
    people = 4 * connections if echo else max(int(seconds * (rate or _MOST) / 8), 4 * connections)
    talks = letters(post, people, f"{next(_RUNS)}", echo)
    before = system.cpu()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as generator:
        found = generator.submit(load.run, Plan(system.port, talks, seconds, rate, connections, again=echo)).result()
    used = {part: after - before[part] for part, after in system.cpu().items()}
    judge: Judge = constant(CONSTANT) if system.name == "flask_constant" else post.judge
    return _figures(found, judged(found.answers, judge), used, system.memory())


def told_staff(system: Running, since: datetime) -> list[float]:
    """Seconds from each message that filed a request, since then, until its news had been handled by a worker."""
    engine = make_engine(f"sqlite:///{system.home / 'var' / 'yizhan.db'}")
    query = select(Outbox.created_at, Outbox.delivered_at).where(Outbox.kind == "referral", Outbox.created_at >= since)
    with reading(engine) as session:
        rows = session.execute(query).all()
    engine.dispose()
    now = datetime.now(UTC)  # for what nobody got to
    return [((done or now) - came).total_seconds() for came, done in rows]


def judged(answers: Sequence[Answer], judge: Judge) -> Counter[Verdict]:
    """How many were what. Who was refused once goes on as if they had not been: what they hear then is no fault."""
    verdicts: Counter[Verdict] = Counter()
    lost: set[str] = set()
    for each in answers:
        verdict = judge(each.letter, each.status, each.body)
        if verdict in (Verdict.TURNED_AWAY, Verdict.SORRY, Verdict.FAILED):
            lost.add(each.letter.person)
        verdicts[Verdict.SORRY if verdict is Verdict.WRONG and each.letter.person in lost else verdict] += 1
    return verdicts


def _figures(
    found: load.Found, verdicts: Counter[Verdict], used: dict[str, float], memory: list[tuple[float, float]]
) -> Figures:
    answered = len(found.answers)
    handled = verdicts[Verdict.RIGHT]
    if not answered or verdicts[Verdict.WRONG] + verdicts[Verdict.FAILED] > answered / 100:
        raise WrongAnswers(f"{dict(verdicts)}, {found.unsent} not sent")
    took = _percentiles(found.answers)
    return Figures(
        answered,
        handled / found.took,
        handled / (sum(used.values()) or 1),
        *took,
        verdicts,
        {part: 1000 * seconds / answered for part, seconds in used.items()},
        memory,
        found.own_cpu > _TIGHT,
    )


def _percentiles(answers: Sequence[Answer]) -> tuple[float, float, float, float]:
    took = sorted(1000 * each.seconds for each in answers)
    cut = statistics.quantiles(took, n=1000, method="inclusive")
    return cut[499], cut[989], cut[998], took[-1]
