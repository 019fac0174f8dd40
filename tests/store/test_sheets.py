"""Excel and CSV as clerks write them."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine, select

from bot.records import JobKind
from store.database import make_engine, reading, writing
from store.offers.examples import load
from store.sheets.exporting import export_sheet
from store.sheets.importing import Outcome, import_sheet
from store.sheets.kinds import KINDS
from store.tables import Audit, Course, Job, Person, Station, VillagePost, Workshop
from tests.databases import migrate

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def engine() -> Engine:
    engine = make_engine("sqlite://")
    migrate(engine)
    return engine


def book(path: Path, *rows: list[Any], merged: str = "") -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    made.save(path)
    return path


def take(engine: Engine, path: Path, kind: str = "jobs") -> Outcome:
    return import_sheet(engine, kind, path, AT)


def words(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


def all_of(engine: Engine, table: Any) -> list[Any]:
    with reading(engine) as session:
        return list(session.scalars(select(table).order_by(table.id)))


def test_a_clerks_sheet_of_jobs(engine: Engine, tmp_path: Path) -> None:
    path = book(
        tmp_path / "jobs.xlsx",
        ["横埠镇招工信息表"],
        [
            "工种 *",
            "岗位类别（必填）",
            "用人单位",
            "乡镇",
            "待遇",
            "最低月工资",
            "最高月工资",
            "招聘人数",
            "截止日期",
            "能带孩子",
        ],
        ["缝纫工", "就业扶贫车间", "某服装厂", "横埠", "按件算", "2,800元", 3500.0, 5, datetime(2026, 12, 1), "√"],
        [],
        ["护林员", "公益性岗位", "", "钱铺镇", "", None, "", "2人", "2026年6月30日", "否"],
        merged="A1:J1",
    )
    assert take(engine, path) == Outcome(added=2)
    sewing, guard = all_of(engine, Job)
    assert (sewing.kind, sewing.township, sewing.wage_from, sewing.wage_to) == (
        JobKind.WORKSHOP,
        "340722106",
        2800,
        3500,
    )
    assert (sewing.closes_on, sewing.child, sewing.trade, sewing.wanted) == (date(2026, 12, 1), True, "缝纫", 5)
    assert (guard.kind, guard.closes_on, guard.wanted) == (JobKind.AUXILIARY, date(2026, 6, 30), 2)
    assert take(engine, path) == Outcome(same=2)
    assert len(all_of(engine, Job)) == 2


def test_a_header_of_two_rows_with_merged_cells(engine: Engine, tmp_path: Path) -> None:
    path = book(
        tmp_path / "jobs.xlsx",
        ["岗位名称", "类别", "月工资", None],
        [None, None, "从", "到"],
        ["缝纫工", "车间", 2000, 3000],
        merged="C1:D1",
    )
    assert take(engine, path) == Outcome(added=1)
    assert [(job.title, job.wage_from, job.wage_to) for job in all_of(engine, Job)] == [("缝纫工", 2000, 3000)]


def test_bad_cells_are_named_and_nothing_is_taken(engine: Engine, tmp_path: Path) -> None:
    path = book(
        tmp_path / "jobs.xlsx",
        ["岗位", "类别", "最高月工资", "截止", "乡镇", "能带孩子"],
        ["缝纫工", "车间", 3000, None, None, None],
        [None, "打工", "面议", "月底", "老洲镇", "也许"],
        ["缝纫工", "车间", "=A1*2", None, None, None],
    )
    outcome = take(engine, path)
    assert words(outcome) == [
        "第3行 A列“岗位名称”：这一格不能空。",
        "第3行 B列“类别”：类别填“车间”“居家”“辅助性岗位”“外出”里的一个，现在是“打工”。",
        "第3行 E列“乡镇”：没有“老洲镇”这个乡镇。",
        "第3行 C列“月工资到”：这里要填一个数字，现在是“面议”。说不准就空着。",
        "第3行 F列“能带孩子”：这里填“是”或者“否”，现在是“也许”。",
        "第3行 D列“截止日期”：这里要填日期，像 2026-12-01，现在是“月底”。",
        "第4行 C列“月工资到”：这一格是公式，文件里没有算好的结果。请在 Excel 里打开存一次，或者直接填上字。",
    ]
    assert all_of(engine, Job) == []


def test_contradictions_between_cells(engine: Engine, tmp_path: Path) -> None:
    jobs = book(tmp_path / "a.xlsx", ["岗位", "类别", "工资下限", "工资上限"], ["缝纫", "车间", 3000, 2000])
    assert words(take(engine, jobs)) == ["第2行 D列“月工资到”：月工资从3000到2000，写反了。"]
    courses = book(tmp_path / "b.xlsx", ["课程", "开班", "报名截止"], ["电工", "2026-5-1", "2026/5/3"])
    assert words(take(engine, courses, "courses")) == ["第2行 C列“报名截止”：报名截止比开课还晚。"]


def test_foul_words_are_not_put_up_and_a_vacancy_with_them_waits(engine: Engine, tmp_path: Path) -> None:
    courses = book(tmp_path / "a.xlsx", ["课程", "开班", "地点"], ["电工", "2026-5-1", "狗日的学校"])
    assert words(take(engine, courses, "courses")) == ["第2行 C列“上课地点”：有骂人的话、下流话，不能登出来。"]
    take(engine, book(tmp_path / "b.xlsx", ["岗位", "类别"], ["缝纫，傻逼勿扰", "车间"], ["会操作的", "车间"]))
    assert {job.title: job.held for job in all_of(engine, Job)} == {"缝纫，傻逼勿扰": True, "会操作的": False}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_in_either_encoding(engine: Engine, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "courses.csv"
    path.write_text("班名,开班日期,名额,乡镇\n电工,2026/3/20,30,枞阳镇\n月嫂,46113,,\n", encoding=encoding)
    assert take(engine, path, "courses") == Outcome(added=2)
    assert [(row.starts_on, row.seats) for row in all_of(engine, Course)] == [
        (date(2026, 3, 20), 30),
        (date(2026, 4, 1), 0),
    ]


def test_people_and_stations(engine: Engine, tmp_path: Path) -> None:
    people = book(
        tmp_path / "p.xlsx",
        ["姓名", "联系电话", "家庭住址"],
        ["王桂花", 13800001234.0, "横埠镇官塘村"],
        ["李大山", "138 0000 5678", None],
    )
    assert take(engine, people, "people") == Outcome(added=2)
    first = all_of(engine, Person)[0]
    assert (first.phone, first.village, first.follows, first.consented_at) == (
        "13800001234",
        "340722106201",
        False,
        None,
    )
    wrong = book(tmp_path / "w.xlsx", ["姓名", "电话"], ["王桂花", 1380000123], ["赵平", "1.38E+10"])
    assert [problem[:9] for problem in words(take(engine, wrong, "people"))] == ["第2行 B列“电话", "第3行 B列“电话"]
    stations = book(tmp_path / "s.xlsx", ["驿站名称", "乡镇", "电话"], ["钱桥驿站", "钱桥镇", "0562-3200000"])
    assert take(engine, stations, "stations") == Outcome(added=1)
    assert take(engine, stations, "stations") == Outcome(same=1)
    assert all_of(engine, Station)[0].scene.startswith("station-340722108-")


def test_what_is_no_sheet(engine: Engine, tmp_path: Path) -> None:
    broken = tmp_path / "jobs.xlsx"
    broken.write_bytes(b"not a workbook")
    assert "打不开" in words(take(engine, broken))[0]
    assert "没找到表头" in words(take(engine, book(tmp_path / "a.xlsx", ["随便"], ["写写"])))[0]
    assert words(take(engine, book(tmp_path / "b.xlsx", ["岗位"], ["缝纫"]))) == ["表头少了这一列：类别"]
    assert words(take(engine, book(tmp_path / "c.xlsx", ["岗位", "类别"]))) == ["表头下面没有内容。"]


def test_examples_are_not_overwritten(engine: Engine, tmp_path: Path) -> None:
    load(engine, at=AT)
    title = all_of(engine, Job)[0].title
    path = book(tmp_path / "jobs.xlsx", ["岗位", "类别", "单位", "乡镇"], [title, "车间", "示例服装厂", "横埠镇"])
    assert take(engine, path) == Outcome(added=1)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_exported_can_be_imported_again(engine: Engine, tmp_path: Path, kind: str) -> None:
    load(engine, at=AT)
    with writing(engine) as session:
        session.add(
            Person(channel_id="li", name="李大山", phone="13800001234", place="横埠镇", created_at=AT, updated_at=AT)
        )
        tables: tuple[Any, ...] = (Job, Course, Station, Workshop, VillagePost)
        for table in tables:
            for row in session.scalars(select(table)):
                row.example = False
    path = tmp_path / "out.xlsx"
    count = export_sheet(engine, kind, path, AT, reveal=True)
    assert count > 0
    assert take(engine, path, kind) == Outcome(same=count)


def test_nothing_exported_runs_as_a_formula_and_phones_are_masked(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        session.add(Job(title='=HYPERLINK("x")', kind=JobKind.AWAY, detail="+86", employer="@厂", place="-"))
        session.add(Person(channel_id="li", name="李", phone="13800001234", created_at=AT, updated_at=AT))
    path = tmp_path / "out.xlsx"
    export_sheet(engine, "jobs", path, AT)
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows(min_row=2) for cell in row if cell.value]
    assert not [cell for cell in cells if cell.data_type == "f" or str(cell.value)[0] in "=+-@"]
    assert take(engine, path) == Outcome(same=1)
    export_sheet(engine, "people", path, AT)
    assert load_workbook(path).worksheets[0]["B2"].value == "138****1234"
    export_sheet(engine, "people", path, AT, reveal=True)
    assert [row.subject for row in all_of(engine, Audit) if row.action == "people.export"] == ["all", "revealed"]


def test_held_jobs_are_counted(engine: Engine, tmp_path: Path) -> None:
    rows = [["普工", "外出", "交保证金300元"], ["保洁员", "公益岗", "扫地"]]
    path = book(tmp_path / "jobs.xlsx", ["岗位", "类别", "说明"], *rows)
    assert take(engine, path) == Outcome(added=2, held=1)
    assert take(engine, path) == Outcome(same=2, held=1)


def test_stations_have_a_place_on_the_map_and_keep_it(engine: Engine, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["横埠驿站", "横埠镇", 30.86, "117.35"], ["义津驿站", "义津镇", None, ""]]
    path = book(tmp_path / "stations.xlsx", ["驿站", "乡镇", "纬度", "经度（度）"], *rows)
    assert take(engine, path, "stations") == Outcome(added=2)
    again = tmp_path / "again.xlsx"
    export_sheet(engine, "stations", again, AT)
    assert take(engine, again, "stations") == Outcome(same=2)
    places = [(station.latitude, station.longitude) for station in all_of(engine, Station)]
    assert places == [(30.86, 117.35), (None, None)]


def test_half_a_place_and_one_the_wrong_way_round_are_named(engine: Engine, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["横埠驿站", "横埠镇", 30.86, ""], ["义津驿站", "义津镇", 117.35, 30.86]]
    sheet = book(tmp_path / "stations.xlsx", ["驿站", "乡镇", "纬度", "经度"], *rows)
    problems = words(take(engine, sheet, "stations"))
    assert [problem[:8] for problem in problems] == ["第2行 D列“经", "第3行 C列“纬", "第3行 D列“经"]
