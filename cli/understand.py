"""`yizhan understand` and `yizhan evaluate`: what the bot makes of a text, and how often that is right."""

import json
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import click

from bot.intents import Reading
from bot.intents.detector import load
from bot.intents.noise import misheard
from bot.intents.scoring import Score
from bot.policy import Found
from bot.policy import book as policy
from bot.readers.slots import find_slots
from bot.scene import Mind
from config.installation import knowledge_dir


@click.command()
@click.option("--explain", is_flag=True, help="Also say how sure the reading is, what else it could be, and why.")
def understand(*, explain: bool) -> None:
    """Read texts from stdin, one a line; write one JSON object a line."""
    mind = _mind().ready()
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        answer = json.dumps(_understood(text, mind, explain=explain), ensure_ascii=False)
        sys.stdout.buffer.write(f"{answer}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _mind() -> Mind:
    """What understands, with the policy answers of this installation."""
    return Mind(load, lambda: policy.load(knowledge_dir() / "policy_faq.md", draft=False))


def _understood(text: str, mind: Mind, *, explain: bool) -> dict[str, object]:
    reading = mind.detector.read(text)
    found = mind.topic(text, date.today())
    answer: dict[str, object] = {
        "text": text,
        "intent": reading.intent,
        "confidence": round(reading.confidence, 4),
        "topic": found.entry.id if found.entry else None,
        "topic_confidence": round(found.confidence, 4),
        "slots": find_slots(text),
    }
    return answer | (_explanation(reading, found) if explain else {})


def _explanation(reading: Reading, found: Found) -> dict[str, object]:
    return {
        "band": reading.band,
        "others": reading.others,
        "because": reading.because,
        "topics_offered": [entry.id for entry in found.offered],
        "topic_because": found.because,
    }


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--topics", is_flag=True, help="FILE holds question<TAB>topic instead of text<TAB>intent.")
@click.option("--noise", default=0, help="Percent of the characters to replace by others that sound the same.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def evaluate(file: Path, *, topics: bool, noise: int, as_json: bool) -> None:
    """Score FILE, a table of text<TAB>label; a topic of "none" or nothing means that no entry answers.

    A third column may name the style in which a text is written: it is scored, too. A line with # at its beginning
    and no tab is a comment. A message is timed with its intent, its topic and its values.
    """
    score = _scored(_noisy(file, noise / 100), topics=topics)
    if as_json:
        click.echo(json.dumps(score.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(score.table()))


def _labelled(file: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        text, tab, rest = line.partition("\t")
        if not line.strip() or (line.startswith("#") and not tab):
            continue
        if not tab:
            raise click.ClickException(f"{file}:{number}: no tab between text and label")
        label, _, more = rest.partition("\t")
        if number > 1 or label.strip() not in {"intent", "topic"}:
            yield text, label.strip(), more.partition("\t")[0].strip()


def _noisy(file: Path, share: float) -> Iterator[tuple[str, str, str]]:
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    for text, label, style in _labelled(file):
        yield misheard(text, share, chance), label, style


def _scored(labelled: Iterable[tuple[str, str, str]], *, topics: bool) -> Score:
    mind, none, today = _mind().ready(), "none" if topics else "out_of_scope", date.today()
    score = Score(none)
    for text, label, style in labelled:
        begun = perf_counter()
        reading, found, _ = mind.detector.read(text), mind.topic(text, today), find_slots(text)
        took = perf_counter() - begun
        topic = found.entry.id if found.entry else none
        score.add(label or none, topic if topics else str(reading.intent), style, took)
    return score
