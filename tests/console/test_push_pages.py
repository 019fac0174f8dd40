"""The pages of pushes: who may send what to whom, what is said before, and what came of it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from bot.effects import Follow, Register, Subscribe
from bot.policy.book import load as load_book
from bot.records import Fields, JobKind, Picked, RecordKind
from store.database import reading, writing
from store.pushing.audience import Audience, people
from store.pushing.pushes import LONGEST_TEXT, Content, Order, Pushes
from store.records import SqlRecords
from store.refusals import Ended, ReadOnly, Unfit, Unknown
from store.sending.acts import Acts
from store.sending.ledger import Budget
from store.tables import Audit, Course, Got, Job, Message, Origin, Person, PushPerson, Reach
from tests.console.browser import read, send
from tests.console.conftest import Enter
from tests.console.office import HENGBU, PLACES, YIJIN, Office
from web.console import push_content
from web.console.push_words import budget

NEW = "/console/pushes/new"
NEWS = Content("缝纫工招人", "横埠新来一个活：缝纫工。", (("go.job", "我要找活"),), "job:1")


@pytest.fixture
def offers(office: Office) -> Office:
    with writing(office.engine) as session:
        session.add(Job(title="缝纫工", kind=JobKind.WORKSHOP, employer="某厂", place="横埠镇", pay="按件计"))
        course = Course(title="电焊班", starts_on=office.time.date() + timedelta(days=9), place="县城", seats=30)
        session.add(course)
    office.ask("张桂英", HENGBU)
    office.ask("周大海", YIJIN)
    return office


def names(office: Office) -> list[str]:
    with reading(office.engine) as session:
        query = select(Person.name).join(PushPerson, PushPerson.person_id == Person.id).order_by(PushPerson.id)
        return list(session.scalars(query))


def drafted(page: str) -> str:
    found = re.search(r'action="(/console/pushes/\d+)/send"', page)
    assert found, page
    return found[1]


def test_a_job_is_looked_at_and_sent(enter: Enter, offers: Office) -> None:
    county = enter("county")
    page = send(county, NEW, content="job:1", reach="each").text
    assert "【招工】缝纫工" in page
    assert "不想再收这样的消息，回“退订”就行。" in page
    assert "发不到 <b>2</b> 人" in page
    assert "48 小时内没跟驿站说过话" in page
    assert offers.outbox("push") == [], "nothing is sent by looking"
    push = drafted(page)
    page = send(county, push, f"{push}/send").text
    assert "开始发了" in page
    assert "<progress" in page
    assert names(offers) == ["张桂英", "周大海"]
    assert county.get(push).headers["Refresh"] == "5"
    assert len(offers.outbox("push")) == 1
    assert "停下了" in send(county, push, f"{push}/stop").text
    assert "Refresh" not in county.get(push).headers
    assert "接着发了" in send(county, push, f"{push}/resume").text


def test_a_double_tap_sends_once(enter: Enter, offers: Office) -> None:
    county = enter("county")
    push = drafted(send(county, NEW, content="course:1").text)
    send(county, push, f"{push}/send")
    assert "刚才已经动过了" in send(county, "/console/password", f"{push}/send").text
    assert len(names(offers)) == 2


def test_what_was_written_days_ago_is_not_sent_any_more(enter: Enter, offers: Office) -> None:
    push = drafted(send(enter("county"), NEW, content="job:1").text)
    offers.wait(hours=25)
    assert "请重新写一条" in send(enter("county"), push, f"{push}/send").text
    push = drafted(send(enter("county"), NEW, content="job:1").text)
    send(enter("county"), push, f"{push}/send")
    send(enter("county"), push, f"{push}/stop")
    offers.wait(days=4)
    assert "请重新写一条" in send(enter("county"), push, f"{push}/resume").text


def test_at_night_it_says_when_it_will_begin(enter: Enter, offers: Office) -> None:
    offers.wait(hours=12)
    assert "明天 8:00 才开始发" in send(enter("county"), NEW, content="job:1").text


def test_every_policy_of_the_book_fits_into_a_message(offers: Office) -> None:
    book = load_book().entries
    for value, title in push_content.offered(offers.engine, book, offers.now())["政策"]:
        content = push_content.content(offers.engine, book, offers.now(), value, "", "")
        assert content, title
        assert len(content.text) <= LONGEST_TEXT, title


def test_policy_is_quoted_word_for_word_with_its_source(enter: Enter, offers: Office) -> None:
    page = send(enter("county"), NEW, content="policy:notice_overview").text
    assert "出处：" in page


def test_what_is_written_freely_is_the_countys(enter: Enter, offers: Office) -> None:
    page = send(enter("county"), NEW, content="text", title="放假", text="驿站五一放假。").text
    assert "驿站五一放假。" in page
    assert "自己写的话和微信群发，要县里来发" in send(enter("wang"), NEW, content="text", title="放假", text="放").text
    assert "自己写的话和微信群发，要县里来发" in send(enter("wang"), NEW, content="job:1", reach="mass").text


@pytest.mark.parametrize("content", ["", "job:99", "policy:none", "text"])
def test_nothing_to_send_is_not_sent(enter: Enter, offers: Office, content: str) -> None:
    assert "没选内容" in send(enter("county"), NEW, content=content).text


@pytest.mark.parametrize(
    ("login", "reached"),
    [("wang", ["张桂英"]), ("zhao", ["周大海"]), ("hengbu", ["张桂英"]), ("county", ["张桂英", "周大海"])],
)
def test_each_reaches_their_own_people(enter: Enter, offers: Office, login: str, reached: list[str]) -> None:
    client = enter(login)
    push = drafted(send(client, NEW, content="job:1", township="340722110" if login != "county" else "").text)
    send(client, push, f"{push}/send")
    assert names(offers) == reached


def test_a_push_is_seen_by_its_own_place_and_above(enter: Enter, offers: Office) -> None:
    push = drafted(send(enter("wang"), NEW, content="job:1").text)
    for login, status in (
        ("li", 200),
        ("hengbu", 200),
        ("county", 200),
        ("auditor", 200),
        ("zhao", 404),
        ("yijin", 404),
    ):
        assert enter(login).get(push).status_code == status, login
        assert enter(login).get(f"{push}/results").status_code == status, login
    assert "缝纫工" not in read(enter("zhao"), "/console/pushes")


def test_an_auditor_looks_and_does_not_send(enter: Enter, offers: Office) -> None:
    push = drafted(send(enter("county"), NEW, content="job:1").text)
    auditor = enter("auditor")
    assert "<form" not in read(auditor, push).split("<main")[1]
    assert send(auditor, "/console/password", f"{push}/send").status_code == 403
    assert auditor.get(NEW).status_code == 403


def test_every_step_is_written_down(enter: Enter, offers: Office) -> None:
    county = enter("county")
    push = drafted(send(county, NEW, content="job:1").text)
    for step in ("send", "stop", "resume"):
        send(county, "/console/password", f"{push}/{step}")
    county.get(f"{push}/results")
    with reading(offers.engine) as session:
        actions = list(session.scalars(select(Audit.action).where(Audit.subject == "push-1").order_by(Audit.id)))
    assert actions == ["push-drafted", "push-sent", "push-stopped", "push-resumed", "push-exported"]


def test_results_say_why_in_plain_words_and_go_to_excel(enter: Enter, offers: Office) -> None:
    county = enter("county")
    push = drafted(send(county, NEW, content="job:1").text)
    send(county, push, f"{push}/send")
    with writing(offers.engine) as session:
        session.execute(update(PushPerson).where(PushPerson.id == 1).values(got=Got.REFUSED, why="opted-out"))
        session.execute(update(PushPerson).where(PushPerson.id == 2).values(got=Got.UNSURE))
        session.execute(update(Person).where(Person.id == 1).values(name="=cmd"))
    assert "本人退订了" in read(county, push)
    assert "周大海" not in read(county, f"{push}?got=refused")
    book = load_workbook(BytesIO(county.get(f"{push}/results").data))
    lines = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    assert lines[0][:6] == ["序号", "姓名", "电话", "乡镇", "结果", "原因"]
    assert lines[1][1:6] == ["'=cmd", "138****1234", "横埠镇", "没发", "本人退订了"]
    assert lines[2][4] == "断了线，不知道到没到（不重发）"


# --- the store beneath -----------------------------------------------------------------------------------------------


def test_the_audience_is_all_who_meet_everything(offers: Office) -> None:
    from bot.records import RecordKind

    def found(wanted: Audience) -> list[str]:
        with reading(offers.engine) as session:
            return [person.name for person in people(session, wanted)]

    offers.ask("吴婶", HENGBU, RecordKind.PRODUCE, person="wu")
    assert found(Audience(kinds=(RecordKind.PRODUCE,))) == ["吴婶"]
    assert found(Audience(townships=("340722106",), kinds=(RecordKind.JOB,))) == ["张桂英"]
    assert found(Audience(station=YIJIN)) == ["周大海"]
    offers.desk.claim(offers.member("zhao"), 2)
    from bot.records import Status

    offers.desk.finish(offers.member("zhao"), 2, Status.PLACED)
    assert found(Audience(kinds=(RecordKind.JOB,), open_only=True)) == ["张桂英"]
    assert Audience.load(Audience(("1",), (RecordKind.JOB,), True, 3, (45, 65)).dump()) == Audience(
        ("1",), (RecordKind.JOB,), True, 3, (45, 65)
    )


def test_the_audience_may_be_chosen_by_the_ages_people_said(offers: Office) -> None:
    said = {"a": "53", "b": "51-53", "c": "66", "d": ""}
    for person, age in said.items():
        fields = Fields(name=person, village=PLACES[HENGBU], choice=Picked(1, "1", "缝纫工"), age=age)
        SqlRecords(offers.engine).commit(person, "m", offers.time, [Register(RecordKind.JOB, fields)])

    def found(*ages: int) -> list[str]:
        with reading(offers.engine) as session:
            return [person.channel_id for person in people(session, Audience(ages=(ages[0], ages[1])))]

    assert found(45, 65) == ["a", "b"]
    assert found(0, 51) == ["b"]
    assert found(52, 52) == ["b"]
    assert found(54, 0) == ["c"]
    SqlRecords(offers.engine).commit(
        "a", "m2", offers.time, [Register(RecordKind.TRAINING, Fields(name="a", age="70", choice=Picked(1, "1", "班")))]
    )
    assert found(60, 80) == ["a", "c"], "what was said last"


def test_a_preview_counts_who_is_reached_and_why_not(offers: Office) -> None:
    office = offers
    from store.records import SqlRecords

    for number in range(5):
        office.ask(f"人{number}", HENGBU, person=f"q{number}")
    records = SqlRecords(office.engine)
    records.commit("q0", "x", office.time, (Subscribe(wanted=False),))
    records.commit("q1", "x", office.time, (Follow(follows=False),))
    wrote = {"q2", "q3"}
    with writing(office.engine) as session:
        q3 = session.scalars(select(Person).where(Person.channel_id == "q3")).one()
        for _ in range(3):
            session.add(
                Message(person=q3, text="好", origin=Origin.STAFF, created_at=office.time, delivered_at=office.time)
            )

    def acts(who: object) -> list[Acts]:
        return [Acts(office.time if each in wrote else None) for each in who]  # type: ignore[attr-defined]

    pushes = Pushes(office.engine, office.kick, office.now, acts)
    county = office.member("county")
    seen = pushes.one(county, pushes.draft(county, Order(NEWS, Audience())))
    assert {str(verdict): number for verdict, number in seen.found.items()} == {
        "message": 1,
        "spent": 1,
        "opted-out": 1,
        "closed": 3,
    }
    told = Pushes(office.engine, office.kick, office.now, acts, announces=True).one(county, 1)
    assert told.found["template"] == 4  # type: ignore[index]
    assert pushes.one(county, pushes.draft(county, Order(NEWS, Audience(), Reach.MASS))).reachable == 5


def test_the_store_refuses_what_the_pages_would_not_ask(offers: Office) -> None:
    pushes = Pushes(offers.engine, offers.kick, offers.now)
    county, wang, zhao = map(offers.member, ("county", "wang", "zhao"))
    with pytest.raises(Unfit):
        pushes.draft(offers.member("lost"), Order(NEWS, Audience()))
    with pytest.raises(Unfit):
        pushes.draft(county, Order(Content("长", "长" * 700), Audience()))
    with pytest.raises(Unfit):
        pushes.draft(county, Order(NEWS, Audience(), pace=7))
    push = pushes.draft(wang, Order(NEWS, Audience(townships=("340722110",))))
    with pytest.raises(Unknown):
        pushes.send(zhao, push)
    with pytest.raises(ReadOnly):
        pushes.send(offers.member("auditor"), push)
    with pytest.raises(Ended):
        pushes.stop(wang, push)


def test_ten_thousand_are_reckoned_in_seconds(offers: Office) -> None:
    import time

    with writing(offers.engine) as session:
        rows = [
            {"channel_id": f"o{number}", "created_at": offers.time, "updated_at": offers.time, "township": "340722106"}
            for number in range(10_000)
        ]
        session.execute(Person.__table__.insert(), rows)  # type: ignore[attr-defined]
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM push_people WHERE push_id = 1 AND got = 'waiting' ORDER BY id LIMIT 15"
        )
        assert "ix_push_people_push_id_got_id" in str(plan.all())
    pushes = Pushes(offers.engine, offers.kick, offers.now, lambda who: [Acts(offers.time)] * len(who))
    county = offers.member("county")
    began = time.process_time()
    push = pushes.draft(county, Order(NEWS, Audience(townships=("340722106",))))
    assert pushes.one(county, push).reachable == 10_001
    pushes.send(county, push)
    assert time.process_time() - began < 8
    assert offers.count(PushPerson) == 10_001


def test_a_referral_says_what_may_still_be_sent_and_what_waits(enter: Enter, office: Office) -> None:
    referral = office.claimed()
    assert "不知道本人最近说没说过话" in read(enter("wang"), f"/console/referrals/{referral}")
    office.desk.write(office.member("wang"), referral, "明天来站里")
    with writing(office.engine) as session:
        session.execute(update(Message).values(held_at=office.time, error="closed"))
    assert "存着，等本人下次发消息时送到" in read(enter("wang"), f"/console/referrals/{referral}")
    assert "微信没送到，请打电话" in read(enter("wang"), "/console/?pile=mine")
    assert "微信没送到" not in read(enter("wang"), "/console/?pile=new")


def test_the_budget_in_words(office: Office) -> None:
    until = office.time + timedelta(hours=29, minutes=5)
    assert budget(Budget(5, until), office.time) == "还能发 4 条（另留 1 条报结果），到明天 14:05。"
    assert budget(Budget(0), office.time).startswith("现在发不过去")
    assert budget(Budget(1, until), office.time).startswith("现在发不过去")
