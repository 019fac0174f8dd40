"""`yizhan chat`: talk to the bot in a terminal, or drive it line by line with --jsonl. In memory, no servers."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import click

from bot.effects import Say
from bot.message import Inbound, Kind
from bot.outcome import Outcome
from bot.ports import Receipt
from bot.readers.place import place_name
from bot.records import Record
from bot.session import Session, load
from wiring import Rehearsal, rehearse
from workers.rehearsal import Backstage

_KINDS = {kind.value: kind for kind in Kind if kind is not Kind.TIMER}


@dataclass
class Talk:
    """One terminal's talk, and whoever speaks."""

    stage: Rehearsal
    person: str
    turn: int = 0
    resets: int = 0

    @cached_property
    def _backstage(self) -> Backstage:
        return Backstage(self.stage)

    def does(self, act: dict[str, Any]) -> Outcome:
        """Let the person do this. Raises click.BadParameter for an act that there is not."""
        kind = _KINDS.get(act.get("type", "text"))
        if kind is None:
            raise click.BadParameter(f"no such type: {act.get('type')!r}; there are {', '.join(_KINDS)}, wait, reset")
        self.turn += 1
        said = str(act.get("text", ""))
        located = kind is Kind.LOCATION
        return self.stage.conversation.handle(
            Inbound(
                person=self._speaker,
                key=str(self.turn),
                kind=kind,
                at=self.stage.now(),
                text="" if located else said,
                label=said if located else "",
                latitude=act.get("latitude"),
                longitude=act.get("longitude"),
                scene=str(act.get("scene", "")),
                choice=str(act.get("choice", "")),
                media="" if said else f"media-{self.turn}",
            )
        )

    @property
    def _speaker(self) -> str:
        return f"{self.person}-{self.resets}" if self.resets else self.person

    def wait(self, minutes: float) -> list[Say]:
        """Let time pass; what arrives on the phone of whoever speaks meanwhile."""
        return [say for person, say in self._backstage.wait(minutes * 60) if person == self._speaker]

    def session(self) -> Session:
        """What is remembered of the talk now."""
        opened = self.stage.sessions.open(self._speaker, "looking")
        self.stage.sessions.release(self._speaker, opened.turn)
        return load(opened.session)

    def reset(self) -> None:
        """Somebody new speaks."""
        self.resets += 1


def in_json(record: Record) -> dict[str, Any]:
    """A record as `recorded` shows it; names are a contract."""
    fields = record.fields
    picked = fields.choice
    return {
        "id": record.id,
        "kind": record.kind.value,
        "status": record.status.value,
        "name": fields.name,
        "phone": fields.phone,
        "village": place_name(fields.village) if fields.village else "",
        "choice": picked and {"position": picked.position, "id": picked.id, "title": picked.title},
        "product": fields.product,
        "quantity": fields.quantity,
        "note": fields.note,
        "place_in_line": record.place,
        "for_whom": fields.for_whom,
        "age": fields.age,
        "wage": fields.wage,
        "skill": fields.skill,
        "created_at": record.created_at.isoformat(),
    }


def _answer(talk: Talk, act: dict[str, Any]) -> dict[str, Any]:
    if act.get("type") == "reset":
        talk.reset()
        return _shown([], Session(), Receipt())
    if act.get("type") == "wait":
        return _shown(talk.wait(float(act.get("minutes", 0))), talk.session(), Receipt())
    outcome = talk.does(act)
    return _shown([outcome.say] if outcome.say else [], outcome.session, outcome.receipt)


def _shown(said: Sequence[Say], session: Session, receipt: Receipt) -> dict[str, Any]:
    return {
        "replies": [say.plain() for say in said],
        "dialog": session.active or None,
        "asked": session.asked.key if session.asked else None,
        "recorded": [in_json(record) for record in receipt.records],
    }


def _acts(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            act = json.loads(line)
        except ValueError as problem:
            raise click.ClickException(f"line {number} is not JSON: {problem}") from problem
        if not isinstance(act, str | dict):
            raise click.ClickException(f"line {number}: a JSON string or object is wanted")
        yield {"type": "text", "text": act} if isinstance(act, str) else act


@click.command()
@click.option("--jsonl", is_flag=True, help="One turn per line of stdin, one JSON object per line on stdout.")
@click.option("--person", default="person-1", help="Who speaks.")
def chat(jsonl: bool, person: str) -> None:
    """Talk to the bot as a laborer would. Everything stays in memory."""
    talk = Talk(rehearse(), person)
    if jsonl:
        for act in _acts(sys.stdin):
            click.echo(json.dumps(_answer(talk, act), ensure_ascii=False))
            sys.stdout.flush()
        return
    click.echo("跟机器人说话（Ctrl-D 结束）。")
    while True:
        try:
            text = input("> ")
        except EOFError:
            return
        for reply in _answer(talk, {"type": "text", "text": text})["replies"]:
            click.echo(reply)
