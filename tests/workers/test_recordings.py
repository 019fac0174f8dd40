"""From a voice message to its answer, through the real bot, a real Redis and a real RQ worker; and to its deletion."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from bot.conversation import Conversation
from bot.effects import Follow, Forget, Say
from bot.message import Inbound, Kind
from bot.phrases import voice
from bot.ports import ChannelError
from bot.scene import Mind
from store.database import reading, writing
from store.media.archive import Archive
from store.media.listening import Listening
from store.offers.examples import load as load_examples
from store.sessions_in_memory import MemorySessions
from store.staff import all_staff
from store.tables import Keeping, Message, Recording, Role, Staff
from tests.voice.parrot import Parrot
from tests.voice.sounds import amr
from tests.workers.postal import Post
from wiring import converse
from workers.recordings import clear_out

PERSON = "oLi"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@dataclass
class House:
    """The post, with the bot as it is and somebody who listens."""

    post: Post
    files: Path
    listener: Parrot
    bot: Conversation
    sent: int = 0

    def does(self, kind: Kind, text: str = "", content: bytes | None = None) -> Say:
        """The person sends this; what they are told at once. `content` is the file that WeChat has of it."""
        self.sent += 1
        media = "" if content is None else f"media-{self.sent}"
        if content is not None:
            self.post.phone.sent[media] = content
        say = self.bot.receive(Inbound(PERSON, f"{PERSON}:{self.sent}", kind, self.post.now, text, media=media))
        assert say
        return say

    def says(self, *texts: str) -> None:
        for text in texts:
            self.does(Kind.TEXT, text)

    @property
    def told(self) -> list[str]:
        return [words for _, words in self.post.phone.arrived]

    def recording(self) -> Recording:
        with reading(self.post.engine) as session:
            return session.scalars(select(Recording).order_by(Recording.id.desc())).first() or pytest.fail("none")


def house(engine: Engine, redis: Redis, files: Path, mind: Mind) -> House:
    post, listener = Post(engine, redis, files), Parrot("")
    bot = converse(MemorySessions(), post.records, post.dispatch, mind)
    post.services = replace(post.services, handle=bot.handle, transcriber=listener if mind.hears else None)
    return House(post, files, listener, bot)


@pytest.fixture
def home(county: Engine, redis_url: str, tmp_path: Path, keen: Mind) -> Iterator[House]:
    with Redis.from_url(redis_url) as redis:
        yield house(county, redis, tmp_path / "recordings", keen)


def test_a_voice_message_is_answered_as_what_was_heard(home: House) -> None:
    home.listener.says = "我想找个活干"
    assert home.does(Kind.VOICE, content=amr(2)).plain() == voice.LISTENING
    home.post.work()
    (answer,) = home.told
    assert answer.startswith("听到您说：“我想找个活干”\n")
    assert "帮您找活" in answer
    kept = home.recording()
    assert (kept.state, kept.transcript, kept.seconds, kept.heard_by) == (Keeping.SETTLED, "我想找个活干", 2, None)
    file = home.files / kept.file
    assert file.read_bytes() == amr(2)
    assert (file.stat().st_mode & 0o777, home.files.stat().st_mode & 0o777) == (0o600, 0o700)


def test_it_is_answered_once_however_often_redis_is_wiped(home: House) -> None:
    home.listener.says = "我想找个活干"
    home.does(Kind.VOICE, content=amr())
    home.post.redis.flushall()
    for _ in range(4):
        home.post.later(seconds=20)
        home.post.redis.flushall()
    assert len(home.told) == 1
    assert home.listener.heard == 1


def test_a_spoken_answer_goes_into_the_form(home: House) -> None:
    home.says("我想找活", "同意")
    home.listener.says = "我叫王桂花"
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    assert "听到您说：“我叫王桂花”" in home.told[0]
    assert "电话" in home.told[0]


def test_numbers_of_a_later_page_are_those_that_the_bot_means(home: House) -> None:
    load_examples(home.post.engine, at=home.post.now)
    home.says("我想找活", "同意", "王桂花", "13800001234", "横埠镇官塘村")
    home.listener.says = "更多"
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    assert "\n6. " in home.told[0]


def test_who_writes_before_the_transcript_is_there_is_answered_first(home: House) -> None:
    home.says("我想找活", "同意")
    home.listener.says = "李大山"
    home.does(Kind.VOICE, content=amr())
    home.says("王桂花", "13800001234")
    home.post.work()
    assert voice.TOO_LATE in home.told[0]
    assert "哪个村" in home.told[0]


@pytest.mark.parametrize("hears", ["", "。", None])
def test_who_is_not_understood_is_told_so_and_it_waits_for_staff(home: House, hears: str | None) -> None:
    home.listener.says = hears
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    assert home.told[0].startswith(voice.UNCLEAR)
    assert home.recording().state is Keeping.OPEN
    home.post.later(days=1)
    assert len(home.told) == 1


def test_a_machine_that_lost_its_listener_keeps_its_promise(home: House) -> None:
    home.post.services = replace(home.post.services, transcriber=None)
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    assert home.told[0].startswith(voice.UNCLEAR)
    assert "nobody listens" in home.recording().error


def test_where_nobody_listens_it_is_kept_for_staff(county: Engine, redis_url: str, tmp_path: Path, sense: Mind) -> None:
    with Redis.from_url(redis_url) as redis:
        home = house(county, redis, tmp_path, sense)
        assert voice.UNHEARD in home.does(Kind.VOICE, content=amr()).text
        home.post.work()
        assert home.told == []
        assert home.recording().state is Keeping.OPEN


def test_a_picture_is_kept(home: House) -> None:
    assert voice.PICTURE in home.does(Kind.IMAGE, content=PICTURE).text
    home.post.work()
    kept = home.recording()
    assert (kept.state, (home.files / kept.file).read_bytes()) == (Keeping.OPEN, PICTURE)
    assert home.told == []


def test_what_wechat_cannot_give_now_is_fetched_later(home: House) -> None:
    home.listener.says = "我想找个活干"
    home.post.phone.wrong = [ChannelError("busy", permanent=False)]
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    assert home.told == []
    home.post.later(minutes=1)
    home.post.later(seconds=15)
    assert "听到您说" in home.told[0]


def test_what_wechat_does_not_have_any_more_is_told(home: House) -> None:
    home.post.phone.wrong = [ChannelError("gone", permanent=True, code=40007)]
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    assert home.told[0].startswith(voice.LOST)
    assert (home.recording().state, home.recording().error) == (Keeping.LOST, "gone")


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        (Kind.VOICE, b"<html></html>", voice.LOST),
        (Kind.VOICE, amr(0.1) + b"\0" * 3_000_000, voice.LOST),
        (Kind.IMAGE, b"<svg/>", voice.PICTURE_LOST),
    ],
    ids=["no recording", "too large", "no picture"],
)
def test_what_is_no_recording_or_picture_is_not_kept(home: House, kind: Kind, content: bytes, words: str) -> None:
    home.does(kind, content=content)
    home.post.work()
    assert home.told[0].startswith(words)
    assert not home.files.exists()


@pytest.mark.parametrize("wish", [Forget(), Follow(follows=False)], ids=["forget", "unfollow"])
def test_who_asks_to_be_forgotten_leaves_no_recording(home: House, wish: Forget | Follow) -> None:
    home.listener.says = "我想找个活干"
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    file = home.files / home.recording().file
    home.post.records.commit(PERSON, "forget", home.post.now, (wish,))
    assert (home.recording().state, home.recording().transcript, home.recording().media) == (Keeping.GONE, "", "")
    assert clear_out(home.post.services) == 1
    assert not file.exists()
    with reading(home.post.engine) as session:
        assert session.scalars(select(Recording)).all() == []
        assert all(message.text == "" for message in session.scalars(select(Message)))


def test_who_is_forgotten_before_it_was_fetched_or_heard_hears_nothing(home: House) -> None:
    home.listener.says = "我叫王桂花"
    home.does(Kind.VOICE, content=amr())
    home.post.records.commit(PERSON, "forget", home.post.now, (Forget(),))
    home.post.work()
    assert home.told == []
    assert home.listener.heard == 0
    clear_out(home.post.services)
    assert not home.files.exists() or not list(home.files.iterdir())


def test_a_file_that_arrives_while_its_person_is_forgotten_is_deleted_too(home: House) -> None:
    home.does(Kind.VOICE, content=amr())
    media = home.post.phone.media

    class Slow(type(home.post.phone)):  # type: ignore[misc]
        def media(self, media_id: str) -> object:
            home.post.records.commit(PERSON, "forget", home.post.now, (Forget(),))
            assert clear_out(home.post.services) == 1
            return media(media_id)

    home.post.services = replace(home.post.services, messenger=Slow(home.post.phone.arrived))
    home.post.work()
    assert list(home.files.iterdir()) == []


def test_what_is_too_old_is_deleted(home: House) -> None:
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    home.post.now += home.post.services.keep_for
    assert clear_out(home.post.services) == 0
    home.post.later(seconds=1)
    assert clear_out(home.post.services) == 1
    assert list(home.files.iterdir()) == []


def test_a_file_that_cannot_be_deleted_holds_nothing_up(home: House) -> None:
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    file = home.files / home.recording().file
    file.unlink()
    file.mkdir()
    home.post.now += 2 * home.post.services.keep_for
    assert clear_out(home.post.services) == 0
    assert home.recording().state is Keeping.OPEN


def test_what_staff_heard_is_handed_to_the_bot(home: House) -> None:
    home.says("我想找活", "同意")
    home.listener.says = ""
    home.does(Kind.VOICE, content=amr())
    home.post.work()
    with writing(home.post.engine) as session:
        session.add(Staff(login="wang", name="王芳", role=Role.COUNTY, password_hash="-"))
    (wang,) = all_staff(home.post.engine)
    files = Archive(home.files)
    listening = Listening(home.post.engine, files, home.post.dispatch.kick, lambda: home.post.now)
    listening.heard(wang, home.recording().id, "王桂花")
    home.post.work()
    assert "听到您说：“王桂花”" in home.told[-1]
