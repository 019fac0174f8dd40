import pytest

from bot.records import Place
from bot.routing import route

HENGBU, YIJIN, QIANPU = "340722106", "340722110", "340722114"
TOWNSHIPS = {1: HENGBU, 2: YIJIN, 3: YIJIN}


def place(township: str = "", village: str = "") -> Place:
    return Place(township=township, village=village, text="")


@pytest.mark.parametrize(
    ("at", "bound", "station"),
    [
        (place(HENGBU), None, 1),
        (place(village=HENGBU + "001"), None, 1),
        (place(HENGBU), 2, 1),
        (place(YIJIN), None, 2),
        (place(YIJIN), 3, 3),
        (place(QIANPU), 2, 2),
        (place(QIANPU), None, None),
        (place(), 2, 2),
        (None, 2, 2),
        (None, 99, None),
        (None, None, None),
    ],
    ids=[
        "township",
        "village",
        "the place outranks the code",
        "the oldest of two",
        "the scanned one of two",
        "no station there: the code",
        "no station there, no code",
        "an unknown place: the code",
        "no place: the code",
        "a code of a station that is gone",
        "nothing",
    ],
)
def test_route(at: Place | None, bound: int | None, station: int | None) -> None:
    assert route(at, bound, TOWNSHIPS) == station
