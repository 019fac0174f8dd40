"""Staff listen, look, and tell the bot what they heard."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.effects import Bind, Keep
from bot.message import Kind
from store.database import reading, writing
from store.media import recordings
from store.records import SqlRecords
from store.tables import Audit, Keeping, Outbox, Recording
from tests.console.browser import read, send
from tests.console.conftest import Enter, archive_of
from tests.console.office import Office
from tests.voice.sounds import amr
from web.console import words

LIST = "/console/recordings/"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def sent(office: Office, person: str, content: bytes = amr(3), kind: Kind = Kind.VOICE, question: str = "") -> int:
    """Somebody sends this, and it is fetched; its number."""
    key = f"{person}-{office.count(Recording)}"
    SqlRecords(office.engine).commit(person, key, office.time, [Keep(kind, "media", question)])
    with writing(office.engine) as session:
        recording = session.scalars(select(Recording).order_by(Recording.id.desc())).first()
        assert recording
        archive_of(office).keep(recording.file, content)
        recordings.arrived(session, recording, 3, office.time)
        return recording.id


def kept(office: Office, number: int) -> Recording:
    with reading(office.engine) as session:
        return session.get_one(Recording, number)


def audited(office: Office) -> list[str]:
    with reading(office.engine) as session:
        return [f"{row.action} {row.subject}" for row in session.scalars(select(Audit).order_by(Audit.id))]


@pytest.fixture
def wang(enter: Enter) -> FlaskClient:
    return enter("wang")


def test_a_recording_stands_on_the_page_of_its_persons_referral(office: Office, wang: FlaskClient) -> None:
    referral = office.ask(person="zhang")
    number = sent(office, "zhang", question="job.name.0a1b2c3d")
    page = read(wang, f"/console/referrals/{referral}")
    assert "语音 3 秒" in page
    assert "当时问的是：姓名" in page
    assert f'src="/console/recordings/{number}/file"' in page
    assert '<b data-pile="unheard">1</b> 条语音' in read(wang, "/console/")
    assert wang.get("/console/count").json == {"new": 1, "mine": 0, "open": 1, "unheard": 1, "later": 0, "checks": 0}


def test_it_is_played_as_mp3_and_whoever_listens_is_written_down(office: Office, wang: FlaskClient) -> None:
    office.ask(person="zhang")
    number = sent(office, "zhang")
    answer = wang.get(f"/console/recordings/{number}/file")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "audio/mpeg", "no-store")
    assert answer.data[:3] == b"ID3"
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    part = wang.get(f"/console/recordings/{number}/file", headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data)) == (206, 100)
    assert audited(office) == [f"recording-opened recording-{number}"] * 2


def test_a_picture_is_shown(office: Office, wang: FlaskClient) -> None:
    office.ask(person="zhang")
    number = sent(office, "zhang", PICTURE, Kind.IMAGE)
    assert "本人发来的图片" in read(wang, LIST)
    answer = wang.get(f"/console/recordings/{number}/file")
    assert (answer.mimetype, answer.data) == ("image/png", PICTURE)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_staff_heard_is_owed_to_the_bot(office: Office, wang: FlaskClient) -> None:
    referral = office.ask(person="zhang")
    number = sent(office, "zhang", question="job.name.0a1b2c3d")
    page = f"/console/referrals/{referral}"
    answer = send(wang, page, f"{LIST}{number}/heard", text=" 王桂花 ", referral=str(referral))
    assert answer.request.path == page
    assert "照您听到的接着办" in answer.text
    assert "听到的是：王桂花" in answer.text
    assert "王芳听的" in answer.text
    recording = kept(office, number)
    assert (recording.transcript, recording.state) == ("王桂花", Keeping.SETTLED)
    (owed,) = office.outbox("hearing")
    assert owed.payload == {"recording": number}
    assert office.kicked == [owed.id]
    assert audited(office) == [f"recording-heard recording-{number}"]
    assert "已经办完了" in send(wang, "/console/password", f"{LIST}{number}/heard", text="又一遍").text
    assert office.count(Outbox) == 3


def test_staff_come_back_to_the_page_they_were_on(office: Office, wang: FlaskClient) -> None:
    referral = office.ask(person="zhang")
    for page in (LIST, f"/console/referrals/{referral}"):
        number = sent(office, "zhang")
        hidden = dict(re.findall(r'type="hidden" name="(referral)" value="(\d+)"', read(wang, page)))
        assert send(wang, page, f"{LIST}{number}/settle", **hidden).request.path == page


def test_nothing_typed_is_nothing_heard(office: Office, wang: FlaskClient) -> None:
    office.ask(person="zhang")
    number = sent(office, "zhang")
    picture = sent(office, "zhang", PICTURE, Kind.IMAGE)
    for text in ("", " ", "长" * 301):
        assert "没写内容" in send(wang, LIST, f"{LIST}{number}/heard", text=text).text
    assert "没写内容" in send(wang, LIST, f"{LIST}{picture}/heard", text="一张图").text
    assert office.outbox("hearing") == []


def test_what_needs_no_answer_leaves_the_list(office: Office, wang: FlaskClient) -> None:
    office.ask(person="zhang")
    number = sent(office, "zhang")
    assert "都听过、看过了" in send(wang, LIST, f"{LIST}{number}/settle").text
    assert "data-unheard hidden" in read(wang, "/console/")
    assert "语音 3 秒" in read(wang, "/console/referrals/1"), "it can still be listened to"


def test_who_only_looks_can_listen_and_no_more(enter: Enter, office: Office) -> None:
    office.ask(person="zhang")
    number = sent(office, "zhang")
    auditor = enter("auditor")
    assert "照这个接着办" not in read(auditor, LIST)
    assert auditor.get(f"{LIST}{number}/file").status_code == 200
    assert send(auditor, "/console/password", f"{LIST}{number}/heard", text="王桂花").status_code == 403
    assert send(auditor, "/console/password", f"{LIST}{number}/settle").status_code == 403


@pytest.mark.parametrize(
    ("login", "sees"),
    [("wang", True), ("hengbu", True), ("county", True), ("zhao", False), ("yijin", False), ("lost", False)],
)
def test_only_their_own_station_hears_people(enter: Enter, office: Office, login: str, sees: bool) -> None:
    office.ask(person="zhang")
    number = sent(office, "zhang")
    client = enter(login)
    assert ("语音 3 秒" in read(client, LIST)) is sees
    assert client.get(f"{LIST}{number}/file").status_code == (200 if sees else 404)
    if not sees:
        assert send(client, "/console/password", f"{LIST}{number}/settle").status_code == 404
        assert kept(office, number).state is Keeping.OPEN


def test_who_asked_for_nothing_yet_belongs_to_the_station_whose_code_they_scanned(enter: Enter, office: Office) -> None:
    sent(office, "stranger")
    assert "语音 3 秒" in read(enter("county"), LIST)
    for login in ("wang", "hengbu"):
        assert "语音 3 秒" not in read(enter(login), LIST)
    SqlRecords(office.engine).commit("stranger", "scan", office.time, [Bind("hengbu")])
    for login in ("wang", "hengbu"):
        assert "语音 3 秒" in read(enter(login), LIST)


def test_a_file_that_is_gone_or_spoilt_is_not_found(office: Office, wang: FlaskClient) -> None:
    office.ask(person="zhang")
    spoilt = sent(office, "zhang", b"#!AMR\n")
    assert wang.get(f"{LIST}{spoilt}/file").status_code == 404
    archive_of(office).remove(kept(office, spoilt).file)
    assert wang.get(f"{LIST}{spoilt}/file").status_code == 404
    assert wang.get(f"{LIST}999/file").status_code == 404


def test_questions_have_names(app: Flask) -> None:
    assert words.asked("job.name.0a1b2c3d") == "姓名"
    assert words.asked("job.confirm.0a1b2c3d") == "登记的对不对"
    assert words.asked("..0a1b2c3d") == words.asked("") == words.asked("gone.name.0a1b2c3d") == ""
