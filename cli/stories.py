"""`yizhan stories`: look after the stories and partners."""

import sys
from datetime import date
from pathlib import Path

import click

from bot.stories.book import check as problems_of
from config.installation import knowledge_dir


@click.group()
def stories() -> None:
    """Look after the stories and partners."""


@stories.command()
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=lambda: knowledge_dir() / "stories"
)
def check(folder: Path) -> None:
    """Say what is wrong with the stories, each with file and line; exit 1 if anything is."""
    problems = problems_of(folder, date.today())
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("没有发现问题。")
