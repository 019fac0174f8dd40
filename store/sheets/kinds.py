"""Which columns a sheet of jobs, courses, people or stations has, by every header a clerk may give them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from store.base import Base
from store.sheets import cells
from store.tables import Course, Job, Person, Station

Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the table's column; the first of `headers` is the one we write, the others are understood too."""

    key: str
    headers: tuple[str, ...]
    read: Read = cells.text
    needed: bool = False
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: what it is called, its table, its columns, and by which a row is known again."""

    name: str
    table: type[Base]
    columns: tuple[Column, ...]
    same: tuple[str, ...]

    @property
    def headers(self) -> dict[str, str]:
        """Every header, and whose column it is."""
        return {header: column.key for column in self.columns for header in column.headers}


JOBS = Kind(
    "岗位",
    Job,
    (
        Column("title", ("岗位名称", "岗位", "工种", "招聘岗位", "招工岗位", "职位"), needed=True, longest=100),
        Column("kind", ("类别", "岗位类别", "类型", "岗位类型", "性质"), cells.kind, needed=True),
        Column("employer", ("用人单位", "单位", "企业", "公司", "厂名", "招聘单位"), longest=100),
        Column("place", ("工作地点", "地点", "地址", "上班地点")),
        Column("township", ("乡镇", "所在乡镇", "镇"), cells.township),
        Column("pay", ("工资待遇", "待遇", "工资", "薪资", "报酬"), longest=100),
        Column("wage_from", ("月工资从", "最低月工资", "工资下限", "月工资下限", "月工资最低"), cells.number),
        Column("wage_to", ("月工资到", "最高月工资", "工资上限", "月工资上限", "月工资最高"), cells.number),
        Column("trade", ("手艺", "行当", "技能"), longest=40),
        Column("age_to", ("年龄不超过", "年龄上限", "最大年龄", "年龄"), cells.number),
        Column("light", ("坐着干", "轻活", "不费力"), cells.mark),
        Column("child", ("能带孩子", "可带孩子", "能带小孩"), cells.mark),
        Column("wanted", ("招几个人", "人数", "招聘人数", "招工人数", "需求人数"), cells.number),
        Column("detail", ("说明", "要求", "备注", "岗位要求", "工作内容"), longest=1000),
        Column("closes_on", ("截止日期", "截止", "报名截止", "有效期"), cells.day),
    ),
    ("title", "employer", "township"),
)
COURSES = Kind(
    "培训班",
    Course,
    (
        Column("title", ("培训名称", "班名", "培训班", "课程", "课程名称", "培训项目"), needed=True, longest=100),
        Column("starts_on", ("开课日期", "开班日期", "开课", "开班", "开班时间", "时间"), cells.day, needed=True),
        Column("closes_on", ("报名截止", "截止日期", "截止"), cells.day),
        Column("place", ("上课地点", "地点", "培训地点", "地址")),
        Column("township", ("乡镇", "所在乡镇", "镇"), cells.township),
        Column("seats", ("名额", "人数", "计划人数", "位子"), cells.number),
        Column("detail", ("说明", "备注", "培训内容", "内容"), longest=1000),
    ),
    ("title", "starts_on"),
)
PEOPLE = Kind(
    "人员",
    Person,
    (
        Column("name", ("姓名", "名字"), needed=True, longest=60),
        Column("phone", ("电话", "手机", "手机号", "联系电话", "电话号码", "联系方式"), cells.phone, needed=True),
        Column("place", ("住址", "村", "村子", "家庭住址", "乡镇村", "所在村", "地址"), cells.place),
    ),
    ("name", "phone"),
)
STATIONS = Kind(
    "驿站",
    Station,
    (
        Column("name", ("驿站名称", "驿站", "名称", "站名"), needed=True, longest=100),
        Column("township", ("乡镇", "所在乡镇", "镇"), cells.township, needed=True),
        Column("address", ("地址", "驿站地址", "位置")),
        Column("phone", ("电话", "联系电话", "驿站电话"), cells.landline, longest=40),
        Column("hours", ("上班时间", "开门时间", "工作时间", "服务时间"), longest=100),
        Column("latitude", ("纬度",), cells.latitude),
        Column("longitude", ("经度",), cells.longitude),
    ),
    ("name",),
)
KINDS = {"jobs": JOBS, "courses": COURSES, "people": PEOPLE, "stations": STATIONS}
