"""What strangers, broken programs and tired clerks send. `make fuzz` sends a hundred times as much."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

MANY = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""How many examples each test tries when it is not one of the daily suite."""

PATIENCE = 5.0  # seconds; WeChat waits no longer, and nobody at a console should


def tries(daily: int) -> settings:
    """So many examples in the daily suite."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(max_examples=MANY or daily, deadline=None, suppress_health_check=slow)


ODD = (
    "", " ", "0", "1", "2", "-1", "1.5", "1e400", "NaN", "9" * 10, "9" * 20, "9" * 5000, "２", "٣", "²", "一",
    "2026-02-30", "2026-12-31", "0000-00-00", "9999-12-31", "99999-01-01", "\x00", "a\x00b", "\r\n", "%", "%s{0}",
    "' OR 1=1 --", "<script>alert(1)</script>", "]]>", "<!DOCTYPE x>", "&#0;", "\u202e倒", "\ufeff", "😀",
    "👨\u200d👩\u200d👧",
    "长" * 3000, "job", "training", "county", "placed", "connected", "busy", "on", "news", "all",
)  # fmt: skip

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
"""All of Unicode that can be sent as UTF-8."""

values = st.one_of(st.sampled_from(ODD), texts)
