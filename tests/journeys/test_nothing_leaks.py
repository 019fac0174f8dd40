"""A whole run with a person's data in it: nobody finds them in what the installation wrote down by the way."""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, cast

import pytest
from redis import Redis

from tests.house import House
from tests.journeys.test_whole_way import Desk, Phone, referrals, soon

pytestmark = [pytest.mark.xdist_group("house"), pytest.mark.timeout(180)]

NUMBER, CARD = "13800008642", "340700190001010000"
NAME, WORDS = "王漏漏", "家里有个长年吃药的"
TALK = ("我想找活", "同意", NAME, NUMBER, "横埠镇官塘村", "1")


def in_redis(redis: Redis) -> Iterator[tuple[str, bytes]]:
    """Every value and every name there, packed ones unpacked; not what the stand-in for WeChat keeps of its chats."""
    for key in cast("Iterator[bytes]", redis.scan_iter("*")):
        if not key.startswith(b"sim"):
            yield key.decode(), key
            for value in _values(redis, key):
                yield key.decode(), value
                with suppress(zlib.error):  # what a job is to do
                    yield key.decode(), zlib.decompress(value)


def _values(redis: Any, key: bytes) -> list[bytes]:
    match redis.type(key):
        case b"string":
            return [redis.get(key)]
        case b"hash":
            return [part for pair in redis.hgetall(key).items() for part in pair]
        case b"list":
            return list(redis.lrange(key, 0, -1))
        case b"set":
            return list(redis.smembers(key))
        case b"zset":
            return list(redis.zrange(key, 0, -1))
        case kind:
            raise AssertionError(f"a kind that is not looked into: {kind}")


def leaks(house: House) -> set[str]:
    """Where something of the person can be read. Names and places may stand readable in the database (decision 45)."""
    noted = [path for path in (house.home / "output", *house.home.rglob("journal/*")) if path.is_file()]
    found = [(path.name, path.read_bytes()) for path in noted] + list(in_redis(house.redis))
    telling = {(where, each) for where, content in found for each in (NUMBER, CARD, NAME, WORDS) if _in(each, content)}
    for path in house.home.glob("var/yizhan.db*"):
        telling |= {(path.name, each) for each in (NUMBER, CARD, WORDS) if _in(each, path.read_bytes())}
    return {f"{where}: {each}" for where, each in telling}


def _in(text: str, content: bytes) -> bool:
    escaped = text.encode("unicode_escape")  # as JSON may write it
    return text.encode() in content or escaped in content


def test_what_somebody_said_is_nowhere_to_be_read(house: House) -> None:
    phone = Phone(house, "oLeaks_one")
    phone.says(*TALK)
    assert leaks(house) == set()  # in the middle of the form
    phone.says("对的", f"我的电话{NUMBER}怎么还没人打", f"身份证{CARD}，{WORDS}", "转人工")
    filed = soon(lambda: [each for each in referrals(house) if each["person"] == "oLeaks_one"])
    desk, page = Desk(house), f"/referrals/{filed[0]['id']}"
    desk.post(f"{page}/claim", page)
    assert NUMBER in desk.post(f"{page}/phone", page).text  # staff can read it, and it was there
    desk.post(f"{page}/note", page, text=f"号码{NUMBER}，{WORDS}")
    assert NAME not in desk.post("/find/people", "/people/", q=NAME).url
    assert desk.web.get(f"{desk.base}/referrals/999999", params={"name": NAME}, timeout=10).status_code == 404
    house.yizhan("referrals", "--json")
    assert leaks(house) == set()


def test_what_can_be_read_is_found(house: House) -> None:
    redis = house.redis
    redis.hset("yz:test:leak", mapping={"data": zlib.compress(f'["{NUMBER}"]'.encode()), "text": f"{NAME}"})
    redis.rpush("yz:test:list", '"' + WORDS.encode("unicode_escape").decode() + '"')
    journal = house.home / "var" / "journal" / "test"
    journal.parent.mkdir(exist_ok=True)
    journal.write_text(CARD)
    try:
        assert {where.partition(": ")[2] for where in leaks(house)} == {NUMBER, CARD, NAME, WORDS}
    finally:
        redis.delete("yz:test:leak", "yz:test:list")
        journal.unlink()
