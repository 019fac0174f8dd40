"""Run every benchmark, or those named, and write `bench/results.md`.

python -m bench [webhook] [console]
"""

import sys
from pathlib import Path

from bench import console
from bench.webhook import report

PARTS = {"webhook": report.results, "console": lambda: console.results(console.MANY)}
_HEAD = "# Results\n\nMade by `make bench`; what a ratio means is said above each table."

if __name__ == "__main__":
    kept = Path(__file__).with_name("results.md")
    before = kept.read_text("utf-8").split("\n## ")[1:]
    titles = {"webhook": "The webhook", "console": "The console"}
    asked = sys.argv[1:] or list(PARTS)
    made = {part: PARTS[part]() for part in asked}
    found = [
        made[part].strip()
        if part in made
        else "\n".join(f"## {old}".strip() for old in before if old.startswith(title))
        for part, title in titles.items()
    ]
    kept.write_text("\n\n".join([_HEAD, *filter(None, found)]) + "\n", encoding="utf-8")
    print("\n\n".join(made.values()))  # noqa: T201
