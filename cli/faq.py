"""`yizhan faq`: look after the policy answers."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from bot.policy.book import load
from bot.policy.lint import check as problems_of
from bot.policy.lint import judge
from bot.policy.preview import Changed
from bot.policy.preview import preview as compare
from config.installation import knowledge_dir


@click.group()
def faq() -> None:
    """Look after the policy answers."""


@faq.command()
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=lambda: knowledge_dir() / "policy_faq.md",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="judge dates as of this day instead of today")
def check(file: Path, on: datetime | None) -> None:
    """Say what is wrong with the policy answers, each with file and line; exit 1 if anything is."""
    try:
        problems = problems_of(file, on.date() if on else date.today())
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("没有发现问题。")


@faq.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="judge dates as of this day instead of today")
def preview(file: Path, on: datetime | None) -> None:
    """Say what FILE would change, in place of the policy answers in use, for the questions that were really asked.

    Exit 1 if FILE has problems. Nothing is changed.
    """
    from store.asked.misses import questions_asked
    from store.database import guarded
    from wiring import build

    services = build()
    day = on.date() if on else date.today()
    current = services.settings.policy_file
    judged = judge(file.read_text(encoding="utf-8"), current, day)
    with guarded():
        answered, missed = questions_asked(services.engine)
    if judged.index:
        found = compare(load(current).find, judged.index.find, answered, missed, day)
        click.echo(f"拿近几周真问过的{found.asked}句话试了一遍：")
        _say("原来没听懂、现在能答的", found.met)
        _say("答得跟以前不一样的", found.changed)
    for problem in judged.problems:
        click.echo(problem)
    if judged.problems:
        sys.exit(1)


def _say(what: str, changes: tuple[Changed, ...]) -> None:
    click.echo(f"{what}：{len(changes)}句")
    for each in changes:
        click.echo(f"  {each.question}（{each.times}次）：{each.before or '没有答'} → {each.after or '没有答'}")
