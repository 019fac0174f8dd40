"""Which columns a list of jobs, courses, workshops, stations, posts or people has.

One table for all that reads or writes such a list: sheets in and out, the forms of the console, its pages. A sheet's
header may be any that a clerk gives it.
"""

from dataclasses import replace

from bot.readers.divisions import TOWNSHIPS
from store.sheets import cells
from store.sheets.columns import YES_OR_NO, Column, Kind
from store.tables import Course, Job, Person, Station, VillagePost, Workshop


def _marks(key: str, *headers: str, hint: str = "") -> Column:
    return Column(key, headers, cells.mark, choices=YES_OR_NO, hint=hint)


def _number(key: str, *headers: str, hint: str = "", example: str = "") -> Column:
    return Column(key, headers, cells.number, longest=6, hint=hint, example=example)


_TOWNSHIP = Column(
    "township",
    ("乡镇", "所在乡镇", "镇"),
    cells.township,
    choices=tuple(TOWNSHIPS.values()),
    example="横埠镇",
    hint="不在本县就空着",
)
_THEIR_TOWNSHIP = replace(_TOWNSHIP, needed=True, hint="")
_WHO = Column("responsible", ("负责人", "责任人", "联系人", "站长"), longest=60, hint="找谁、谁担责", example="王站长")
_PHONE = Column("phone", ("电话", "联系电话", "驿站电话"), cells.landline, longest=40, example="0562-3200000")
_OPENED = Column(
    "opened_on",
    ("开起来的日子", "启用日期", "建成日期", "开业日期", "开工日期"),
    cells.day,
    hint="到了这一天才算数，作战图按这个数",
    example="2026-05-01",
)

