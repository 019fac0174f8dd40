"""The pages of who has a seat, and of what people sell."""

import re
from io import BytesIO

from openpyxl import load_workbook

from bot.records import Status
from tests.console.browser import read, send
from tests.console.conftest import Enter
from tests.console.office import Office
from tests.store.test_roster import furnished, line, offered, sign_up

PLACES = "/console/places/course-1"


def test_a_class_from_the_line_to_the_end(enter: Enter, office: Office) -> None:
    furnished(office)
    first, second = sign_up(office, "甲", "乙")
    wang = enter("wang")
    assert "报上1／1人，排队1人，看名单" in read(wang, "/console/catalogue/courses")
    page = read(wang, PLACES)
    assert "第1个" in page
    assert "要写一句理由" in send(wang, PLACES, f"{PLACES}/{second}/give").text
    assert "位子给了" in send(wang, PLACES, f"{PLACES}/{second}/give", reason="加了凳子").text
    assert line(office) == [("甲", 0), ("乙", 0)]
    assert "来上课了" not in re.sub(r"<p class=\"hint\">.*?</p>", "", read(wang, PLACES))
    office.wait(days=8)
    wang = enter("wang")
    marks = {"person": [str(first), str(second)], f"mark-{first}": ["came", "finished"], f"mark-{second}": ["came"]}
    assert "改了2个人" in send(wang, PLACES, f"{PLACES}/marks", **marks).text
    assert "甲" in read(wang, "/console/targets/trained")
    assert "乙" not in read(wang, "/console/targets/trained")
    assert office.status(second) is Status.ENROLLED
    assert "拿掉了" in send(wang, PLACES, f"{PLACES}/{second}/take", reason="后来没来").text
    assert "要动一动" not in read(enter("auditor"), PLACES)
    assert "甲" not in read(enter("zhao"), PLACES)
    read(wang, "/console/places/palace-1", status=404)


def test_produce_finds_a_buyer_is_sold_and_stands_in_the_sheet(enter: Enter, office: Office) -> None:
    number = offered(office)
    wang, path = enter("wang"), "/console/produce"
    assert "山芋 200斤" in read(wang, path)
    page = send(wang, path, f"{path}/{number}", buyer="食堂", yuan="三百", sold="1")
    assert page.status_code == 422
    assert 'value="三百"' in page.text
    assert "这里要填一个数字" in page.text
    assert "有人买" in send(wang, path, f"{path}/{number}", buyer="食堂", found="1").text
    sale = {"buyer": "食堂", "quantity": "200斤", "yuan": "300", "sold": "1"}
    assert "记下了。" in send(wang, path, f"{path}/{number}", **sale).text
    assert "一共 <b>300</b> 元" in read(wang, f"{path}?show=sold")
    sheet = load_workbook(BytesIO(wang.get(f"{path}.xlsx?show=all").data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(row[:2] == ["山芋", "200斤"] and row[7] == 300 for row in rows)
    assert "李大山" not in read(enter("zhao"), f"{path}?show=all")


def test_posts_keep_what_was_typed(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    answer = send(wang, "/console/posts", "/console/posts/save", village="340722106201", quota="2", taken="5")
    assert answer.status_code == 422
    assert 'value="5"' in answer.text
    assert "标红的那个村" in answer.text
