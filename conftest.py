"""With REQUIRE_ALL=1 (continuous integration) a skipped test is a failed one: nothing is left out unnoticed."""

import os
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure that says why it was one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("REQUIRE_ALL"):
        report.outcome = "failed"
        report.longrepr = f"skipped, although REQUIRE_ALL is set: {report.longrepr}"
    return report
