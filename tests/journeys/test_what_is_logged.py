"""A whole installation counts in all its processes, and its log holds nothing of a person."""

import json

import pytest
import requests

from tests.house import House
from tests.journeys.test_whole_way import APPLICATION, Phone, soon

pytestmark = [pytest.mark.xdist_group("house"), pytest.mark.timeout(180)]


def figures(house: House) -> dict[str, float]:
    answer = requests.get(f"{house.base}/metrics", timeout=10)
    assert answer.status_code == 200
    lines = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_what_is_counted_and_what_is_logged(house: House) -> None:
    delivered = 'yizhan_deliveries_total{kind="referral",outcome="done"}'
    before = figures(house)
    phone = Phone(house, "o-logged-person-1")
    assert "登记好了" in phone.says(*APPLICATION)
    Phone(house, "o-logged-person-2").says("😀 奇怪的话")

    def counted() -> bool:  # by the web server's processes, and by a worker's
        after = figures(house)
        replies = after["yizhan_reply_seconds_count"] - before.get("yizhan_reply_seconds_count", 0)
        return replies >= len(APPLICATION) and after.get(delivered, 0) > before.get(delivered, 0)

    soon(counted)
    assert 'yizhan_intents_total{band="act",intent="find_job"}' in figures(house)

    said = (house.home / "output").read_text("utf-8")
    for personal in ("o-logged-person", "王桂花", "13800001234", "官塘", "奇怪的话"):
        assert personal not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert lines
    assert all({"at", "level", "process", "place", "message"} <= line.keys() for line in lines)
