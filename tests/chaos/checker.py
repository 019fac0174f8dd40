"""Judges a history: what people were told against what stands in the stores and what arrived. Pure.

A line with `bad` in it is a promise broken. What the network makes undecidable is counted and shown, never hidden.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.chaos.history import Answered, Arrived, Fault, Filed, History, Stored, Written

CONFIRMS = re.compile(r"登记好了|这个您报过了|已经告诉")
"""What the bot says when a request is filed (`bot/phrases/talk.py`)."""

DENIES = re.compile("没登记上|没办成|没来得及看")
"""What it says when nothing was filed."""

PATIENCE = 60.0
"""Seconds after the last fault in which everything must work again."""

BETWEEN_SENDING_AND_NOTING = 15.0
"""Seconds before or after a message's arrival within which a fault can have kept us from noting it."""

CUTS = {"kill worker", "stop worker", "kill everything", "kill postgres", "stop postgres", "full disk", "jump clock"}
"""Faults that can come between handing a message to WeChat and writing down that it was."""

ONCE = ("job", "staff")
"""Kinds of which a second request for the same thing is the same request."""

LONGEST_LIST = 5


@dataclass
class Line:
    """One promise: how often it was put to the test, and what broke it."""

    promise: str
    tried: int = 0
    bad: list[str] = field(default_factory=list)
    undecided: int = 0


def check(history: History, stored: Stored) -> list[Line]:
    """Every promise, in the order in which they are printed."""
    return [judge(history, stored) for judge in PROMISES]


def broken(lines: Sequence[Line]) -> bool:
    """Whether any promise was broken."""
    return any(line.bad for line in lines)


