from io import BytesIO

from openpyxl import load_workbook

from bot.records import Status
from store.counting.targets import BY_DAY, MEASURES
from tests.console.browser import read
from tests.console.conftest import Enter
from tests.console.office import YIJIN, Office
from web.console.targets import COUNTED

PATH = "/console/targets"


def placed(office: Office) -> None:
    referral = office.claimed()
    office.desk.finish(office.member("wang"), referral, Status.PLACED)


def test_the_board_says_that_it_is_a_plan_and_opens_the_list_behind_a_number(enter: Enter, office: Office) -> None:
    placed(office)
    county = enter("county")
    board = read(county, PATH)
    assert "目标是2018年的计划" in board
    assert "2437人" in board
    assert f'{PATH}/placed">1人' in board
    assert "张桂英：缝纫工" in read(county, f"{PATH}/placed?township=340722106")
    assert "张桂英" not in read(county, f"{PATH}/placed?township=340722110")
    assert 'style="' not in board


def test_each_sees_their_own(enter: Enter, office: Office) -> None:
    placed(office)
    office.ask(station=YIJIN)
    assert "张桂英" not in read(enter("zhao"), f"{PATH}/placed")
    assert "横埠镇" not in read(enter("zhao"), PATH).partition("各乡镇")[2]


def test_an_unknown_list_is_not_there(enter: Enter) -> None:
    read(enter("county"), f"{PATH}/wealth", status=404)


def test_the_sheet_has_the_plan_the_records_and_the_townships(enter: Enter, office: Office) -> None:
    placed(office)
    book = load_workbook(BytesIO(enter("county").get(f"{PATH}.xlsx").data))
    rows = {row[0].value: [cell.value for cell in row[1:6]] for row in book["目标和记录"].iter_rows(min_row=3)}
    assert rows["帮助就业"] == ["2437人", "1人", "2018-12-31", "没定", "过了期限，记录不够"]
    assert "合计" not in rows
    towns = {row[0].value: row[6].value for row in book["各乡镇"].iter_rows(min_row=3)}
    assert towns["横埠镇"] == "1人"


def test_every_measure_says_how_it_is_counted() -> None:
    assert set(COUNTED) == {*MEASURES, *BY_DAY}
