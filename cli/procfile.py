"""Reads the Procfile: which processes there are, and by which command each runs."""

import shlex
from pathlib import Path


def read(path: Path) -> dict[str, list[str]]:
    """The commands by name, in the order of the file."""
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    entries = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {name.strip(): shlex.split(command) for name, _, command in entries}
