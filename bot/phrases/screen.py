"""What the station's screen says around what staff wrote."""

from typing import Final

from bot.records import JobKind

NO_FIGURE: Final = "{missing}：县里还没有给准数，请问驿站的人。"
SOURCE: Final = "出处：{source}"
JOB_KINDS: Final = {
    JobKind.WORKSHOP: "车间、工厂",
    JobKind.HOME_BASED: "在家做",
    JobKind.AUXILIARY: "公益岗、辅助岗",
    JobKind.AWAY: "外出",
}
SEATS: Final = "收{seats}人"
