"""The plan on a referral's page, and the page of the villages' posts."""

from bot.effects import Register
from bot.records import Fields, Picked, RecordKind
from store.records import SqlRecords
from tests.console.browser import act, read, send
from tests.console.conftest import Enter
from tests.console.office import HENGBU, PLACES, Office


def marked(office: Office) -> int:
    fields = Fields(name="李大山", village=PLACES[HENGBU], choice=Picked(1, "9", "保洁"), nobody_works=True)
    return SqlRecords(office.engine).commit("poor", "m", office.time, [Register(RecordKind.JOB, fields)]).records[0].id


def test_the_plan_is_ticked_and_added_to(office: Office, enter: Enter) -> None:
    browser, number = enter("wang"), marked(office)
    assert "零就业" in read(browser, "/console/")
    page = read(browser, f"/console/referrals/{number}")
    assert "打电话约好，上门看看" in page
    act(browser, number, "plan/tick", step="1")
    step = {"what": "带他去车间", "responsible": "赵村长", "due": "2026-03-09"}
    page = act(browser, number, "plan", **step)
    assert "王芳 今天" in page
    assert "3月9日前 · 赵村长负责" in page
    assert "一户一策：加了一步" in page
    assert "请改一改" in act(browser, number, "plan", **step | {"due": "soon"})
    assert "办好了，点这里" not in read(enter("auditor"), f"/console/referrals/{number}")


def test_posts_are_filled_in(office: Office, enter: Enter) -> None:
    browser = enter("wang")
    assert "官塘村" in read(browser, "/console/posts")
    send(browser, "/console/posts", "/console/posts/save", village="340722106201", quota="3", taken="1")
    assert 'value="3"' in read(browser, "/console/posts")
    answer = send(browser, "/console/posts", "/console/posts/save", village="340722106201", quota="1", taken="2")
    assert "没记上" in answer.text
    assert "记下</button>" not in read(enter("auditor"), "/console/posts")


def test_a_plan_is_worked_on_its_own_page(office: Office, enter: Enter) -> None:
    wang, number = enter("wang"), marked(office)
    assert "打电话约好，上门看看" in read(wang, "/console/plans/")
    page, forms = "/console/plans/1", f"/console/referrals/{number}/plan"
    assert "没定谁负责" in read(wang, page)
    assert "赵村长负责" in send(wang, page, f"{forms}/assign", plan="1", responsible="赵村长").text
    step = {"step": "1", "responsible": "王芳", "due": "2026-03-09"}
    assert "3月9日前 · 王芳负责" in send(wang, page, f"{forms}/assign", plan="1", **step).text
    assert "请改一改" in send(wang, page, f"{forms}/assign", plan="1", **step | {"due": "soon"}).text
    assert "✓ 办好了" in send(wang, page, f"{forms}/tick", plan="1", step="1").text
    office.wait(days=30)
    wang = enter("wang")
    assert "过期了" in read(wang, "/console/plans/?which=late")
    assert "了结：儿子上班了" in send(wang, page, f"{forms}/close", plan="1", why="儿子上班了").text
    assert "没有过期的" in read(wang, "/console/plans/?which=late")
    assert "没定谁" not in send(wang, page, f"{forms}/reopen", plan="1").text
    assert "<form" not in read(enter("auditor"), page).split("</header>")[1]
    read(enter("zhao"), page, 404)
