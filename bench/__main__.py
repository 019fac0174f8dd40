"""Run every benchmark and write `bench/results.md`."""

from pathlib import Path

from bench import console

if __name__ == "__main__":
    found = "# Results\n\nMade by `make bench`; what a ratio means is said above each table.\n\n" + console.results(
        console.MANY
    )
    Path(__file__).with_name("results.md").write_text(found, encoding="utf-8")
    print(found)  # noqa: T201
