"""`python -m tests.chaos --minutes 5 --seed 7`: let chaos reign, print the table, exit 1 when a promise was broken."""

import argparse
import logging
import secrets
import sys

from tests.chaos.servers import postgres_is_here
from tests.chaos.trial import Terms, run


def main() -> int:
    """Run it on SQLite, and again on PostgreSQL where there is one."""
    asked = argparse.ArgumentParser(prog="make chaos")
    asked.add_argument("--seed", default="")
    asked.add_argument("--minutes", type=float, default=5.0, help="for each of the two databases, at most 120")
    asked.add_argument("--people", type=int, default=200, help="at most 1000")
    asked.add_argument("--gap", type=float, default=4.0, help="seconds between two faults, on the average")
    asked.add_argument("--only", choices=["sqlite", "postgres"])
    asked.add_argument("--kinds", nargs="*", default=())
    given = asked.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # WeChat's own calls are no news
    seed = given.seed or secrets.token_hex(3)
    places = [False, True] if postgres_is_here() else [False]
    if given.only:
        places = [given.only == "postgres"]
    broken = False
    for on_servers in places:
        seconds, people = min(given.minutes, 120) * 60, min(given.people, 1000)
        verdict = run(Terms(seed, people, seconds, given.gap, on_servers, given.kinds, pause=2.0))
        sys.stdout.write(f"{verdict.text}\n\n")
        sys.stdout.flush()
        broken = broken or verdict.broken
    if len(places) == 1 and not given.only:
        sys.stdout.write("PostgreSQL is not installed here, so it was not tried.\n")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
