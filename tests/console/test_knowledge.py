"""The pages about policy answers: filling in, review of misses, new entries; and who is told."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.effects import QuestionEnding
from bot.policy.editing import with_samples
from tests.console.browser import TOKEN, read, send
from tests.console.conftest import Enter, enter_app
from tests.console.library import Library
from tests.console.office import MEMBERS, Office

PAY = "/console/knowledge/aux_post_pay"
SUPPLY = {
    "point": "现在一个月多少",
    "said": "保洁员800元",
    "source": "枞人社〔2026〕3号",
    "dated": "2026-01-15",
    "until": "2026-12-31",
}
NEW = {
    "title": "护林员要考试吗",
    "questions": "护林员要不要考试\n当护林员考不考\n护林考试难不难\n考护林员考什么\n护林员笔试有没有",
    "answer": "不考试，村里看人。想做跟我说“找活”。",
    "source": "枞人社〔2026〕5号第二条",
    "valid_from": "2026-01-01",
    "review": "2027-05-01",
    "service": "找活",
}


@pytest.fixture
def library(office: Office, tmp_path: Path) -> Library:
    home = tmp_path / "knowledge"
    home.mkdir()
    return Library(office, home)


@pytest.fixture
def enter(library: Library) -> Enter:
    return enter_app(library.app(), library.office)


@pytest.fixture
def county(enter: Enter) -> FlaskClient:
    return enter("county")


def heap_page(client: FlaskClient) -> str:
    """The address of the first heap."""
    found = re.search(r'href="(/console/misses/\d+)"', read(client, "/console/misses"))
    assert found
    return found[1]


def ticked(client: FlaskClient, page: str) -> list[str]:
    """The misses of the heap, all of them ticked as they are at first."""
    return re.findall(r'name="miss" value="(\d+)" checked', read(client, page))


def publish(client: FlaskClient, page: str, path: str, **fields: str | list[str]) -> str:
    """Send a form, look at the preview, and publish."""
    preview = send(client, page, path, **fields)
    assert "发布以后会这样" in preview.text, preview.text
    kept: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.text):
        kept.setdefault(name, []).append(value)
    return client.post(path, data={**kept, "sure": "1"}, follow_redirects=True).text


# --- the list and one entry ----------------------------------------------------------------------------------


def test_what_has_to_be_done_comes_first(library: Library, enter: Enter) -> None:
    text = library.path.read_text(encoding="utf-8")
    expired = text.replace("有效：2018-04-12 起", "有效：2018-04-12 至 2026-06-30", 1)
    library.path.write_text(expired.replace("复核：2027-02-28 前", "复核：2026-11-01 前", 1), encoding="utf-8")
    page = read(enter("wang"), "/console/knowledge")
    assert "有2条要办" in page
    assert "政策问答有2处要办" in read(enter("county"), "/console/")
    assert "处要办" not in read(enter("wang"), "/console/")
    words = re.findall(r'class="since state-\w+">([^<]+)<', page)
    assert words[:2] == ["过期了", "该核对了"]
    assert len(words) == 5


def test_a_broken_file_is_told_with_its_lines(library: Library, county: FlaskClient) -> None:
    library.break_file()
    page = read(county, "/console/knowledge")
    assert "机器人还用上一次好的那份" in page
    assert "第1行：“坏了”缺少“编号”" in page


def test_what_the_county_fills_in_is_told_with_source_and_day(library: Library, county: FlaskClient) -> None:
    page = send(county, PAY, f"{PAY}/supply", **SUPPLY).text
    assert "填好了" in page
    assert "我们县：\n现在一个月多少：保洁员800元（枞人社〔2026〕3号，2026年1月15日）" in page
    assert "哪天发：这个我手上没有县里的准数" in page
    (supplied,) = library.entry("aux_post_pay").county
    assert supplied.by == "县里 2026-11-23"
    assert library.audited() == [("faq-supplied", "faq-aux_post_pay")]


def test_it_ends_on_its_day_and_can_be_taken_away(library: Library, county: FlaskClient) -> None:
    send(county, PAY, f"{PAY}/supply", **SUPPLY)
    library.office.wait(days=60)
    page = read(county_again(library), PAY)
    assert "过期了，机器人不说了" in page
    assert "我们县：" not in page
    client = county_again(library)
    send(client, PAY, f"{PAY}/withdraw", said="现在一个月多少：保洁员800元")
    assert library.entry("aux_post_pay").county == ()


def county_again(library: Library) -> FlaskClient:
    """The next shift."""
    return enter_app(library.app(), library.office)("county")


@pytest.mark.parametrize(
    "wrong",
    [
        {"said": " "},
        {"source": ""},
        {"dated": "soon"},
        {"until": ""},
        {"dated": "2026-12-31"},
        {"until": "2026-01-31"},
        {"source": "某（文件；甲"},
    ],
)
def test_a_figure_without_all_that_it_needs_is_refused(
    library: Library, county: FlaskClient, wrong: dict[str, str]
) -> None:
    before = library.path.read_bytes()
    answer = send(county, PAY, f"{PAY}/supply", **SUPPLY | wrong)
    assert answer.status_code == 400
    assert "alert-danger" in answer.text
    assert library.path.read_bytes() == before
    assert not library.audited()


def test_a_review_is_noted(library: Library, county: FlaskClient) -> None:
    page = send(county, PAY, f"{PAY}/review", review="2027-06-30", until="2027-12-31").text
    assert "记下了" in page
    entry = library.entry("aux_post_pay")
    assert (str(entry.review), str(entry.valid_until)) == ("2027-06-30", "2027-12-31")
    assert send(county, PAY, f"{PAY}/review", review="2020-06-30").status_code == 400


def test_who_asked_in_vain_is_told_of_the_figure_once(library: Library, county: FlaskClient) -> None:
    library.miss("扫地到底几多钱一个月", "li", QuestionEnding.UNHELPFUL, "aux_post_pay")
    library.miss("扫地的钱", "quiet", QuestionEnding.UNHELPFUL, "aux_post_pay")
    library.unsubscribe("quiet")
    send(county, PAY, f"{PAY}/supply", **SUPPLY)
    send(county, PAY, f"{PAY}/supply", **SUPPLY | {"said": "保洁员850元"})
    ((person, text),) = library.told()
    assert person == "li"
    assert text.startswith("您问过“扫地到底几多钱一个月”，现在能答您了：")
    assert "保洁员800元" in text
    assert library.office.kicked == library.owed()


# --- misses ----------------------------------------------------------------------------------------------------


def test_alike_misses_stand_together_and_numbers_and_names_are_hidden(library: Library, county: FlaskClient) -> None:
    for text in ("路灯坏了找谁", "村里路灯坏了", "我叫王桂花 电话13800001234 路灯坏了"):
        library.miss(text, person=text)
    library.miss("上户口怎么办")
    page = read(county, "/console/misses")
    assert page.index("3次") < page.index("1次")
    everything = page + read(county, heap_page(county))
    assert "13800001234" not in everything
    assert "王桂花" not in everything
    assert "某某" in everything


def test_a_miss_answered_with_an_entry_becomes_a_sample_and_its_people_are_told(
    library: Library, county: FlaskClient
) -> None:
    library.miss("扫大街的票子咋算", "li")
    library.miss("扫大街的票子咋算呀", "wang")
    library.miss("扫大街票子", "gone", days=90)
    library.miss("上户口怎么办", "other")
    page = heap_page(county)
    done = publish(
        county, page, f"{page}/answer", topic="aux_post_pay", samples="扫大街的票子咋算", miss=ticked(county, page)
    )
    assert "记下了，下次就听得懂" in done
    assert library.entry("aux_post_pay").questions[-1] == "扫大街的票子咋算"
    assert sorted(person for person, _ in library.told()) == ["li", "wang"]
    assert set(library.reviewed()) == {"扫大街的票子咋算", "扫大街的票子咋算呀", "扫大街票子"}
    assert library.audited() == [("faq-sample", "faq-aux_post_pay")]


def test_a_sample_that_breaks_another_entry_is_refused_with_the_reason(library: Library, county: FlaskClient) -> None:
    library.miss("公益岗怎么报名")
    before = library.path.read_bytes()
    page = heap_page(county)
    answer = send(
        county, page, f"{page}/answer", topic="aux_post_pay", samples="公益岗怎么报名", miss=ticked(county, page)
    )
    assert answer.status_code == 400
    assert "抢同一句话" in answer.text
    forced = send(
        county,
        page,
        f"{page}/answer",
        topic="aux_post_pay",
        samples="公益岗怎么报名",
        miss=ticked(county, page),
        sure="1",
    )
    assert forced.status_code == 400
    assert library.path.read_bytes() == before
    assert not library.audited()
    assert not library.told()


def test_a_sample_with_somebodys_number_is_refused(library: Library, county: FlaskClient) -> None:
    library.miss("扫大街的票子咋算")
    page = heap_page(county)
    answer = send(
        county, page, f"{page}/answer", topic="aux_post_pay", samples="扫大街找13800001234", miss=ticked(county, page)
    )
    assert "问法里有号码" in answer.text


def test_a_miss_can_be_left(library: Library, county: FlaskClient) -> None:
    library.miss("今天天气怎么样")
    page = heap_page(county)
    assert "没有等着的" in send(county, page, f"{page}/dismiss", miss=ticked(county, page)).text
    assert library.reviewed() == {"今天天气怎么样": ""}
    assert [action for action, _ in library.audited()] == ["misses-dismissed"]
    assert not library.told()


def test_two_who_review_the_same_heap_do_it_once(library: Library, county: FlaskClient) -> None:
    library.miss("今天天气怎么样")
    page = heap_page(county)
    token, ids = TOKEN.search(read(county, page)), ticked(county, page)
    assert token
    for _ in range(2):
        last = county.post(f"{page}/dismiss", data={"csrf_token": token[1], "miss": ids}, follow_redirects=True)
    assert "有人处理过了" in last.text
    assert len(library.audited()) == 1


def test_a_new_entry_answers_what_was_missed(library: Library, county: FlaskClient) -> None:
    miss = library.miss("当护林员考不考试", "li")
    form = read(county, f"/console/knowledge/new?miss={miss}")
    assert "当护林员考不考试" in form
    done = publish(county, "/console/knowledge/new", "/console/knowledge/new", miss=str(miss), **NEW)
    assert "发布了" in done
    entry = library.entry("hu_lin_yuan_yao_kao_shi_ma")
    assert (entry.answer, entry.service) == (NEW["answer"], "job")
    assert library.reviewed() == {"当护林员考不考试": entry.id}
    ((person, text),) = library.told()
    assert (person, NEW["answer"] in text) == ("li", True)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"source": ""}, "都要写"),
        ({"questions": "护林员要不要考试"}, "至少要5句"),
        ({"answer": "话很长。" * 40}, "缩到120个字以内"),
        ({"answer": "一天给935块，找村里。"}, "数字“935”"),
        ({"questions": "三保四护是哪几样\n" + NEW["questions"]}, "抢同一句话"),
    ],
)
def test_a_new_entry_is_judged_before_it_is_published(
    library: Library, county: FlaskClient, wrong: dict[str, str], why: str
) -> None:
    before = library.path.read_bytes()
    for sure in ({}, {"sure": "1"}):
        answer = send(county, "/console/knowledge/new", **NEW | wrong | sure)
        assert answer.status_code == 400
        assert why in answer.text
    assert library.path.read_bytes() == before


def test_what_was_typed_is_kept_when_it_is_to_be_changed(library: Library, county: FlaskClient) -> None:
    page = send(county, "/console/knowledge/new", **NEW | {"edit": "1"}).text
    assert NEW["answer"] in page
    assert "写一条新的" in page
    library.miss("扫大街的票子咋算")
    heap = heap_page(county)
    again = send(county, heap, f"{heap}/answer", samples="扫大街给好多", miss=ticked(county, heap), edit="1")
    assert "扫大街给好多" in again.text


def test_a_file_that_cannot_be_written_is_said(library: Library, county: FlaskClient) -> None:
    token = TOKEN.search(read(county, PAY))
    assert token
    library.path.unlink()
    answer = county.post(f"{PAY}/supply", data={"csrf_token": token[1], **SUPPLY})
    assert answer.status_code == 404
    assert not library.audited()


def test_what_an_editor_made_answerable_is_told_with_one_tap(library: Library, county: FlaskClient) -> None:
    text = library.path.read_text(encoding="utf-8")
    library.path.write_text(with_samples(text, "aux_post_pay", ["扫大街的票子咋算"]), encoding="utf-8")
    library.miss("上户口怎么办", "wu")
    library.miss("扫大街的票子咋算", "li")
    page = heap_page(county)
    assert "这句话现在已经答得上了" in read(county, page)
    assert "会收到一条微信" in send(county, page, f"{page}/point", miss=ticked(county, page)).text
    assert [person for person, _ in library.told()] == ["li"]
    assert library.reviewed() == {"扫大街的票子咋算": "aux_post_pay"}


def test_what_is_not_ticked_stays(library: Library, county: FlaskClient) -> None:
    first, second = library.miss("今天天气怎么样"), library.miss("今天天气好不")
    page = heap_page(county)
    assert sorted(map(int, ticked(county, page))) == [first, second]
    send(county, page, f"{page}/dismiss", miss=str(first))
    assert set(library.reviewed()) == {"今天天气怎么样"}
    assert (
        "一句"
        in send(county, f"/console/misses/{second}", f"/console/misses/{second}/answer", topic="aux_post_pay").text
    )


# --- who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", [login for login in MEMBERS if login != "county"])
def test_only_the_county_changes_what_is_said(library: Library, enter: Enter, county: FlaskClient, login: str) -> None:
    miss = library.miss("扫大街的票子咋算")
    before = library.path.read_bytes()
    client = enter(login)
    token = TOKEN.search(read(client, PAY))
    assert token
    looks = 200 if login == "auditor" else 403
    assert client.get("/console/misses").status_code == looks
    assert client.get(f"/console/misses/{miss}").status_code == looks
    for path in (f"{PAY}/supply", f"{PAY}/withdraw", f"{PAY}/review", "/console/knowledge/new"):
        assert client.post(path, data={"csrf_token": token[1], **SUPPLY, **NEW, "sure": "1"}).status_code == 403
    for path in (f"/console/misses/{miss}/{act}" for act in ("answer", "point", "dismiss")):
        assert client.post(path, data={"csrf_token": token[1], "topic": "aux_post_pay"}).status_code == 403
    assert library.path.read_bytes() == before
    assert not library.reviewed()
