"""Excel in the console: looked at first, taken whole or not at all, the same again when it is exported."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from store.catalogue import uploads
from store.database import reading, writing
from store.tables import Audit, Job, Upload, VillagePost
from tests.console.browser import TOKEN, read, send
from tests.console.conftest import Enter
from tests.console.office import YIJIN, Office
from tests.console.test_catalogue import mark_on
from tests.store.test_catalogue import add

SHEET = "/console/catalogue/jobs/sheet"
HEAD = ["岗位名称", "类别", "用人单位", "乡镇", "工资待遇", "招几个人"]
SEWING = ["缝纫工", "车间", "横埠服装厂", "横埠镇", "按件算", 5]


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: FlaskClient, content: bytes, name: str = "招工.xlsx", path: str = SHEET) -> TestResponse:
    token = TOKEN.search(read(client, path))
    assert token
    data = {"csrf_token": token[1], "file": (BytesIO(content), name)}
    return client.post(path, data=data, content_type="multipart/form-data", follow_redirects=True)


def take(client: FlaskClient, preview: TestResponse) -> str:
    return send(client, preview.request.path, mark=mark_on(preview.text)).text


def jobs(office: Office) -> list[Job]:
    with reading(office.engine) as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def waiting(office: Office) -> int:
    return office.count(Upload)


def test_a_sheet_is_looked_at_and_then_taken(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    preview = upload(wang, workbook(HEAD, SEWING))
    assert "新增 <b>1</b> 条" in preview.text
    assert jobs(office) == []
    assert waiting(office) == 1
    assert "导好了：新增1条" in take(wang, preview)
    assert [(job.title, job.station_id, job.wanted) for job in jobs(office)] == [("缝纫工", 1, 5)]
    assert waiting(office) == 0
    with reading(office.engine) as session:
        assert "jobs.import" in session.scalars(select(Audit.action)).all()


def test_every_bad_cell_is_marked_and_nothing_is_taken(enter: Enter, office: Office) -> None:
    bad = ["护林员", "打工", "林场", "老洲镇", "", "几个"]
    page = upload(enter("wang"), workbook(HEAD, SEWING, bad)).text
    assert "有 3 处要改，一行也没有导进去" in page
    assert "第3行 B列“类别”" in page
    assert "写的是 <mark>打工</mark>" in page
    assert "类别填“车间”“居家”“辅助性岗位”“外出”里的一个" in page
    assert "全部导入" not in page
    assert jobs(office) == []


def test_the_same_file_twice_and_a_changed_one_make_no_doubles(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    take(wang, upload(wang, workbook(HEAD, SEWING)))
    again = upload(wang, workbook(HEAD, SEWING))
    assert "跟台账一模一样" in again.text
    changed = upload(wang, workbook(HEAD, [*SEWING[:4], "每月3000元", 5]))
    assert "<del>按件算</del> → <ins>每月3000元</ins>" in changed.text
    take(wang, changed)
    assert [job.pay for job in jobs(office)] == ["每月3000元"]
    assert waiting(office) == 0


def test_what_changed_after_the_preview_is_looked_at_again(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    take(wang, upload(wang, workbook(HEAD, SEWING)))
    preview = upload(wang, workbook(HEAD, [*SEWING[:4], "每月3000元", 5]))
    with writing(office.engine) as session:
        session.get_one(Job, 1).pay = "面谈"
    page = take(wang, preview)
    assert "台账有人改过，所以还没导" in page
    assert "<del>面谈</del>" in page
    assert jobs(office)[0].pay == "面谈"


def test_a_second_tap_imports_nothing_more(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    preview = upload(wang, workbook(HEAD, SEWING))
    token = TOKEN.search(preview.text)
    assert token
    form = {"csrf_token": token[1], "mark": mark_on(preview.text)}
    assert [wang.post(preview.request.path, data=form).status_code for _ in range(2)] == [302, 404]
    assert len(jobs(office)) == 1


def test_a_file_is_for_whoever_uploaded_it_and_for_a_day(enter: Enter, office: Office) -> None:
    preview = upload(enter("wang"), workbook(HEAD, SEWING))
    read(enter("li"), preview.request.path, status=404)
    read(enter("county"), preview.request.path, status=404)
    read(enter("auditor"), SHEET, status=403)
    office.wait(hours=10)
    assert "没有导" in send(enter("wang"), preview.request.path, f"{preview.request.path}/drop").text
    upload(enter("wang"), workbook(HEAD, SEWING))
    office.wait(hours=25)
    uploads.clear_out(office.engine, office.time)
    assert waiting(office) == 0


def test_nobody_imports_over_what_is_anothers(enter: Enter, office: Office) -> None:
    add(office, "zhao", township="义津镇")
    row = ["缝纫工", "车间", "横埠服装厂", "义津镇", "面谈", 5]
    assert "不归您管" in upload(enter("wang"), workbook(HEAD, SEWING, row)).text
    hengbu = enter("hengbu")
    path = "/console/catalogue/stations/sheet"
    sheet = workbook(["驿站名称", "乡镇"], ["横埠二站", "横埠镇"], ["义津二站", "义津镇"])
    page = upload(hengbu, sheet, path=path).text
    assert "第3行" in page
    assert "第2行" not in page
    assert "新增 <b>2</b> 条" in upload(enter("county"), sheet, path=path).text
    assert jobs(office)[0].station_id == YIJIN


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", b" " * (30 << 20))
    return out.getvalue()


def added(part: str, content: bytes) -> bytes:
    out = BytesIO(workbook(HEAD, SEWING))
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "老表.xls", "另存为 .xlsx"),
        (b"\x89PNG\r\n\x1a\n\0\0", "照片.png", "打不开"),
        (b"PK\x03\x04 torn", "招工.xlsx", "打不开"),
        (bomb(), "招工.xlsx", "里头太大了"),
        (added("xl/vbaProject.bin", b"x"), "招工.xlsm", "带宏"),
        (added("xl/more.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "招工.xlsx", "打不开"),
        (workbook(["随便"], ["写写"]), "招工.xlsx", "没找到表头"),
        (workbook(HEAD, *([f"工{n}", *SEWING[1:]] for n in range(uploads.LONGEST))), "招工.xlsx", "最多 2000 行"),
        (workbook(HEAD, [*SEWING, *[""] * 300, "x"]), "招工.xlsx", "最多 200 列"),
        (b"", "空.csv", "请先选一个文件"),
    ],
    ids=["xls", "picture", "torn", "bomb", "macro", "entities", "header", "long", "wide", "empty"],
)
def test_a_wrong_file_gets_a_clear_sentence(
    enter: Enter, office: Office, content: bytes, name: str, words: str
) -> None:
    assert words in upload(enter("wang"), content, name).text
    assert jobs(office) == []


def test_a_file_that_is_too_large_is_not_even_read(enter: Enter, office: Office) -> None:
    form = {"content_type": "multipart/form-data; boundary=edge", "data": b"--edge" + b"x" * (4 << 20)}
    answer = enter("wang").post(SHEET, **form)
    assert answer.status_code == 413
    assert "最多 2 兆" in answer.text
    assert waiting(office) == 0


def test_formatted_emptiness_below_is_no_row(enter: Enter, office: Office) -> None:
    book = load_workbook(BytesIO(workbook(HEAD, SEWING)))
    book.worksheets[0].cell(60_000, 40).number_format = "0.00"
    out = BytesIO()
    book.save(out)
    assert "新增 <b>1</b> 条" in upload(enter("wang"), out.getvalue()).text


def test_what_is_exported_changes_nothing_when_it_comes_back(enter: Enter, office: Office) -> None:
    add(office, detail="=1+1，@大家\r\n第二行", employer="'+甲厂", closes_on="2026-03-09", light="是", wage_from="2000")
    add(office, title="#招工!", kind="外出", township="", pay="-", wanted="3")
    wang = enter("wang")
    answer = wang.get("/console/catalogue/jobs/export.xlsx?show=all&whose=mine")
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in sheet[1]][-1] == "状态"
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or str(cell.value).startswith(("=", "+", "-", "@"))]
    assert "没变 <b>2</b> 条" in upload(wang, answer.data).text
    with reading(office.engine) as session:
        exports = session.scalars(select(Audit).where(Audit.action == "jobs.export")).all()
    assert [(row.subject, row.staff_id is None) for row in exports] == [("rows-2", False)]


@pytest.mark.parametrize("kind", uploads.KINDS)
def test_the_empty_sheet_has_headers_choices_and_an_example_that_is_not_imported(
    enter: Enter, office: Office, kind: str
) -> None:
    county = enter("county")
    content = county.get(f"/console/catalogue/{kind}/template.xlsx").data
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    assert sheet["A2"].value
    lists = [each.formula1 for each in sheet.data_validations.dataValidation]
    assert any("横埠镇" in each or "是,否" in each for each in lists)
    path = f"/console/catalogue/{kind}/sheet"
    assert "表头下面没有内容" in upload(county, content, path=path).text
    sheet.cell(2, sheet.max_column).value = None  # the remark gone, the example is a row like any other
    out = BytesIO()
    book.save(out)
    assert "新增 <b>1</b> 条" in upload(county, out.getvalue(), path=path).text


def test_posts_come_and_go_by_sheet(enter: Enter, office: Office) -> None:
    with writing(office.engine) as session:
        session.add(VillagePost(village="340722106202", quota=2, example=True))
    hengbu = enter("hengbu")
    sheet = workbook(["村", "贫困村", "名额", "别处占了"], ["横埠镇官塘村", "是", 4, 1], ["横埠镇黄山村", "", 3, ""])
    path = "/console/catalogue/posts/sheet"
    take(hengbu, upload(hengbu, sheet, path=path))
    with reading(office.engine) as session:
        rows = session.scalars(select(VillagePost).order_by(VillagePost.village)).all()
    assert {(row.quota, row.taken, row.example) for row in rows} >= {(4, 1, False), (3, 0, False)}
    exported = hengbu.get("/console/catalogue/posts/export.xlsx").data
    assert "没变 <b>2</b> 条" in upload(hengbu, exported, path=path).text
    wrong = workbook(["村", "名额", "别处占了"], ["横埠镇官塘村", 2, 3], ["新华村", 30, ""], ["义津镇高升村", 2, ""])
    page = upload(hengbu, wrong, path=path).text
    assert "比名额2个还多" in page
    assert "一个村最多填20个" in page
