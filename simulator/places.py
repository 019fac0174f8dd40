"""Places that the phone page offers to send. Positions are approximate, good enough to try the matching of places."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place as WeChat labels it; degrees (GCJ-02)."""

    label: str
    latitude: float
    longitude: float


PLACES = (
    Place("安徽省铜陵市枞阳县枞阳镇", 30.70, 117.22),
    Place("安徽省铜陵市枞阳县横埠镇", 30.85, 117.37),
    Place("安徽省铜陵市枞阳县汤沟镇", 30.77, 117.47),
    Place("安徽省铜陵市枞阳县浮山镇", 30.93, 117.28),
    Place("安徽省铜陵市枞阳县横埠镇黄山村", 30.88, 117.35),
    Place("安徽省合肥市蜀山区", 31.85, 117.26),
)
