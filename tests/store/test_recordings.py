"""Recordings and who may hear them, on every kind of database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.effects import Forget, Keep
from bot.message import Kind
from store.database import reading, writing
from store.media import recordings
from store.media.archive import Archive, new_name
from store.media.listening import Listening
from store.records import SqlRecords
from store.refusals import Ended, ReadOnly, Unfit, Unknown
from store.staff import Member, all_staff
from store.tables import Keeping, Outbox, Recording, Role, Staff

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VOICE = Keep(Kind.VOICE, "media", "job.name.0a1b2c3d", hear=True)


def filed(engine: Engine, wanted: Keep = VOICE, key: str = "m1", at: datetime = AT) -> Recording:
    SqlRecords(engine).commit("li", key, at, [wanted])
    with reading(engine) as session:
        return session.scalars(select(Recording).order_by(Recording.id.desc())).first() or pytest.fail("none")


def member(engine: Engine, role: Role = Role.COUNTY) -> Member:
    with writing(engine) as session:
        session.add(Staff(login=role, name="王芳", role=role, password_hash="-"))
    return next(each for each in all_staff(engine) if each.role is role)


def owed(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        return [(row.kind, row.dedupe) for row in session.scalars(select(Outbox).order_by(Outbox.id))]


def test_a_repeated_message_is_kept_once(engine: Engine) -> None:
    first, again = filed(engine), filed(engine)
    assert first.id == again.id
    assert (first.state, first.question, first.hear) == (Keeping.WAITING, VOICE.question, True)
    assert owed(engine) == [("recording", "recording-1")]


def test_it_is_listened_to_only_where_that_was_said(engine: Engine) -> None:
    heard, quiet = filed(engine), filed(engine, Keep(Kind.IMAGE, "picture", ""), "m2")
    with writing(engine) as session:
        assert len(recordings.arrived(session, heard, 7, AT)) == 1
        assert recordings.arrived(session, heard, 7, AT) == [], "it was there already"
        assert recordings.arrived(session, quiet, 0, AT) == []
    assert [kind for kind, _ in owed(engine)] == ["recording", "recording", "hearing"]


def test_staff_hear_it_once(engine: Engine, tmp_path: Path) -> None:
    archive, kicked, wang = Archive(tmp_path), list[int](), member(engine)
    listening = Listening(engine, archive, kicked.extend, lambda: AT)
    recording = filed(engine)
    with pytest.raises(Ended):
        listening.heard(wang, recording.id, "王桂花")
    with writing(engine) as session:
        recordings.arrived(session, recording, 7, AT)
    (note,) = listening.waiting(wang)
    assert (note.seconds, note.question, note.referral, listening.count(wang)) == (7, VOICE.question, 0, 1)
    with pytest.raises(Unknown):
        listening.open(wang, recording.id)
    archive.keep(recording.file, b"sound")
    assert listening.open(wang, recording.id) == (Kind.VOICE, b"sound")
    with pytest.raises(Unfit):
        listening.heard(wang, recording.id, "  ")
    with pytest.raises(ReadOnly):
        listening.settle(member(engine, Role.AUDITOR), recording.id)
    listening.heard(wang, recording.id, "王桂花")
    with pytest.raises(Ended):
        listening.settle(wang, recording.id)
    assert len(kicked) == 1
    assert listening.waiting(wang) == ()


def test_what_is_forgotten_or_old_is_to_be_deleted(engine: Engine) -> None:
    old, new = filed(engine, at=AT - timedelta(days=31)), filed(engine, key="m2")
    with writing(engine) as session:
        assert recordings.outdated(session, AT - timedelta(days=30)) == [(old.id, old.file)]
        recordings.drop(session, [old.id])
    SqlRecords(engine).commit("li", "m3", AT, [Forget()])
    with writing(engine) as session:
        recordings.note(session, new.id, transcript="王桂花", state=Keeping.OPEN)
        assert recordings.arrived(session, new, 1, AT) == []
        assert recordings.wanted(session, new.id) is None
        assert recordings.wanted(session, old.id) is None
        assert recordings.outdated(session, AT - timedelta(days=30)) == [(new.id, new.file)]
        assert session.get_one(Recording, new.id).transcript == ""


def test_files_are_nobody_elses_to_read(tmp_path: Path) -> None:
    archive, name = Archive(tmp_path / "a" / "b"), new_name()
    assert archive.read(name) is None
    archive.keep(name, b"long content")
    archive.keep(name, b"short")
    assert archive.read(name) == b"short"
    assert ((tmp_path / "a" / "b" / name).stat().st_mode & 0o777, (tmp_path / "a" / "b").stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )
    archive.remove(name)
    archive.remove(name)
    assert archive.read(name) is None
