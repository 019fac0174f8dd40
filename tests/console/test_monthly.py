import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.records import RecordKind, Status
from tests.console.browser import read
from tests.console.conftest import Enter
from tests.console.office import YIJIN, Office

PATH = "/console/monthly"


@pytest.fixture
def march(office: Office) -> Office:
    wang = office.member("wang")
    office.desk.finish(wang, office.claimed("wang"), Status.PLACED)
    office.ask(name="李大山", kind=RecordKind.TRAINING, station=YIJIN)
    return office


def test_each_number_opens_the_list_behind_it(enter: Enter, march: Office) -> None:
    county = enter("county")
    page = read(county, f"{PATH}?month=2026-03")
    assert "枞阳县2026年3月就业帮扶月报" in page
    assert page.count("算法：") == page.count("<table") == 4
    links = {
        link.replace("&amp;", "&"): int(shown) for link, shown in re.findall(r'href="([^"]+/cases[^"]+)">(\d+)<', page)
    }
    assert len(links) > 10
    for link, shown in links.items():
        behind = read(county, link)
        assert f"：{shown}件" in behind
        assert behind.count('class="line"') == shown


def test_the_list_is_of_those_who_may_be_seen(enter: Enter, march: Office) -> None:
    behind = read(enter("wang"), f"{PATH}/cases?month=2026-03&measure=came")
    assert "张桂英" in behind
    assert "李大山" not in behind


@pytest.mark.parametrize("query", ["measure=x", "measure=came&by=x"])
def test_what_is_not_counted_is_not_there(enter: Enter, march: Office, query: str) -> None:
    read(enter("county"), f"{PATH}/cases?{query}", 404)


def test_without_a_month_it_is_the_last_that_is_over(enter: Enter, march: Office) -> None:
    assert "2026年2月就业" in read(enter("county"), PATH)
    assert "2026年2月就业" in read(enter("county"), f"{PATH}?month=nonsense")


def test_the_sheet_has_the_shape_of_an_office(enter: Enter, march: Office) -> None:
    book = load_workbook(BytesIO(enter("county").get(f"{PATH}.xlsx?month=2026-03").data))
    assert book.sheetnames == ["登记和结果", "多久联系上", "各驿站办成的", "各村登记和办成的"]
    for page in book:
        assert page["A1"].value == "枞阳县2026年3月就业帮扶月报"
        assert "单位：件" in page["A2"].value
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.print_title_rows == "$3:$3"
        assert page.print_area.endswith(f"${page.max_row}")
        texts = [row[0].value for row in page.iter_rows()]
        assert texts[-1] == "制表：县里　　日期：2026年3月2日　　审核："
        assert texts[-2].startswith("算法：")
        assert texts[-3] == "合计"
    rows = {row[0]: row[1:] for row in book["登记和结果"].iter_rows(min_row=4, values_only=True)}
    assert rows["找活"][:4] == (1, 0, 1, 1)
    assert rows["合计"][:4] == (2, 1, 1, 1)
