"""Run the benchmarks, or those named, and write `bench/results.md`; what is not run keeps its results.

    python -m bench [webhook] [stages] [console] [growth]

`growth` fills a Redis and databases with a million of everything, so it is run only when it is named.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from bench import console, growth
from bench.webhook import report, stages

PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "webhook": ("## The webhook", report.results),
    "stages": ("## One message", stages.results),
    "growth": ("## What a message costs as", growth.results),
    "console": ("## The console", lambda: console.results(console.MANY)),
}
USUAL = ("webhook", "stages", "console")
_HEAD = "# Results\n\nMade by `make bench`; what a ratio means is said above each table."


def main(asked: list[str]) -> None:
    """Run the parts that are asked for."""
    kept = Path(__file__).with_name("results.md")
    before = [f"## {part}".strip() for part in kept.read_text("utf-8").split("\n## ")[1:]]
    made = {part: PARTS[part][1]().strip() for part in asked or USUAL}
    old = {part: "\n\n".join(each for each in before if each.startswith(title)) for part, (title, _) in PARTS.items()}
    found = [made.get(part) or old[part] for part in PARTS]
    kept.write_text("\n\n".join(filter(None, [_HEAD, *found])) + "\n", encoding="utf-8")
    print("\n\n".join(made.values()))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
