from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import expect

from bot.effects import QuestionEnding
from bot.when import today
from store.database import writing
from store.tables import QuestionCount
from tests.chromium import phone_sized
from tests.console.browser import read
from tests.console.conftest import Enter
from tests.console.office import PASSWORD, YIJIN, Office
from tests.console.test_in_a_browser import fits
from tests.loopback import served
from web.console.figures_sheet import sheet
from web.console.figures_tables import Table

PATH = "/console/figures"


def test_each_figure_is_drawn_and_defined(enter: Enter, office: Office) -> None:
    office.ask()
    day = today(office.time)
    with writing(office.engine) as session:
        session.add(QuestionCount(day=day, topic="", township="", outcome=QuestionEnding.MISSED, count=1))
    page = read(enter("county"), PATH)
    assert page.count("算法：") == 6
    assert page.count('role="img"') == 4  # nothing has been done yet
    assert "机器人发的一条不算" in page
    assert 'style="' not in page  # the policy of the console forbids it


def test_the_sheet_is_as_an_office_expects_it(enter: Enter, office: Office) -> None:
    office.ask()
    office.ask(station=YIJIN)
    answer = enter("wang").get(f"{PATH}.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    page = load_workbook(BytesIO(answer.data))["登记了多少"]
    assert page["A1"].value == "横埠驿站驿站通数字"
    assert "A1:F1" in [str(merged) for merged in page.merged_cells.ranges]
    rows = {row[0].value: row[1].value for row in page.iter_rows(min_row=3)}
    assert (rows["找活"], rows["合计"]) == (1, 1)
    assert any("制表：王芳　　日期：2026年3月2日" in str(name) for name in rows)


def test_a_text_never_becomes_a_formula() -> None:
    table = Table("数", ("名", "数"), (("=1+1", 2), ("\t@SUM(A1)\x0b", 3), ("＝1", 4)), "=2+2", (1,), across=True)
    page = load_workbook(BytesIO(sheet("=HYPERLINK()", [table], date(2026, 3, 2), "+1"))).active
    assert page is not None
    assert {cell.data_type for row in page.iter_rows() for cell in row if isinstance(cell.value, str)} == {"s"}
    assert [page[cell].value for cell in ("A4", "A5", "A6")] == ["'=1+1", "'@SUM(A1)", "'＝1"]  # saved as CSV, too


@pytest.mark.browser
def test_the_pictures_fit_a_phone_and_nothing_is_refused(app: Flask, office: Office) -> None:
    office.ask()
    with served(app) as base, phone_sized() as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{base}/console/login")
        page.get_by_label("账号").fill("county")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_label("找人", exact=True).wait_for()
        page.goto(f"{base}{PATH}")
        expect(page.get_by_role("img").first).to_be_visible()
        assert fits(page)
        assert complaints == []
