"""What the processes count, by Prometheus' names; `web.metrics` shows it with what the stores know.

They share their counts through files in PROMETHEUS_MULTIPROC_DIR, which has to be set before this is imported; without
it each counts for itself. Labels are of few values and never a person's.
"""

import logging

from prometheus_client import Counter, Histogram

REQUESTS = Counter("yizhan_requests", "Requests that were answered.", ["door", "status"])
REPLY_SECONDS = Histogram(
    "yizhan_reply_seconds",
    "How long WeChat waits for a reply; it gives up after five.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 5),
)
REFUSALS = Counter("yizhan_webhook_refusals", "Requests at the webhook that were not shown to be WeChat's.", ["why"])
TURNED_AWAY = Counter("yizhan_turned_away", "Messages that were refused politely, since too many came at once.")
INTENTS = Counter("yizhan_intents", "What messages were taken for, and how surely.", ["intent", "band"])
DELIVERIES = Counter("yizhan_deliveries", "Attempts at rows of the outbox.", ["kind", "outcome"])
RETRIES = Counter("yizhan_retries", "Of these, those that were not the first.", ["kind"])
WECHAT_ERRORS = Counter("yizhan_channel_errors", "What WeChat or the staff's robot answered instead of yes.", ["code"])
COMPLAINTS = Counter("yizhan_log_lines", "Lines of the log that are no mere information.", ["level"])


class Counting(logging.Handler):
    """Counts warnings and errors."""

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler.emit`."""
        COMPLAINTS.labels(record.levelname).inc()
