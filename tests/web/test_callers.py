"""Whoever keeps on knocking is not listened to; WeChat always is."""

from ipaddress import ip_network

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import REGISTRY
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import TestResponse

from bot.effects import Say
from simulator.gateway import pack
from tests.web.test_webhook import ACCOUNT, TEXT
from web.callers import MINUTE, MOST_CALLERS, MOST_REFUSED, Callers, Network
from web.webhook import webhook_blueprint
from wechat.channel import Channel
from wechat.inbound import LARGEST

STRANGER, WECHAT = "203.0.113.9", "101.226.103.61"


class Door:
    """The webhook behind one proxy, and its clock."""

    def __init__(self, *allowed: Network) -> None:
        self.time = 0.0
        self.taken = 0
        app = Flask(__name__)
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)  # type: ignore[method-assign]
        channel = Channel(ACCOUNT.token, ACCOUNT.app_id, [ACCOUNT.aes_key])
        app.register_blueprint(webhook_blueprint(channel, self._receive, Callers(allowed, lambda: self.time)))
        self.client: FlaskClient = app.test_client()

    def _receive(self, _inbound: object) -> Say:
        self.taken += 1
        return Say("好")

    def knocks(self, address: str, body: bytes = b"<xml/>", times: int = 1) -> TestResponse:
        for _ in range(times):
            answer = self.client.post("/wechat", data=body, headers={"X-Forwarded-For": f"1.1.1.1, {address}"})
        return answer

    def writes(self, address: str, **changed: str) -> TestResponse:
        request = pack(ACCOUNT, TEXT)
        query = {**request.query, **changed}
        headers = {"X-Forwarded-For": address}
        return self.client.post("/wechat", query_string=query, data=request.body, headers=headers)


def refusals(why: str) -> float:
    return REGISTRY.get_sample_value("yizhan_webhook_refusals_total", {"why": why}) or 0


def test_who_is_refused_again_and_again_is_not_listened_to() -> None:
    door, before = Door(), refusals("often")
    assert door.knocks(STRANGER, times=MOST_REFUSED).status_code == 403
    answer = door.knocks(STRANGER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert door.client.get("/wechat", headers={"X-Forwarded-For": STRANGER}).status_code == 429
    assert refusals("often") == before + 2
    assert door.knocks("203.0.113.10").status_code == 403, "others are not meant"
    door.time += MINUTE
    assert door.knocks(STRANGER).status_code == 403


def test_what_is_too_large_counts_and_is_not_read() -> None:
    door = Door()
    assert door.knocks(STRANGER, b"<xml>" + b" " * LARGEST, times=MOST_REFUSED).status_code == 413
    assert door.knocks(STRANGER).status_code == 429


def test_wechat_is_never_refused_by_it() -> None:
    """Even when everybody shares one address, because PROXY_HOPS was forgotten."""
    door = Door()
    door.knocks(WECHAT, times=MOST_REFUSED + 5)
    for _ in range(MOST_REFUSED + 5):
        assert door.writes(WECHAT).status_code == 200
    assert door.taken == MOST_REFUSED + 5
    assert door.writes(WECHAT, nonce="other").status_code == 429


def test_what_wechat_sends_does_not_count() -> None:
    door = Door()
    for _ in range(3 * MOST_REFUSED):
        door.writes(WECHAT)
    assert door.knocks(WECHAT).status_code == 403


@pytest.mark.parametrize("networks", [["101.226.103.0/24"], ["2001:db8::/32", "101.226.103.61"]])
def test_only_the_addresses_that_were_named_may_come(networks: list[str]) -> None:
    door = Door(*map(ip_network, networks))
    assert door.writes(WECHAT).status_code == 200
    assert door.writes(f"::ffff:{WECHAT}").status_code == 200
    assert (door.writes("2001:db8::5").status_code == 200) is (len(networks) == 2)
    before, taken = refusals("address"), door.taken
    for address in (STRANGER, "2001:dead::1", "nonsense"):
        assert door.writes(address).status_code == 403
    assert (refusals("address"), door.taken) == (before + 3, taken)


def test_neighbours_in_one_network_of_the_new_protocol_are_one() -> None:
    callers = Callers()
    for number in range(MOST_REFUSED):
        callers.refused(f"2001:db8:1:2::{number:x}")
    assert callers.is_stopped("2001:db8:1:2:ffff::1")
    assert not callers.is_stopped("2001:db8:1:3::1")


def test_a_flood_from_everywhere_needs_no_memory() -> None:
    callers = Callers()
    for number in range(MOST_CALLERS + 10):
        callers.refused(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(callers._refused) <= MOST_CALLERS
