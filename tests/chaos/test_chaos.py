"""A short trial of the real system, the same each time. `make chaos` makes long ones."""

import sys

import pytest

from tests.chaos.trial import Terms, run

QUICK = ("kill web child", "kill worker", "kill redis", "stop web", "flush redis", "full disk", "WeChat")
"""What is mended within a second or two; the long trial has the rest."""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.timeout(240)  # other tests want the processors as well
def test_nothing_is_lost_when_things_break() -> None:
    verdict = run(Terms("short", people=6, seconds=6, gap=0.8, kinds=QUICK, pause=0.5))
    sys.stdout.write(verdict.text)
    assert not verdict.broken
