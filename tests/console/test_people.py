"""The pages about people."""

from store.people.listing import Which
from store.people.timeline import Source
from tests.console.browser import read, search, send
from tests.console.conftest import Enter
from tests.console.office import Office
from web.console import people_words

NEW = "/console/people/new"
TYPED = {"name": "钱小凤", "phone": "13800005678", "village": "横埠镇山水村", "kind": "job", "wish": "想做针线"}


def test_a_person_is_found_looked_at_and_put_right(enter: Enter, office: Office) -> None:
    office.ask()
    wang = enter("wang")
    found = search(wang, "/console/people/", "1234").text
    assert "张桂英" in found
    assert "138****1234" in found
    assert "没找到“无此人”" in search(wang, "/console/people/", "无此人").text
    page = "/console/people/1"
    assert "13800001234" not in read(wang, page)
    seen = send(wang, page, f"{page}/phone").text
    assert 'href="tel:13800001234"' in seen
    assert "看了完整号码" in read(wang, page)
    answer = send(wang, page, f"{page}/correct", name="章桂英", phone="", village="义津镇", remark="耳朵背").text
    assert "改好了" in answer
    assert "改了姓名" in answer
    assert "耳朵背" in answer
    assert "本人不要打" not in read(wang, "/console/referrals/1")
    assert "改了怎么联系" in send(wang, page, f"{page}/correct", reach="messages").text
    assert "不要打电话，发微信" in read(wang, "/console/referrals/1")
    assert "电话不对" in send(wang, page, f"{page}/correct", phone="123").text
    assert "村子没找到" in send(wang, page, f"{page}/correct", village="火星").text


def test_an_auditor_changes_nothing(enter: Enter, office: Office) -> None:
    office.ask()
    for path in ("/console/people/", "/console/people/1"):
        page = read(enter("auditor"), path)
        assert "张桂英" in page
        assert "改资料" not in page
        assert "登记来站里的人" not in page


def test_the_case_leads_to_its_person(enter: Enter, office: Office) -> None:
    assert 'href="/console/people/1"' in read(enter("wang"), f"/console/referrals/{office.ask()}")


def test_somebody_at_the_counter(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    form = read(wang, NEW)
    assert "行不行" in form
    key = form.split('name="key" value="')[1].split('"')[0]
    assert "打上勾" in send(wang, NEW, **TYPED, key=key).text
    assert "电话不对" in send(wang, NEW, **TYPED | {"phone": "1"}, agreed="on", key=key).text
    answer = send(wang, NEW, **TYPED, agreed="on", key=key).text
    assert "登记好了" in answer
    assert "没有微信，请打电话" in answer
    assert "当面说的，王芳记的" in answer
    assert "来站里，当面登记" in answer
    assert office.kicked
    assert "以前登记过" in send(wang, NEW, **TYPED, agreed="on", key="b" * 24).text
    assert "没登记上" in send(wang, NEW, **TYPED, agreed="on", key="<script>").text


def test_there_are_words_for_everybody_and_everything() -> None:
    assert set(people_words.WHICH) == set(people_words.EMPTY) == set(Which)
    assert set(people_words.HAPPENED) == set(Source)


def test_a_double_is_seen_merged_and_taken_back(enter: Enter, office: Office) -> None:
    office.ask(person="one")
    office.ask("张桂英", phone="13800001243", person="two")
    wang = enter("wang")
    assert "名字一样，电话差一点" in read(wang, "/console/doubles")
    assert "可能登记了两回" in read(wang, "/console/people/2")
    side_by_side = "/console/people/1/double?with=2"
    assert "138****1243" in read(wang, side_by_side)
    answer = send(wang, side_by_side, "/console/people/1/merge", other="2", phone="other").text
    assert "合并好了" in answer
    assert "138****1243" in answer
    assert "合并了重复登记" in answer
    assert "没有看着像重复的" in read(wang, "/console/doubles")
    read(wang, "/console/people/2", 404)
    assert "又是两个人" in send(wang, "/console/people/1", "/console/merges/1/undo").text
    assert "138****1234" in read(wang, "/console/people/1")
    assert "以后不再提" in send(wang, side_by_side, "/console/people/1/apart", other="2").text
    assert "没有看着像重复的" in read(wang, "/console/doubles")


def test_an_auditor_merges_nothing(enter: Enter, office: Office) -> None:
    office.ask(person="one")
    office.ask(person="two")
    assert "合并</button>" not in read(enter("auditor"), "/console/people/1/double?with=2")