JOBS = Kind(
    "岗位",
    Job,
    (
        Column(
            "title",
            ("岗位名称", "岗位", "工种", "招聘岗位", "招工岗位", "职位"),
            needed=True,
            longest=100,
            hint="做什么活，一看就懂",
            example="缝纫工",
        ),
        Column(
            "kind",
            ("类别", "岗位类别", "类型", "岗位类型", "性质"),
            cells.kind,
            needed=True,
            choices=tuple(cells.KIND_NAMES.values()),
            example="车间",
        ),
        Column(
            "employer",
            ("用人单位", "单位", "企业", "公司", "厂名", "招聘单位"),
            longest=100,
            hint="哪家招",
            example="横埠服装厂",
        ),
        Column("place", ("工作地点", "地点", "地址", "上班地点"), hint="在哪里上工", example="横埠镇工业园"),
        _TOWNSHIP,
        Column(
            "pay",
            ("工资待遇", "待遇", "工资", "薪资", "报酬"),
            longest=100,
            hint="照这个写给群众看",
            example="按件算，每月约3000元",
        ),
        _number(
            "wage_from",
            "月工资从",
            "最低月工资",
            "工资下限",
            "月工资下限",
            "月工资最低",
            hint="一个月最少几元。群众按这个挑活，说不准就空着",
            example="2800",
        ),
        _number(
            "wage_to",
            "月工资到",
            "最高月工资",
            "工资上限",
            "月工资上限",
            "月工资最高",
            hint="一个月最多几元",
            example="3200",
        ),
        Column("trade", ("手艺", "行当", "技能"), longest=40, hint="要什么手艺，不要就空着", example="缝纫"),
        _number("age_to", "年龄不超过", "年龄上限", "最大年龄", "年龄", hint="最大收到几岁，不限就空着", example="60"),
        _marks("light", "坐着干", "轻活", "不费力", hint="坐着干的、不费力气的"),
        _marks("child", "能带孩子", "可带孩子", "能带小孩"),
        _number(
            "wanted",
            "招几个人",
            "人数",
            "招聘人数",
            "招工人数",
            "需求人数",
            hint="上岗够了这个数，群众就看不到了。说不准就空着",
            example="5",
        ),
        Column(
            "detail",
            ("说明", "要求", "备注", "岗位要求", "工作内容"),
            longest=1000,
            hint="管不管饭、要不要经验、几点到几点",
            example="中午管饭，不会的可以教。",
        ),
        Column(
            "closes_on",
            ("截止日期", "截止", "报名截止", "有效期"),
            cells.day,
            hint="过了这天自己停。不写就一直招",
            example="2026-12-31",
        ),
    ),
    ("title", "employer", "township"),
    "job",
)
COURSES = Kind(
    "培训班",
    Course,
    (
        Column(
            "title",
            ("培训名称", "班名", "培训班", "课程", "课程名称", "培训项目"),
            needed=True,
            longest=100,
            hint="学什么，一看就懂",
            example="家政服务员培训",
        ),
        Column(
            "starts_on",
            ("开课日期", "开班日期", "开课", "开班", "开班时间", "时间"),
            cells.day,
            needed=True,
            example="2026-12-10",
        ),
        Column(
            "closes_on",
            ("报名截止", "截止日期", "截止"),
            cells.day,
            hint="报名到哪天为止。不写，开课前都能报",
            example="2026-12-05",
        ),
        Column("place", ("上课地点", "地点", "培训地点", "地址"), example="横埠驿站"),
        _TOWNSHIP,
        _number("seats", "名额", "人数", "计划人数", "位子", hint="收几个人，满了就排队。不限就空着", example="30"),
        Column(
            "detail",
            ("说明", "备注", "培训内容", "内容"),
            longest=1000,
            hint="学几天、管不管饭、要带什么",
            example="学10天，免费，中午管饭。",
        ),
    ),
    ("title", "starts_on"),
    "course",
)
WORKSHOPS = Kind(
    "车间",
    Workshop,
    (
        Column(
            "name",
            ("车间名称", "名称", "车间", "基地", "工厂", "单位"),
            needed=True,
            longest=100,
            hint="车间、基地、工厂的名字",
            example="官塘服装扶贫车间",
        ),
        _THEIR_TOWNSHIP,
        Column("address", ("地址", "位置", "所在村"), example="横埠镇官塘村"),
        Column("makes", ("做什么", "主营", "项目", "产品"), hint="做什么活", example="做童装"),
        _WHO,
        replace(_PHONE, example=""),
        _number("employs", "用了几个人", "用工人数", "吸纳人数", "人数", hint="现在有几个人在干", example="12"),
        _OPENED,
        Column("detail", ("说明", "备注"), longest=1000, hint="别的要记的"),
    ),
    ("name", "township"),
    "workshop",
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
    "person",
)
STATIONS = Kind(
    "驿站",
    Station,
    (
        Column("name", ("驿站名称", "驿站", "名称", "站名"), needed=True, longest=100, example="横埠镇就业驿站"),
        _THEIR_TOWNSHIP,
        Column("address", ("地址", "驿站地址", "位置"), hint="群众照着找得到", example="横埠镇老街12号"),
        _PHONE,
        _WHO,
        Column(
            "hours",
            ("上班时间", "开门时间", "工作时间", "服务时间"),
            longest=100,
            in_form=False,
            example="周一到周五 8:30—11:30，14:30—17:30",
        ),
        _OPENED,
        Column(
            "latitude",
            ("纬度",),
            cells.latitude,
            hint="在地图上查，像30.7。和经度一起填，群众发位置能找到最近的站",
            example="30.7",
        ),
        Column("longitude", ("经度",), cells.longitude, hint="像117.2", example="117.2"),
    ),
    ("name",),
    "station",
)
POSTS = Kind(
    "公益岗名额",
    VillagePost,
    (
        Column(
            "village",
            ("村", "村子", "所在村", "村（居）", "行政村"),
            cells.village,
            needed=True,
            hint="连乡镇一起写",
            example="横埠镇官塘村",
        ),
        _marks("poverty_village", "贫困村", hint="通知说，贫困村原则上4到6个，别的村2到3个"),
        Column("quota", ("名额", "岗位数", "公益岗", "个数"), cells.count, needed=True, longest=6, example="4"),
        _number("taken", "别处占了", "已占", "在岗", hint="没在这里报名、已经在岗的人", example="1"),
    ),
    ("village",),
    "village",
)
KINDS = {
    "jobs": JOBS,
    "courses": COURSES,
    "workshops": WORKSHOPS,
    "people": PEOPLE,
    "stations": STATIONS,
    "posts": POSTS,
}
