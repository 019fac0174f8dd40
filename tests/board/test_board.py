from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.facts import KnownFacts
from store.offers.produce import OnOffer
from tests.board.conftest import ELSEWHERE, ENTRY, FACTS, HERE, Hall, expired, unreachable

FEED = "/board/hengbu/feed.json"


def feed(client: FlaskClient) -> dict[str, Any]:
    read = client.get(FEED).json
    assert isinstance(read, dict)
    return read


def test_the_own_townships_jobs_come_first_and_made_up_ones_are_marked(hall: Hall) -> None:
    read = feed(hall.app().test_client())
    assert [job["title"] for job in read["jobs"]] == ["近处的活", "编的活（示例）", "远处的活"]
    assert read["courses"][0]["starts"] == "12月1日"
    assert read["station"] == {
        "name": "横埠镇驿站",
        "address": "横埠街1号",
        "phone": "13800009901",
        "hours": "8:30—17:30",
    }


def test_a_policy_is_shown_word_for_word_with_source_and_date_and_never_after_its_day(hall: Hall) -> None:
    hall.entries = (expired(ENTRY), ENTRY)
    (policy,) = feed(hall.app().test_client())["policies"]
    assert policy["text"] == [ENTRY.answer]
    assert policy["note"] == ENTRY.note
    assert policy["source"] == "出处：枞阳县2018年就业脱贫通知第六部分，2018-04-12起"


def test_what_people_sell_is_shown_without_them_the_own_townships_first(hall: Hall) -> None:
    goods = [OnOffer("鸡蛋", "100个", ELSEWHERE), OnOffer("山芋", "200斤", HERE)]
    hall.sources = replace(hall.sources, produce=lambda: goods)
    assert feed(hall.app().test_client())["produce"] == [
        {"what": "山芋 200斤", "where": "横埠镇"},
        {"what": "鸡蛋 100个", "where": "汤沟镇"},
    ]


@pytest.mark.parametrize("name", ["hengbu", "7"])
def test_a_screen_is_found_by_scene_or_number(hall: Hall, name: str) -> None:
    assert "横埠镇驿站" in hall.app().test_client().get(f"/board/{name}").text


@pytest.mark.parametrize("path", ["/board/nirgends", "/board/nirgends/feed.json", "/board/nirgends/code.svg"])
def test_an_unknown_station_is_said_so_in_plain_words(hall: Hall, path: str) -> None:
    answer = hall.app().test_client().get(path)
    assert answer.status_code == 404
    assert "没有这个驿站" in answer.text


def test_all_screens_are_listed(hall: Hall) -> None:
    for path in ("/board", "/board/"):
        assert "/board/hengbu" in hall.app().test_client().get(path).text


def test_nothing_comes_from_elsewhere_and_no_script_stands_in_the_page(hall: Hall) -> None:
    answer = hall.app().test_client().get("/board/hengbu")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert "//" not in answer.text.replace("<!doctype", "")


def test_wechat_is_asked_for_a_code_once(hall: Hall) -> None:
    client = hall.app().test_client()
    assert feed(client)["code"] == "/board/hengbu/code.svg"
    picture = client.get("/board/hengbu/code.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.data.startswith(b"<?xml")
    client.get(FEED)
    assert hall.asked == ["hengbu"]


def test_without_a_code_the_page_still_comes_and_wechat_is_asked_again_later(hall: Hall) -> None:
    hall.answer = unreachable
    client = hall.app().test_client()
    for _ in range(3):
        assert feed(client)["code"] == ""
    assert client.get("/board/hengbu/code.svg").status_code == 404
    assert hall.asked == ["hengbu"]
    hall.answer = lambda scene: "http://weixin.qq.com/q/spaet"
    hall.now += timedelta(minutes=11)
    assert feed(client)["code"]


def test_an_empty_county_shows_an_empty_screen(hall: Hall) -> None:
    hall.facts, hall.entries = KnownFacts(known_stations=FACTS.known_stations), ()
    read = feed(hall.app().test_client())
    assert (read["jobs"], read["courses"], read["policies"], read["stories"]) == ([], [], [], [])
