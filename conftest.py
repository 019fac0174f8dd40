"""With REQUIRE_ALL=1 (continuous integration) a skipped test is a failed one: nothing is left out unnoticed.

`--update` rewrites the golden talks.
"""

import os
from collections import Counter
from collections.abc import Generator

import pytest
from sqlalchemy import event

from store.sealing import use
from store.tables import Audit
from web.console.audit_words import known

# Keys for every test that keeps people's data; processes that a test starts have their own.
KEYS = ("dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU=",)
use(KEYS)


@event.listens_for(Audit.action, "set")
def _has_words(row: Audit, action: str, *_: object) -> None:
    """Whatever a test makes the audit keep, staff can read."""
    if not known(action):
        raise LookupError(f"web.console.audit_words has no words for {action}")


pytest_plugins = ("tests.house", "tests.talks")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure that says why it was one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("REQUIRE_ALL"):
        report.outcome = "failed"
        report.longrepr = f"skipped, although REQUIRE_ALL is set: {report.longrepr}"
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--update`, for tests whose expectation is a file."""
    parser.addoption("--update", action="store_true", help="write the golden talks anew; then read the difference")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line for each reason what was left out."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in reports)
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason}")


@pytest.fixture(autouse=True)
def keys() -> None:
    """Whatever keys a test before has given this process, each begins with those that all have."""
    use(KEYS)
