"""One trial: start the real system, let people talk and things break, mend everything, and judge what is left."""

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import aftermath, checker
from tests.chaos.desk import Clerk
from tests.chaos.faults import Faults
from tests.chaos.history import Answered, Fault, History, Said, Somebody, Unanswered
from tests.chaos.people import Talker, crowd
from tests.chaos.servers import servers
from tests.chaos.system import System, own_clock, running, small_disk
from tests.chaos.wechat import WeChat, playing

DISK_MEGABYTES = 120
GRACE = 60.0
"""Seconds after the last fault in which people may finish what they want."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is tried: so many people for so many seconds, a fault each `gap` seconds; `kinds` () is every kind."""

    seed: str
    people: int
    seconds: float
    gap: float
    on_servers: bool = False
    kinds: Sequence[str] = ()
    pause: float = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it."""

    lines: list[checker.Line]
    text: str

    @property
    def broken(self) -> bool:
        """Whether a promise was broken."""
        return checker.broken(self.lines)


def run(terms: Terms) -> Verdict:
    """Make the trial. Everything that it starts has ended when it returns."""
    with ExitStack() as stack:
        room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yzchaos")))
        room.chmod(0o755)
        beside = stack.enter_context(servers(room / "servers", terms.on_servers))
        disk = stack.enter_context(small_disk(room / "home", DISK_MEGABYTES))
        clock = stack.enter_context(own_clock(room))
        with running(room / "home", beside.given, clock) as system:
            wechat = stack.enter_context(playing(system.account, f"{system.base}/wechat", room, terms.seed))
            system.given["WECHAT_API_BASE_URL"] = wechat.api
            system.start()
            system.await_ready()
            engine = system.engine
            *people, last = crowd(wechat.newcomers(terms.people + 1), aftermath.townships(engine))
            history = History(people)
            _reign(terms, system, wechat, history, Faults(system, wechat, beside, history, disk))
            history.recovered = aftermath.recover(system, wechat, last, checker.PATIENCE)
            owed = aftermath.put_time_forward(engine, checker.PATIENCE)
            for person in people:
                wechat.deliver(person, "你好", history)  # what waits for them goes out with the reply
            wechat.note_arrivals(history)
            stored = aftermath.read(engine, history, owed)
            engine.dispose()
    lines = checker.check(history, stored)
    return Verdict(lines, f"{_summary(terms, history, disk)}\n{checker.table(lines)}")


def _reign(terms: Terms, system: System, wechat: WeChat, history: History, faults: Faults) -> None:
    """Everybody talks, staff work, things break; then nothing breaks any more and who is left may finish."""
    if terms.kinds:
        faults.kinds = {kind: faults.kinds[kind] for kind in terms.kinds if kind in faults.kinds}
    ended, calm = threading.Event(), threading.Event()

    def tell(who: Somebody, text: str) -> str:
        return wechat.deliver(who, text, history)

    talks = [Talker(who, tell, history, f"{terms.seed} {who.phone}", terms.pause) for who in history.people]
    threads = [threading.Thread(target=talk.talk, args=[ended, calm], daemon=True) for talk in talks]
    clerk = Clerk(system.base, system.login, history, terms.seed)
    threads.append(threading.Thread(target=clerk.work, args=[ended], daemon=True))
    for thread in threads:
        thread.start()
    faults.play(faults.plan(terms.seed, terms.seconds, terms.gap), ended)
    calm.set()
    until = time.monotonic() + GRACE
    for thread in threads[:-1]:
        thread.join(max(0.0, until - time.monotonic()))
    ended.set()
    for thread in threads:
        thread.join()


def _summary(terms: Terms, history: History, disk: bool) -> str:
    faults = (f"{each.kind} ({each.what})" if each.kind == "WeChat" else each.kind for each in history.of(Fault))
    listed = ", ".join(f"{kind} × {count}" for kind, count in sorted(Counter(faults).items()))
    answered = {each.key for each in history.of(Answered)}
    failed = {each.key: each.why for each in history.of(Unanswered) if each.key not in answered}
    whys = ", ".join(f"{why} × {count}" for why, count in Counter(failed.values()).items())
    where = "PostgreSQL and a Redis server" if terms.on_servers else "SQLite and the embedded Redis"
    full = "a full disk is a real one" if disk else "instead of a full disk, files may not grow"
    return (
        f"seed {terms.seed}, {terms.people} people, {terms.seconds:.0f} s of faults, on {where}; {full}\n"
        f"{len(history.of(Said))} messages, {len(failed)} of them without any answer ({whys}), "
        f"{len(history.finished)} people done\nfaults: {listed}"
    )
