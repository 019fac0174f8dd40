"""A whole run with a person's number in it: nobody finds it in what the installation wrote down."""

import pytest

from tests.house import House
from tests.journeys.test_whole_way import Desk, Phone, referrals, soon

pytestmark = [pytest.mark.xdist_group("house"), pytest.mark.timeout(180)]

NUMBER = "13800008642"
TALK = ("我想找活", "同意", "王桂花", NUMBER, "横埠镇官塘村", "1")


def written(house: House) -> dict[str, bytes]:
    """What ran over its output, its Redis and its database; not what the stand-in for WeChat keeps of its chats."""
    files = [house.home / "output", *house.home.glob("var/yizhan.db*"), *house.home.glob("backups/journal/*")]
    found = {path.name: path.read_bytes() for path in files if path.is_file()}
    redis = house.redis
    for key in redis.scan_iter("*"):
        if not key.startswith(b"sim"):
            found[key.decode()] = key + (redis.dump(key) or b"")
    return found


def leaks(house: House) -> list[str]:
    return [name for name, content in written(house).items() if NUMBER.encode() in content]


def test_a_number_is_nowhere_to_be_read(house: House) -> None:
    phone = Phone(house, "oLeaks_one")
    phone.says(*TALK)
    assert leaks(house) == []  # in the middle of the form
    phone.says("对的", f"我的电话{NUMBER}怎么还没人打", "转人工")
    filed = soon(lambda: [each for each in referrals(house) if each["person"] == "oLeaks_one"])
    desk, page = Desk(house), f"/referrals/{filed[0]['id']}"
    desk.post(f"{page}/claim", page)
    assert NUMBER in desk.post(f"{page}/phone", page).text  # staff can read it, and it was there
    desk.post(f"{page}/note", page, text=f"号码{NUMBER}，打通了")
    desk.get(f"/?q={NUMBER[-4:]}")
    house.yizhan("referrals", "--json")
    assert leaks(house) == []
    assert [name for name in written(house) if name == "yizhan.db"]
