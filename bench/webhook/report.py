"""Several rounds in which every system is asked in turn, and what they say side by side.

    python -m bench.webhook.report [--rounds 5] [--seconds 10] [--servers gthread] [--peers werobot_session]

Only ratios within one round are compared, since the machine is another one from minute to minute.
"""

import argparse
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.webhook.letters import Verdict
from bench.webhook.measuring import CONNECTIONS, Figures, ask, told_staff
from bench.webhook.systems import GRANIAN, GTHREAD, OURS, Running, running

PEERS = ("werobot_session", "flask_wechatpy", "werobot_echo", "flask_constant")
TITLES = {
    OURS: "**this system, whole**",
    "werobot_session": "WeRoBot echo, session in Redis",
    "flask_wechatpy": "Flask + wechatpy echo",
    "werobot_echo": "WeRoBot echo",
    "flask_constant": "Flask, constant reply",
}
_HEAD = """\
## The webhook beside other ways to answer

Safe mode, {connections} connections, 2 processes of 10 threads (ours takes fewer turns at a time); {rounds} rounds of
{seconds:g} s in which each is asked in turn; median [least – most]. A core: answers for each second of processor time
of all its processes (ours: Redis, worker, sweeper), and their ratio to ours in the same round. Half: an open loop
(Poisson) at half of its own peak. PSS of each process, and what of it is its own. The others only echo.

| system | server | a core | ratio | p50 at half | p99 | p99.9 | PSS | ready in |
|---|---|---|---|---|---|---|---|---|"""
OVER = 256  # connections when twice as many come as can be answered

Who = tuple[str, str]
"""A system and its server."""


@dataclass(frozen=True, slots=True)
class Round:
    """One system in one round: as fast as it can, at half of that, and (ours) at twice of that.

    `told`: in how many seconds, at half, a worker had handled the news of each request (ours).
    """

    peak: Figures
    half: Figures
    double: Figures | None = None
    told: Sequence[float] = ()


def rounds(
    number: int, seconds: float, servers: Sequence[str], peers: Sequence[str]
) -> tuple[dict[Who, list[Round]], dict[Who, float]]:
    """Ask everybody in turn, so many times; and how long each took to start."""
    found: dict[Who, list[Round]] = defaultdict(list)
    with ExitStack() as stack:
        systems = {
            (name, server): stack.enter_context(running(name, server)) for name in (OURS, *peers) for server in servers
        }
        for system in systems.values():
            ask(system, min(seconds, 3))  # what is loaded with the first messages
        for _ in range(number):
            for who, system in systems.items():
                found[who].append(_round(system, seconds))
                last = found[who][-1].peak
                print(f"{' on '.join(who)}: {last.a_second:.0f} a second, {last.a_core:.0f} a core", flush=True)  # noqa: T201
    return found, {who: system.started_in for who, system in systems.items()}


def _round(system: Running, seconds: float) -> Round:
    peak = ask(system, seconds)
    since = datetime.now(UTC)
    half = ask(system, seconds, peak.a_second / 2)
    if system.name != OURS:
        return Round(peak, half)
    told = told_staff(system, since)
    return Round(peak, half, ask(system, seconds, peak.a_second * 2, OVER), told)


def results(
    number: int = 3,
    seconds: float = 5,
    servers: Sequence[str] = (GTHREAD, GRANIAN),
    peers: Sequence[str] = PEERS,
) -> str:
    """All that was found, in Markdown."""
    found, started = rounds(number, seconds, servers, peers)
    best = {name: max(servers, key=lambda server: _middle(found[name, server], _core)) for name in (OURS, *peers)}
    ours = found[OURS, best[OURS]]
    order = sorted(found, key=lambda who: (who[0] != OURS, who))
    lines = [_line(who, found[who], ours, started[who], best[who[0]] == who[1]) for who in order]
    head = _HEAD.format(connections=CONNECTIONS, rounds=number, seconds=seconds)
    shipped = found[OURS, GTHREAD if GTHREAD in servers else best[OURS]]
    about = (_overrun(shipped), _queue(shipped), _parts(shipped), _honest(found))
    return "\n".join([head, *lines, *(line for part in about for line in ("", *part))]).rstrip() + "\n"


def _line(who: Who, found: Sequence[Round], ours: Sequence[Round], started: float, best: bool) -> str:
    halves = [_spread([pick(each.half) for each in found], "ms") for pick in _LATENCIES]
    ratio = _spread([_core(theirs) / _core(own) for theirs, own in zip(found, ours, strict=True)], "", 2)
    memory = ", ".join(f"{pss:.0f} ({private:.0f}) MB" for pss, private in found[-1].half.memory)
    core = _spread([_core(each) for each in found], "", 0)
    server = f"{who[1]}{' (its best)' if best else ''}"
    return f"| {TITLES[who[0]]} | {server} | {core} | {ratio} | {' | '.join(halves)} | {memory} | {started:.1f} s |"


_LATENCIES: tuple[Callable[[Figures], float], ...] = (lambda one: one.p50, lambda one: one.p99, lambda one: one.p999)


def _core(found: Round) -> float:
    return found.peak.a_core


def _middle(found: Sequence[Round], pick: Callable[[Round], float]) -> float:
    return statistics.median(pick(each) for each in found)


def _spread(values: Sequence[float], unit: str, digits: int = 1) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} [{low:.{digits}f} – {high:.{digits}f}] {unit}".rstrip()


def _overrun(ours: Sequence[Round]) -> list[str]:
    doubles = [each.double for each in ours if each.double]
    away = [100 * each.verdicts[Verdict.TURNED_AWAY] / each.answered for each in doubles]
    slowest, p99 = (
        _spread([each.slowest for each in doubles], "ms", 0),
        _spread([each.p99 for each in doubles], "ms", 0),
    )
    told = f"slowest reply {slowest}, p99 {p99}, turned away politely {_spread(away, '%', 0)}"
    return [f"Ours as it is shipped (gthread), with twice as many messages as it can answer: {told}."]


def _queue(ours: Sequence[Round]) -> list[str]:
    each = [statistics.quantiles(one.told, n=100, method="inclusive") for one in ours if len(one.told) > 1]
    if not each:
        return []
    half, most = _spread([cut[49] for cut in each], "s", 2), _spread([cut[98] for cut in each], "s", 2)
    told = f"after {half} (median), {most} (p99), counted from the message's arrival"
    return [f"A request stands in the staff's queue before its answer; at half a worker had handled its news {told}."]


def _parts(ours: Sequence[Round]) -> list[str]:
    parts: Mapping[str, Sequence[float]] = {
        part: [each.peak.cpu_ms[part] for each in ours] for part in ours[0].peak.cpu_ms
    }
    told = ", ".join(f"{part} {_spread(values, 'ms', 2)}" for part, values in parts.items())
    return [f"Processor time of one message at the peak, by process: {told}."]


def _honest(found: Mapping[Who, Sequence[Round]]) -> list[str]:
    tight = sorted({f"{TITLES[who[0]]} on {who[1]}" for who, several in found.items() for r in several if r.peak.tight})
    return [f"The generator itself was the limit (a second, not a core's): {', '.join(tight)}."] if tight else []


def main() -> None:
    """Print the results."""
    options = argparse.ArgumentParser(description="the webhook beside other ways to answer")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--servers", nargs="*", default=[GTHREAD, GRANIAN])
    options.add_argument("--peers", nargs="*", default=PEERS)
    asked = options.parse_args()
    print(results(asked.rounds, asked.seconds, asked.servers, asked.peers))  # noqa: T201


if __name__ == "__main__":
    main()
