"""The only place that constructs anything: from settings to the services that doors and hands use.

Nothing is built before it is asked for: a worker loads no dictionary, the web server opens no connection before it
has forked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from redis import Redis
from sqlalchemy import Engine

from bot.ports import Dispatch, Records, Sessions
from bot.readers.divisions import TOWNSHIPS
from config import settings as configuration
from config.settings import Settings
from store import embedded
from store.archive import Archive
from store.connection import connect
from store.database import is_current, make_engine, upgrade
from store.examples import load as load_examples
from store.queue import RqDispatch
from store.records import SqlRecords
from store.sessions import MemorySessions, RedisSessions
from voice import Transcriber
from voice.sherpa import SherpaOnnx
from voice.tencent import Credentials, TencentCloud
from wechat.channel import Channel
from wechat.client import WeChatClient
from wechat.tokens import SharedTokens

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.scene import Mind


def mind(*, hears: bool = False) -> "Mind":
    """The detector and the policy book, which take a second and a hundred MB: a worker loads them if it must.

    `hears`: somebody listens to recordings.
    """
    from bot.intents.detector import load as load_detector
    from bot.policy.book import load as load_book
    from bot.scene import Mind

    return Mind(load_detector, load_book, hears)


def converse(sessions: Sessions, records: Records, dispatch: Dispatch, mind: "Mind") -> "Conversation":
    """The bot over these stores."""
    from bot.conversation import Clock, Conversation

    return Conversation(sessions, records, dispatch, mind, Clock())


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Services:
    """Everything that doors and hands need, for one process and its forks."""

    now: Callable[[], datetime] = staticmethod(now)

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

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
        return SqlRecords(self.engine)

    @cached_property
    def conversation(self) -> "Conversation":
        """What the webhook hands messages to."""
        return converse(RedisSessions(self.redis), self.records, self.dispatch, self._mind().ready())

    @cached_property
    def later_conversation(self) -> "Conversation":
        """What workers hand turns to; it loads what it understands with when a message needs it."""
        return converse(RedisSessions(self.redis), self.records, self.dispatch, self._mind())

    def _mind(self) -> "Mind":
        return mind(hears=self.transcriber is not None)

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
        return WeChatClient(settings.wechat_app_id, settings.wechat_app_secret, tokens, base_url)

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
        folder = settings.sherpa_model_dir
        return SherpaOnnx(configuration.home() / folder) if folder else None

    @cached_property
    def checks(self) -> Mapping[str, Callable[[], object]]:
        """What must work before we take messages; each raises when it does not."""
        return {"redis": self.redis.ping, "sql": self._sql_is_current, "mind": lambda: self.conversation}

    def _sql_is_current(self) -> None:
        if not is_current(self.engine):
            raise RuntimeError("the database is not at the newest migration: yizhan db upgrade")


def build(settings: Settings | None = None) -> Services:
    """Return the services of this installation. Raises SettingsError."""
    return Services(settings or configuration.load())


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
    def conversation(self) -> "Conversation":
        """The bot as it is, on memory stores."""
        sessions = MemorySessions(clock=lambda: self.now().timestamp())
        return converse(sessions, SqlRecords(self.engine, self.now), NoDispatch(), mind().ready())

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        self.ahead += timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The time on that clock."""
        return self.began + self.ahead


def rehearse(began: datetime | None = None) -> Rehearsal:
    """Build the bot in memory, with the example stations, jobs and courses, at a moment that stands still."""
    engine = make_engine("sqlite://")
    upgrade(engine)
    moment = began or now()
    load_examples(engine, at=moment)
    return Rehearsal(engine, moment)
