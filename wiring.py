"""The only place that constructs anything: from settings to the services that doors and hands use.

Nothing is built before it is asked for: a worker loads no dictionary, the web server opens no connection before it
has forked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from redis import Redis
from sqlalchemy import Engine

from bot.hours import Hours, read_hours
from bot.ladder import read_ladder
from bot.ports import Dispatch, Mailbox, Questions, Records, Sessions, Transcript
from bot.readers.divisions import TOWNSHIPS
from config import settings as configuration
from config.installation import ROOT, home
from config.settings import Settings, SettingsError
from store import embedded, sealing
from store.asked.questions import RedisQuestions
from store.backups.contents import Place, digests
from store.codes import Codes
from store.connection import connect
from store.database import is_current, make_engine, upgrade
from store.journal import Journal
from store.media.archive import Archive
from store.offers.examples import load as load_examples
from store.queue import RqDispatch
from store.records import SqlRecords
from store.referrals.resting import Habits
from store.sending.mailbox import SqlMailbox
from store.sessions import RedisSessions
from store.sessions_in_memory import MemorySessions
from store.talks.transcript import RedisTranscript
from voice import Transcriber
from voice.sherpa import SherpaOnnx
from voice.tencent import Credentials, TencentCloud
from wechat.channel import Channel
from wechat.client import WeChatClient
from wechat.template import Template
from wechat.tokens import SharedTokens

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.scene import Mind


def mind(knowledge: Path | None = None, *, examples: bool = True, hears: bool = False) -> "Mind":
    """The detector and the policy book, which take a second and a hundred MB: a worker loads them if it must.

    `knowledge` is the directory with the policy answers and the stories (None: the project's own). `examples`: whether
    made-up stories are told. `hears`: somebody listens to recordings.
    """
    from bot.intents.detector import load as load_detector
    from bot.policy.book import KNOWLEDGE
    from bot.policy.book import load as load_book
    from bot.scene import Mind
    from bot.stories.book import StoryBook
    from store.counting.intents import Counted

    knowledge = knowledge or KNOWLEDGE
    stories = StoryBook(knowledge / "stories", examples=examples)
    answers = knowledge / "policy_faq.md"
    return Mind(lambda: Counted(load_detector()), lambda: load_book(answers, draft=False), stories, hears)


def converse(
    sessions: Sessions,
    records: Records,
    dispatch: Dispatch,
    mind: "Mind",
    mailbox: Mailbox | None = None,
    questions: Questions | None = None,
    transcript: Transcript | None = None,
) -> "Conversation":
    """The bot over these stores."""
    from bot.conversation import Clock, Conversation

    return Conversation(sessions, records, dispatch, mind, Clock(), mailbox, questions, transcript)


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Services:
    """Everything that doors and hands need, for one process and its forks."""

    now: Callable[[], datetime] = staticmethod(now)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        sealing.use(settings.encryption_keys)

    @cached_property
    def redis_url(self) -> str:
        """The Redis server's address: the configured one, else our own."""
        return self.settings.redis_url or embedded.url_of(self.settings.data_dir / "redis")

    @cached_property
    def redis(self) -> Redis:
        """A connection that gives up quickly."""
        return connect(self.redis_url)

    @cached_property
    def engine(self) -> Engine:
        """The SQL database."""
        return make_engine(self.settings.database_url)

    @cached_property
    def dispatch(self) -> RqDispatch:
        """Hands outbox rows to the workers."""
        return RqDispatch(self.redis)

    @cached_property
    def records(self) -> SqlRecords:
        """What must stay."""
        return SqlRecords(self.engine, usual=self.county_hours, journal=self.journal)

    @cached_property
    def journal(self) -> Journal:
        """What people were told is filed, beside the backups."""
        return Journal(self.settings.backup_dir / "journal")

    @cached_property
    def place(self) -> Place:
        """What a backup is made of."""
        settings = self.settings
        knowledge = settings.knowledge_dir
        words = {
            "knowledge/policy_faq.md": settings.policy_file,
            "knowledge/stories": knowledge / "stories",
            "config/targets.toml": ROOT / "config" / "targets.toml",
        }
        keys = digests(settings.encryption_keys)
        recordings = settings.data_dir / "recordings"
        return Place(settings.database_url, settings.data_dir, recordings, words, keys, settings.redis_url)

    @cached_property
    def county_hours(self) -> Hours:
        """When a station works that did not say so. Raises SettingsError."""
        hours = read_hours(self.settings.county_hours)
        if hours is None:
            raise SettingsError({"COUNTY_HOURS": "读不懂。请照这样写：周一到周五 8:30—11:30，14:30—17:30"})
        return hours

    @cached_property
    def habits(self) -> Habits:
        """How staff work. Raises SettingsError."""
        ladder = read_ladder(self.settings.call_ladder)
        if ladder is None:
            raise SettingsError({"CALL_LADDER": "读不懂。请照这样写：2h morning afternoon 3d"})
        return Habits(self.county_hours, ladder)

    @cached_property
    def mind(self) -> "Mind":
        """What understands, and what may be said."""
        settings = self.settings
        return mind(settings.knowledge_dir, examples=not settings.production, hears=self.transcriber is not None)

    @cached_property
    def conversation(self) -> "Conversation":
        """What the webhook hands messages to."""
        return self._converse(self.mind.ready(), SqlMailbox(self.engine))

    @cached_property
    def later_conversation(self) -> "Conversation":
        """What workers hand turns to; it loads what it understands with when a message needs it."""
        return self._converse(self.mind)

    def _converse(self, mind: "Mind", mailbox: Mailbox | None = None) -> "Conversation":
        questions, transcript = RedisQuestions(self.redis), RedisTranscript(self.redis)
        return converse(RedisSessions(self.redis), self.records, self.dispatch, mind, mailbox, questions, transcript)

    @cached_property
    def channel(self) -> Channel:
        """Our side of the webhook."""
        settings = self.settings
        keys = [key for key in (settings.wechat_aes_key, settings.wechat_aes_key_previous) if key]
        return Channel(settings.wechat_token, settings.wechat_app_id, keys, allow_plain=settings.wechat_allow_plain)

    @cached_property
    def messenger(self) -> WeChatClient:
        """WeChat's API."""
        settings = self.settings
        tokens = SharedTokens(self.redis, settings.wechat_app_id)
        base_url = settings.wechat_api_base_url
        return WeChatClient(settings.wechat_app_id, settings.wechat_app_secret, tokens, base_url, self.template)

    @cached_property
    def template(self) -> Template | None:
        """What news are announced with; None without one."""
        settings = self.settings
        if not (settings.wechat_template_id and settings.wechat_template_fields):
            return None
        return Template(settings.wechat_template_id, settings.wechat_template_fields)

    @cached_property
    def archive(self) -> Archive:
        """The files of recordings and pictures."""
        return Archive(self.settings.data_dir / "recordings")

    @cached_property
    def transcriber(self) -> Transcriber | None:
        """Who listens to recordings; None when nobody does."""
        settings = self.settings
        if settings.tencent_secret_id:
            credentials = Credentials(settings.tencent_secret_id, settings.tencent_secret_key)
            places = tuple(TOWNSHIPS.values())
            return TencentCloud(credentials, settings.tencent_asr_engine, settings.tencent_asr_url, hotwords=places)
        return SherpaOnnx(home() / settings.sherpa_model_dir) if settings.sherpa_model_dir else None

    @cached_property
    def codes(self) -> Codes:
        """What the stations' QR codes say."""
        account = self.settings.wechat_app_id
        return Codes(self.engine, account, lambda scene: self.messenger.create_qr(scene).url, self.now)

    @cached_property
    def checks(self) -> Mapping[str, Callable[[], object]]:
        """What must work before we take messages; each raises when it does not."""
        return {"redis": self.redis.ping, "sql": self._sql_is_current, "mind": lambda: self.conversation}

    def _sql_is_current(self) -> None:
        if not is_current(self.engine):
            raise RuntimeError("the database is not at the newest migration: yizhan db upgrade")


def build(settings: Settings | None = None) -> Services:
    """Return the services of this installation. Raises SettingsError."""
    services = Services(settings or configuration.load())
    _ = services.habits  # what cannot be read is found at the start
    return services


# --- without servers -----------------------------------------------------------------------------------------


class NoDispatch:
    """For a talk without workers: nothing is delivered."""

    def kick(self, outbox: Sequence[int]) -> None:
        """See `Dispatch`."""


@dataclass
class Rehearsal:
    """A whole conversation in memory, with a clock that can be moved on."""

    engine: Engine
    began: datetime
    ahead: timedelta = timedelta()

    @cached_property
    def sessions(self) -> MemorySessions:
        """What is passing."""
        return MemorySessions(clock=lambda: self.now().timestamp())

    @cached_property
    def conversation(self) -> "Conversation":
        """The bot as it is, on memory stores."""
        return converse(self.sessions, self.records, NoDispatch(), self.mind.ready(), SqlMailbox(self.engine))

    @cached_property
    def later_conversation(self) -> "Conversation":
        """What its workers hand turns to."""
        return converse(self.sessions, self.records, NoDispatch(), self.mind)

    @cached_property
    def mind(self) -> "Mind":
        """What understands."""
        return mind()

    @cached_property
    def records(self) -> SqlRecords:
        """What must stay, until the talk ends."""
        return SqlRecords(self.engine, self.now)

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        self.ahead += timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The time on that clock."""
        return self.began + self.ahead


def rehearse(began: datetime | None = None) -> Rehearsal:
    """Build the bot in memory, with the example stations, jobs and courses, at a moment that stands still."""
    sealing.use_any()
    engine, moment = make_engine("sqlite://"), began or now()
    upgrade(engine)
    load_examples(engine, at=moment)
    return Rehearsal(engine, moment)
