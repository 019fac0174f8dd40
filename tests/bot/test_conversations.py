"""Golden talks: tests/conversations/*.txt, played through the whole bot on memory stores.

A file is a talk with one person. `> ` is what the person writes, `! ` another act (`! voice 文字`, `! sticker`,
`! wait 90` minutes in which
what is due happens, `! tap token`, `! follow scene` …), `< ` what the bot says, `= ` what stands in the store then;
`#` is a remark. The session goes through its stored form between any two messages. `pytest --update` writes anew
what the bot says and files.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.effects import Say
from bot.outcome import Outcome
from bot.readers.place import place_name
from bot.records import Record
from cli.chat import Talk
from wiring import rehearse

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent.parent / "conversations"
TALKS = sorted(FOLDER.glob("*.txt"))


def played(script: str) -> Iterator[str]:
    """The script with what the bot says and files put in."""
    talk = Talk(rehearse(AT), "person-1")
    for line in script.splitlines():
        if line.startswith(("< ", "= ")) or line == "<":
            continue
        yield line
        if line.startswith("> "):
            yield from _shown(talk.does({"type": "text", "text": line[2:]}))
        elif line.startswith("! "):
            yield from _acted(talk, line[2:])


def _acted(talk: Talk, act: str) -> Iterator[str]:
    kind, _, rest = act.partition(" ")
    if kind == "wait":
        for say in talk.wait(float(rest)):
            yield from _said(say)
    elif kind == "tap":
        token, _, label = rest.partition(" ")
        yield from _shown(talk.does({"type": "text", "text": label, "choice": token}))
    elif kind in ("follow", "scan"):
        yield from _shown(talk.does({"type": kind, "scene": rest}))
    else:
        yield from _shown(talk.does({"type": kind, "text": rest}))


def _shown(outcome: Outcome) -> Iterator[str]:
    if outcome.say:
        yield from _said(outcome.say)
    yield from (f"= {_filed(record)}".rstrip(" |") for record in outcome.receipt.records)


def _said(say: Say) -> Iterator[str]:
    return (f"< {line}".rstrip() for line in say.plain().splitlines())


def _filed(record: Record) -> str:
    fields = record.fields
    choice = f"{fields.choice.position}:{fields.choice.title}" if fields.choice else ""
    place = place_name(fields.village) if fields.village else ""
    parts = (fields.name, fields.phone, place, choice, fields.product, fields.quantity, fields.note)
    told = " | ".join(part for part in parts if part).replace("\n", " ")
    return f"{record.kind.value} {record.status.value} | {told}"


@pytest.mark.parametrize("talk", TALKS, ids=lambda path: path.stem)
def test_talk(talk: Path, request: pytest.FixtureRequest) -> None:
    script = talk.read_text(encoding="utf-8")
    now = "\n".join(played(script)) + "\n"
    if request.config.getoption("--update"):
        talk.write_text(now, encoding="utf-8")
    assert now == script, "the bot talks differently now; if that is meant: pytest --update, and read the difference"


def test_there_are_talks() -> None:
    assert len(TALKS) >= 10
