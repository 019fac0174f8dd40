"""Where things lie in this installation; known before its settings are whole."""

import os
from pathlib import Path

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
"""Where the project lies."""


def home() -> Path:
    """The directory with `.env` and `var/`: YIZHAN_HOME, or where the project lies."""
    return Path(os.environ.get("YIZHAN_HOME") or ROOT).resolve()


def surroundings() -> dict[str, str]:
    """The environment over what `.env` says."""
    written = dotenv_values(home() / ".env", interpolate=False)
    return {name: value for name, value in written.items() if value is not None} | dict(os.environ)


def knowledge_at(named: Path, home: Path) -> Path:
    """The directory that KNOWLEDGE_DIR names; the project's own when it names none."""
    return home / named if named != Path() else ROOT / "knowledge"


def knowledge_dir() -> Path:
    """Where the policy answers and the stories lie."""
    return knowledge_at(Path(surroundings().get("KNOWLEDGE_DIR", "").strip()), home())