def table(lines: Sequence[Line]) -> str:
    """The lines for people to read."""
    rows = [("promise", "tried", "broken", "undecidable")]
    rows += [(line.promise, str(line.tried), str(len(line.bad)), str(line.undecided or "")) for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    text = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    examples = [f"  ! {line.promise}: {example}" for line in lines for example in line.bad[:LONGEST_LIST]]
    return "\n".join([text, *examples])


def _confirmations(history: History) -> Iterator[Answered]:
    """The first reply to each message that said a request was filed."""
    seen = set()
    for answer in history.of(Answered):
        if CONFIRMS.search(answer.text) and answer.key not in seen:
            seen.add(answer.key)
            yield answer


def nothing_lost(history: History, stored: Stored) -> Line:
    """Whoever was told that it is filed finds exactly one request of that message, with their own name and phone."""
    line = Line("an acknowledged registration stands once in SQL")
    by_key = _by_key(stored)
    people = {person.openid: person for person in history.people}
    for answer in _confirmations(history):
        line.tried += 1
        made, person = by_key.get(answer.key, []), people[answer.person]
        if len(made) != 1:
            line.bad.append(f"{answer.key}: {len(made)} requests")
        elif (made[0].person, made[0].name, made[0].phone) != (person.openid, person.name, person.phone):
            line.bad.append(f"{answer.key}: stands under somebody else's name or phone")
    return line


def _by_key(stored: Stored) -> dict[str, list[Filed]]:
    found: dict[str, list[Filed]] = defaultdict(list)
    for filed in stored.filed:
        for key in filed.keys:
            found[key].append(filed)
    return found


def nothing_doubled(history: History, stored: Stored) -> Line:
    """No message made two requests; of what can be asked only once there is one; each of the others has its message."""
    line = Line("no request is filed twice")
    mine = Counter((filed.person, filed.kind) for filed in stored.filed)
    keys = {(filed.person, filed.kind): set[str]() for filed in stored.filed}
    for filed in stored.filed:
        keys[filed.person, filed.kind] |= set(filed.keys)
    for (person, kind), count in mine.items():
        line.tried += 1
        if count > (1 if kind in ONCE else len(keys[person, kind])):
            line.bad.append(f"{person}: {count} of {kind}")
    return line


def nothing_denied(history: History, stored: Stored) -> Line:
    """Who was told that it was not filed does not have it filed: they will say it again, and have it twice.

    A database that dies while it commits leaves that open.
    """
    line = Line("what was said not to be filed is not filed")
    by_key = _by_key(stored)
    told = {answer.key: answer for answer in history.of(Answered) if CONFIRMS.search(answer.text)}
    for answer in history.of(Answered):
        if DENIES.search(answer.text):
            line.tried += 1
            if answer.key in by_key and answer.key not in told:
                if _cut(history, answer.at, {"kill postgres", "stop postgres", "full disk"}):
                    line.undecided += 1
                else:
                    line.bad.append(f"{answer.key}: {answer.text[:20]}")
    return line


def everything_visible(history: History, stored: Stored) -> Line:
    """Every acknowledged request lies at the desk of its person's station."""
    line = Line("an acknowledged referral is seen by its station")
    homes = {person.openid: person.township for person in history.people}
    by_key = _by_key(stored)
    for answer in _confirmations(history):
        for filed in by_key.get(answer.key, []):
            line.tried += 1
            if filed.id not in stored.visible.get(homes[answer.person], frozenset()):
                line.bad.append(f"{answer.key}: request {filed.id} is not at {homes[answer.person]}")
    return line


def every_letter_arrives(history: History, stored: Stored) -> Line:
    """A message that the console took reaches its person, by itself or with a reply, or waits for their next one."""
    line = Line("a message of staff reaches its person")
    for letter in history.of(Written):
        if not letter.sure:
            continue
        line.tried += 1
        person, state = stored.letters.get(letter.code, ("", "missing"))
        if not (_times(history, person, letter.code) or state == "waits"):
            line.bad.append(f"{letter.code}: {state}, and never arrived")
    return line


def no_letter_twice(history: History, stored: Stored) -> Line:
    """No message reaches a person twice. When we were not told that it arrived, only a second try could make sure."""
    line = Line("no message reaches its person twice")
    for letter in history.of(Written):
        person, _ = stored.letters.get(letter.code, ("", ""))
        times = _times(history, person, letter.code)
        line.tried += times > 0
        if times > 1:
            if _undecidable(history, person, letter.code):
                line.undecided += 1
            else:
                line.bad.append(f"{letter.code}: {times} times")
    return line


def _times(history: History, person: str, code: str) -> int:
    """How often the text arrived: by itself, and as part of replies to different messages."""
    alone = sum(code in each.text for each in history.of(Arrived) if each.person == person)
    return alone + len({each.key for each in history.of(Answered) if each.person == person and code in each.text})


def _undecidable(history: History, person: str, code: str) -> bool:
    first = next((each for each in history.of(Arrived) if each.person == person and code in each.text), None)
    return first is not None and (not first.sure or _cut(history, first.at, CUTS))


def _cut(history: History, at: float, kinds: set[str]) -> bool:
    reach = BETWEEN_SENDING_AND_NOTING
    return any(fault.kind in kinds and fault.begins - reach <= at <= fault.ends + reach for fault in history.of(Fault))


def nobody_mixed_up(history: History, stored: Stored) -> Line:
    """Nobody reads another's name or phone, and nothing is filed under another's."""
    line = Line("nobody sees or gets what is somebody else's")
    marks = {mark: person.openid for person in history.people for mark in (person.name, person.phone)}
    anybody = re.compile("|".join(map(re.escape, marks)) or "(?!)")
    read: list[Answered | Arrived] = [*history.of(Answered), *history.of(Arrived)]
    for seen in read:
        line.tried += 1
        others = {marks[mark] for mark in anybody.findall(seen.text)} - {seen.person}
        line.bad += [f"{seen.person} read of {other}" for other in others]
    for filed in stored.filed:
        line.tried += 1
        wrong = {marks.get(mark, filed.person) for mark in (filed.name, filed.phone)} - {filed.person}
        line.bad += [f"request {filed.id} of {filed.person} names {other}" for other in wrong]
    return line


def nothing_owed(history: History, stored: Stored) -> Line:
    """With time (which the end puts forward) everything is delivered, or given up where staff see it."""
    line = Line("nothing is left owed", tried=1)
    line.bad = [f"{stored.owed} rows of the outbox"] if stored.owed else []
    return line


def healthy_again(history: History, stored: Stored) -> Line:
    """A minute after the last fault a new person's whole conversation goes through."""
    line = Line(f"all is well again within {PATIENCE:.0f} s", tried=1)
    if history.recovered is None or history.recovered > PATIENCE:
        line.bad.append("not in time" if history.recovered is None else f"after {history.recovered:.0f} s")
    return line


def everybody_gets_through(history: History, stored: Stored) -> Line:
    """Who keeps trying gets everything done in the end."""
    line = Line("who keeps trying gets through", tried=len(history.people))
    line.bad = [person.openid for person in history.people if person.openid not in history.finished]
    return line


PROMISES: tuple[Callable[[History, Stored], Line], ...] = (
    nothing_lost,
    nothing_doubled,
    nothing_denied,
    everything_visible,
    every_letter_arrives,
    no_letter_twice,
    nobody_mixed_up,
    nothing_owed,
    healthy_again,
    everybody_gets_through,
)
