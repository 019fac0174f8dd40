"""An audit of the packages that was not made is never taken for one that found nothing."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CLEAN = {"name": "flask", "version": "1", "vulns": []}
HARMFUL = {"name": "redis", "version": "2", "vulns": [{"id": "PYSEC-0"}]}
UNKNOWN = {"name": "rq", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (json.dumps({"dependencies": [CLEAN]}), 0, "nothing is known against the 2"),
        (json.dumps({"dependencies": [CLEAN, UNKNOWN, HARMFUL]}), 1, "redis 2: PYSEC-0"),
        (json.dumps({"dependencies": [CLEAN, UNKNOWN]}), 2, "NOT MADE"),
        (json.dumps({"dependencies": []}), 2, "NOT MADE"),
        ("no connection", 2, "NOT MADE"),
    ],
)
def test_what_came_of_it(tmp_path: Path, answer: str, code: int, said: str) -> None:
    stand_in = tmp_path / "pip-audit"
    stand_in.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n")
    stand_in.chmod(0o700)
    command = [sys.executable, str(ROOT / ".ci" / "vulnerabilities.py"), str(stand_in)]
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (made.returncode, said in made.stdout) == (code, True), made.stdout


def test_everything_that_is_installed_is_pinned_and_hashed() -> None:
    for made in ("Makefile", ".ci/run"):
        for line in (ROOT / made).read_text("utf-8").splitlines():
            if "pip install" in line and "atheris" not in line:  # that one is for fuzzing by hand
                assert "--require-hashes" in line or "--no-deps --editable" in line, line
    for pinned in ROOT.glob("**/requirements*.txt"):
        if ".venv" not in str(pinned):
            stated = pinned.read_text("utf-8").replace("\\\n", " ").splitlines()
            packages = [line for line in stated if line.strip() and not line.lstrip().startswith("#")]
            assert packages
            assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == [], pinned.name


def test_every_exception_to_the_static_analysis_says_why() -> None:
    sources = [path for path in ROOT.glob("**/*.py") if ".venv" not in str(path) and "/var/" not in str(path)]
    bare = [path.name for path in sources if re.search(r"# noqa: S\d+(?!\d| - )|# nose" + "c", path.read_text("utf-8"))]
    assert bare == []
