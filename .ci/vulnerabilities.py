"""Asks the public database about every pinned package: 0 nothing is known, 1 something is, 2 it was not answered.

An audit that was not made must not look like one that was: a mirror of the packages may know nothing of
vulnerabilities. Run by `make vulnerabilities`, which fails for 2, and by `.ci/run`, which says it loudly.
"""

import json
import subprocess
import sys
from typing import Any

PINNED = ("requirements.txt", "requirements-dev.txt")
SECONDS = 60


def main(pip_audit: str) -> int:
    """Audit with this pip-audit, and say what came of it."""
    answers = [_asked(pip_audit, file) for file in PINNED]
    found = [each for answer in answers for each in answer or ()]
    harmful = {f"{each['name']} {each['version']}: {flaw['id']}" for each in found for flaw in each.get("vulns", ())}
    unknown = {each["name"] for each in found if "skip_reason" in each}
    if harmful:
        return _end(1, "\n  ".join(["VULNERABLE:", *sorted(harmful)]))
    if unknown or None in answers:
        which = f"about {len(unknown)} of them" if unknown else "at all"
        return _end(2, f"AUDIT OF THE PACKAGES NOT MADE: the database of vulnerabilities did not answer {which}.")
    return _end(0, f"nothing is known against the {len(found)} pinned packages")


def _asked(pip_audit: str, file: str) -> list[dict[str, Any]] | None:
    asked = [pip_audit, "--require-hashes", "--disable-pip", "--timeout", "5", "--format", "json", "-r", file]
    try:
        made = subprocess.run(asked, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - ours
        return list(json.loads(made.stdout)["dependencies"]) or None
    except (subprocess.TimeoutExpired, ValueError, KeyError, OSError):
        return None


def _end(code: int, said: str) -> int:
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
