"""The pages of the lists."""

import re

import pytest

from tests.console.browser import read, send
from tests.console.conftest import Enter
from tests.console.office import Office
from tests.store.test_catalogue import JOB, add, job, shown

JOBS = "/console/catalogue/jobs"


def mark_on(page: str) -> str:
    found = re.search(r'name="mark" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_job_from_the_form_to_the_people_and_off_again(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    assert "记好了。群众现在就能看到" in send(wang, f"{JOBS}/new", **JOB).text
    assert shown(office) == ["缝纫工"]
    page = read(wang, JOBS)
    assert "横埠服装厂 · 按件算" in page
    assert "停招" in page
    form = read(wang, f"{JOBS}/1")
    assert 'value="横埠服装厂"' in form
    assert "记好了" in send(wang, f"{JOBS}/1", **JOB, mark=mark_on(form), wanted="5").text
    assert job(office, 1).wanted == 5
    assert "群众看不到了" in send(wang, JOBS, f"{JOBS}/1/close", back="show=now\r\nX-Evil: 1").text
    assert shown(office) == []
    assert "重新登出来" in read(wang, f"{JOBS}?show=off")
    send(wang, JOBS, f"{JOBS}/1/reopen")
    assert shown(office) == ["缝纫工"]


def test_nothing_typed_is_lost_and_each_mistake_is_said_beside_its_field(enter: Enter, office: Office) -> None:
    answer = send(
        enter("wang"), f"{JOBS}/new", **JOB | {"wage_from": "三千", "detail": "管饭", "light": "是", "title": ""}
    )
    assert answer.status_code == 422
    assert "有2处要改" in answer.text
    assert 'value="三千"' in answer.text
    assert "管饭</textarea>" in answer.text
    assert re.search(r'name="light" value="是" checked', answer.text)
    field = answer.text.split('id="field-wage_from-told"')[1].split("</div>")[0]
    assert "这里要填一个数字，现在是“三千”。说不准就空着。" in field
    assert shown(office) == []


def test_the_second_of_two_sees_what_the_first_wrote_and_keeps_their_own(enter: Enter, office: Office) -> None:
    add(office)
    wang, li = enter("wang"), enter("li")
    seen = mark_on(read(li, f"{JOBS}/1"))
    send(wang, f"{JOBS}/1", **JOB | {"pay": "每月3000元"}, mark=seen)
    answer = send(li, f"{JOBS}/1", **JOB | {"pay": "面谈"}, mark=seen)
    assert answer.status_code == 409
    assert "王芳" in answer.text
    assert 'value="面谈"' in answer.text
    assert "现在是：每月3000元" in answer.text
    assert job(office, 1).pay == "每月3000元"
    send(li, f"{JOBS}/1", **JOB | {"pay": "面谈"}, mark=mark_on(answer.text))
    assert job(office, 1).pay == "面谈"


def test_others_look_and_do_not_touch(enter: Enter, office: Office) -> None:
    add(office)
    for login in ("zhao", "auditor"):
        page = read(enter(login), f"{JOBS}?whose=all")
        assert "缝纫工" in page
        assert "停招" not in page
        assert "保存</button>" not in read(enter(login), f"{JOBS}/1")
    assert "不归您管" in send(enter("zhao"), JOBS, f"{JOBS}/1/close").text
    assert send(enter("auditor"), "/console/password", f"{JOBS}/1/close").status_code == 403
    assert job(office, 1).open
    assert "缝纫工" not in read(enter("zhao"), JOBS)  # at first everybody sees what is theirs


def test_what_ends_soon_is_said_and_one_click_gives_it_a_month(enter: Enter, office: Office) -> None:
    add(office, closes_on="2026-03-04")
    wang = enter("wang")
    assert wang.get("/console/count").get_json()["ending"] == 1
    page = read(wang, JOBS)
    assert "还有2天到期" in page
    assert "有 1 个岗位快到期" in page
    assert "延到4月3日了" in send(wang, JOBS, f"{JOBS}/1/extend", back="show=ending&whose=mine").text
    assert wang.get("/console/count").get_json()["ending"] == 0


@pytest.mark.parametrize("kind", ["courses", "workshops", "stations"])
def test_every_list_has_its_page_and_its_form(enter: Enter, office: Office, kind: str) -> None:
    typed = {
        "courses": {"title": "电工班", "starts_on": "2026-03-20", "seats": "30", "township": "横埠镇"},
        "workshops": {"name": "官塘车间", "township": "横埠镇", "makes": "童装", "opened_on": "2026-03-01"},
        "stations": {"name": "官塘驿站", "township": "横埠镇", "responsible": "王站长", "opened_on": "2026-05-01"},
    }[kind]
    hengbu = enter("hengbu")
    assert "记好了" in send(hengbu, f"/console/catalogue/{kind}/new", **typed).text
    page = read(hengbu, f"/console/catalogue/{kind}")
    assert next(iter(typed.values())) in page
    read(hengbu, "/console/catalogue/palaces", status=404)


def test_the_boards_workshops_are_those_of_the_list(enter: Enter, office: Office) -> None:
    hengbu = enter("hengbu")
    for name, opened in (("甲厂", "2026-03-01"), ("乙厂", "2026-04-01"), ("丙厂", "")):
        send(hengbu, "/console/catalogue/workshops/new", name=name, township="横埠镇", opened_on=opened)
    page = read(hengbu, "/console/targets/workshops")
    assert "甲厂" in page
    assert "乙厂" not in page
    assert "丙厂" not in page


def test_a_station_with_open_cases_stays_and_says_why(enter: Enter, office: Office) -> None:
    office.ask()
    page = send(enter("county"), "/console/catalogue/stations", "/console/catalogue/stations/1/close").text
    assert "还有1条没办完" in page
