"""From a signed, encrypted message to the station's queue and back: real HTTP, Redis, RQ worker, SQL and pages."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from simulator.gateway import Gateway, pack
from tests.house import House

pytestmark = [pytest.mark.xdist_group("house"), pytest.mark.timeout(180)]


class Phone:
    """A person's WeChat: what they send goes through the real webhook, sealed as in safe mode."""

    def __init__(self, house: House, openid: str) -> None:
        self.house = house
        self.openid = openid
        self.sent = 0
        self.gateway = Gateway(house.account, f"{house.base}/wechat")

    def xml(self, text: str, number: int) -> str:
        return (
            f"<xml><ToUserName><![CDATA[{self.house.account.name}]]></ToUserName>"
            f"<FromUserName><![CDATA[{self.openid}]]></FromUserName><CreateTime>{int(time.time())}</CreateTime>"
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
            f"<MsgId>{number}</MsgId></xml>"
        )

    def says(self, *texts: str) -> str:
        reply: str | None = ""
        for text in texts:
            self.sent += 1
            reply = self.gateway.deliver(self.openid, self.xml(text, 1000 + self.sent))
        assert reply
        return reply

    def again(self, text: str) -> str:
        """WeChat delivers the last message once more."""
        reply = self.gateway.deliver(self.openid, self.xml(text, 1000 + self.sent))
        assert reply
        return reply


class Desk:
    """A member of staff at the console."""

    def __init__(self, house: House) -> None:
        self.web = requests.Session()
        self.base = f"{house.base}/console"
        page = self.post("/login", "/login", login=house.login, password=house.password)
        assert page.status_code == 200

    def get(self, path: str) -> str:
        page = self.web.get(f"{self.base}{path}", timeout=10)
        assert page.status_code == 200, (path, page.status_code)
        return page.text

    def post(self, path: str, shown_on: str, **fields: str) -> requests.Response:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(shown_on))
        assert token
        return self.web.post(f"{self.base}{path}", data={"csrf_token": token[1], **fields}, timeout=10)


def soon(holds: Callable[[], Any], seconds: float = 15.0) -> Any:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := holds():
            return found
        time.sleep(0.1)
    pytest.fail("did not come about in time")


APPLICATION = ("我想找活", "同意", "王桂花", "13800001234", "横埠镇官塘村", "1", "对的")


def referrals(house: House) -> list[dict[str, Any]]:
    return [json.loads(line) for line in house.yizhan("referrals", "--json").splitlines()]


def test_a_wish_ends_in_the_right_stations_queue(house: House) -> None:
    phone = Phone(house, "oJourney_one")
    reply = phone.says(*APPLICATION)
    assert "登记好了" in reply
    assert "横埠镇" in reply
    filed = [each for each in referrals(house) if each["person"] == "oJourney_one"]
    assert [(each["kind"], each["status"], each["name"]) for each in filed] == [("job", "new", "王桂花")]
    assert "横埠镇" in filed[0]["station"]
    assert "13800001234" not in json.dumps(filed)
    assert "王桂花" in Desk(house).get("/")


def test_a_redelivery_changes_nothing(house: House) -> None:
    phone = Phone(house, "oJourney_two")
    first = phone.says(*APPLICATION)
    assert phone.again("对的") == first
    assert len([each for each in referrals(house) if each["person"] == "oJourney_two"]) == 1


def test_staff_act_and_the_person_hears_of_it(house: House) -> None:
    people = requests.get(f"{house.base}/simulator/people", timeout=10).json()
    person = (people["people"] if isinstance(people, dict) else people)[0]["openid"]
    acts = f"{house.base}/simulator/people/{person}/acts"
    requests.post(acts, json={"act": "follow"}, timeout=10)
    for text in APPLICATION:
        assert requests.post(acts, json={"act": "text", "text": text}, timeout=20).json()["ok"]
    number = next(each["id"] for each in referrals(house) if each["person"] == person)
    desk = Desk(house)
    page = f"/referrals/{number}"
    desk.post(f"{page}/claim", page)
    assert desk.post(f"{page}/message", page, text="桂花，厂里说明天可以来看看。").status_code == 200

    def heard() -> bool:
        chat = requests.get(f"{house.base}/simulator/people/{person}/chat", timeout=10).json()
        return any("厂里说明天可以来看看" in bubble.get("text", "") for bubble in chat["bubbles"])

    assert soon(heard)


def test_a_forged_message_is_refused(house: House) -> None:
    phone = Phone(house, "oJourney_forged")
    request = pack(house.account, phone.xml("我想找活", 1))
    forged = {**request.query, "msg_signature": "0" * 40}
    answer = requests.post(f"{house.base}/wechat", params=forged, data=request.body, timeout=10)
    assert answer.status_code == 403


def test_the_referral_survives_a_wiped_redis(house: House) -> None:
    phone = Phone(house, "oJourney_wiped")
    phone.says(*APPLICATION[:-1])
    house.redis.flushall()
    phone.says(*APPLICATION)
    assert len([each for each in referrals(house) if each["person"] == "oJourney_wiped"]) == 1


def test_the_doctor_finds_nothing(house: House) -> None:
    house.yizhan("doctor")
