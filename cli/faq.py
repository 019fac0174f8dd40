"""`yizhan faq`: look after the policy answers."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from bot.policy.book import KNOWLEDGE
from bot.policy.lint import check as problems_of


@click.group()
def faq() -> None:
    """Look after the policy answers."""


@faq.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=KNOWLEDGE / "policy_faq.md"
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
