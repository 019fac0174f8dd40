"""Tells the groups of staff what waits and what is overdue, in figures."""

from collections.abc import Mapping

from store.database import reading
from store.referrals import digests, escalations
from store.referrals.digests import Waiting
from store.referrals.escalations import Late
from store.tables import Station
from workers.context import Services

_COUNTED = (
    ("new", "等人办 {} 件"),
    ("overdue", "说好联系、过了点还没联系上的 {} 件"),
    ("back", "约好今天再联系的 {} 件"),
    ("checks", "上岗该回访的 {} 个人"),
)


def tell_morning(given: Services, payload: Mapping[str, int]) -> None:
    """What waits at a station this morning, if anything does."""
    now = given.now()
    if not digests.stands(payload, now):
        return
    with reading(given.engine) as session:
        station = session.get(Station, payload["station"])
        found = digests.waiting(session, payload["station"], now)
        name, url = (station.name, station.robot_url) if station else ("没建群的驿站和没分到驿站的", "")
    if found:
        given.notifier.warn(morning(name, found), url)


def morning(name: str, found: Waiting) -> str:
    """The words of a morning."""
    parts = [words.format(number) for key, words in _COUNTED if (number := getattr(found, key))]
    return f"【{name}】早上好，今天：{'，'.join(parts)}。请打开工作台看看，过了点的先办。"


def tell_late(given: Services, payload: Mapping[str, int]) -> None:
    """What is overdue for so long that those above have to know."""
    with reading(given.engine) as session:
        found = escalations.late(session, payload, given.now())
    if found:
        given.notifier.warn(late(found), found.robot_url)


def late(found: Late) -> str:
    """The words for those above."""
    each = "，".join(f"{name or '还没分到驿站的'} {number} 件" for name, number in found.stations.most_common())
    after = "过了半天" if found.place else "过了一天多"
    return f"【{found.place or '全县'}】说好要联系的，{after}还没联系上：{each}。请过问一下，打开工作台能看到是哪几件。"
