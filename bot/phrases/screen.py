"""What the station's screen says around what staff wrote."""

from typing import Final

NO_FIGURE: Final = "{missing}：县里还没有给准数，请问驿站的人。"
SOURCE: Final = "出处：{source}"
JOB_KINDS: Final = {"workshop": "车间、工厂", "home_based": "在家做", "auxiliary": "公益岗", "away": "外出"}
SEATS: Final = "收{seats}人"
