"""A voice message that no machine hears: staff listen, type what was said, and the talk goes on by itself."""

import re
from typing import Any

import pytest
import requests

from tests.house import House
from tests.journeys.test_whole_way import Desk, soon

pytestmark = [pytest.mark.xdist_group("house"), pytest.mark.timeout(180)]


def test_staff_hear_what_was_said_and_the_bot_goes_on(house: House) -> None:
    phone = f"{house.base}/simulator/people"
    person = requests.get(phone, timeout=10).json()[3]["openid"]

    def chat() -> list[str]:
        shown: dict[str, Any] = requests.get(f"{phone}/{person}/chat", timeout=10).json()
        return [bubble.get("text", "") for bubble in shown["bubbles"] if bubble["side"] == "bot"]

    requests.post(f"{phone}/{person}/acts", json={"act": "follow"}, timeout=10)
    requests.post(f"{phone}/{person}/voice", json={"text": "我想找个活干"}, timeout=20)
    assert "他们会听" in chat()[-1]
    desk = Desk(house)
    number = soon(lambda: re.findall(r"/console/recordings/(\d+)/file", desk.get("/recordings/")))[-1]
    sound = desk.web.get(f"{desk.base}/recordings/{number}/file", timeout=10)
    assert (sound.status_code, sound.headers["Content-Type"]) == (200, "audio/mpeg")
    desk.post(f"/recordings/{number}/heard", "/recordings/", text="我想找个活干")
    answer = soon(lambda: [text for text in chat() if "听到您说：“我想找个活干”" in text])
    assert "帮您找活" in answer[0]
    requests.post(f"{phone}/{person}/acts", json={"act": "unfollow"}, timeout=10)
    assert soon(lambda: desk.web.get(f"{desk.base}/recordings/{number}/file", timeout=10).status_code == 404)
