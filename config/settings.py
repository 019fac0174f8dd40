"""The settings: one table, read from the environment or from `.env`, checked at the start, every problem at once."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from config import parsing
from config.installation import ROOT, home, knowledge_at, surroundings
from config.logging import LogFormat
from config.setting import Setting as Setting
from config.setting import SettingsError as SettingsError
from config.setting import row as _row


class Environment(StrEnum):
    """What this installation is for."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"


# ruff: noqa: RUF009 - `_row` returns a dataclass field; the rule knows only `field` itself
@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The table and the values in one: a field is a setting, its name in capitals the variable's."""

    yizhan_env: Environment = _row(
        parsing.one_of(Environment),
        "`production` refuses the simulator and made-up secrets; `development` is for trying out on one's own machine.",
        default="production",
        example="development",
    )
    wechat_token: str = _row(
        parsing.matching("[A-Za-z0-9]{3,32}", " 3 到 32 个字母或数字"),
        "The token that you typed into WeChat's console (基本配置 → 服务器配置 → Token).",
        example="any3to32letters",
        secret=True,
        where="公众号后台「基本配置 → 服务器配置」里的 Token",
    )
    wechat_app_id: str = _row(
        parsing.matching("wx[0-9A-Za-z]{16}", " wx 加 16 位字母或数字"),
        "The account's app id (基本配置 → AppID).",
        example="wx0123456789abcdef",
        where="公众号后台「基本配置」里的 AppID",
    )
    wechat_app_secret: str = _row(
        parsing.matching("[0-9A-Za-z]{32}", " 32 位字母或数字"),
        "The account's app secret (基本配置 → AppSecret).",
        example="0123456789abcdef0123456789abcdef",
        secret=True,
        where="公众号后台「基本配置」里的 AppSecret",
    )
    wechat_aes_key: str = _row(
        parsing.matching("[A-Za-z0-9]{43}", " 43 个字母或数字"),
        "The key of the encrypted mode (基本配置 → EncodingAESKey). Choose 安全模式 there.",
        example="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ",
        secret=True,
        where="公众号后台「基本配置 → 服务器配置」里的 EncodingAESKey",
    )
    wechat_aes_key_previous: str = _row(
        parsing.optional(parsing.matching("[A-Za-z0-9]{43}", " 43 个字母或数字")),
        "The key before the present one, for the minutes after changing it.",
        default="",
        secret=True,
    )
    wechat_account: str = _row(
        parsing.matching("gh_[0-9A-Za-z_]+", " gh_ 开头的一串字母和数字"),
        "The account's original id (账号详情 → 原始ID).",
        example="gh_0123456789ab",
        where="公众号后台「设置 → 账号详情」里的 原始ID",
    )
    wechat_api_base_url: str = _row(
        parsing.optional(parsing.url("https", "http")),
        "Where WeChat's API is. Empty: WeChat's own in production, the simulator's in development.",
        default="",
        example="https://api.weixin.qq.com",
    )
    wechat_allow_plain: bool = _row(
        parsing.yes_or_no,
        "Whether messages that are not encrypted are taken as well (WeChat's 兼容模式).",
        default="no",
    )
    wechat_addresses: tuple[IPv4Network | IPv6Network, ...] = _row(
        parsing.networks,
        "From which addresses or networks WeChat's messages come (its API getcallbackip tells them; they change); from "
        "elsewhere nothing is taken. Behind a proxy PROXY_HOPS must be right. Empty: from anywhere.",
        default="",
        example="101.226.103.0/24 2001:db8::/32",
    )
    staff_robot_url: str = _row(
        parsing.optional(parsing.url("https", "http")),
        "The webhook of a WeCom group robot that tells staff of new cases; its address is a secret. Empty: no robot.",
        default="",
        example="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
        secret=True,
    )
    wechat_template_id: str = _row(
        parsing.text,
        "The template message that announces news to people whose 48 hours are over. Empty: they are not told.",
        default="",
        example="(43 characters)",
    )
    wechat_template_fields: dict[str, str] = _row(
        parsing.pairs("title", "text", "time"),
        "Which of the template's fields shows what: `thing1=title thing4=text time2=time`.",
        default="",
        example="thing1=title thing4=text time2=time",
    )
    tencent_secret_id: str = _row(
        parsing.text,
        "A key of Tencent Cloud that may use its speech recognition (语音识别 ASR). Empty: recordings do not go there.",
        default="",
    )
    tencent_secret_key: str = _row(parsing.text, "The secret that belongs to it.", default="", secret=True)
    tencent_asr_engine: str = _row(
        parsing.text, "The model: `16k_zh` is Mandarin, `16k_zh_dialect` 23 dialects (合肥话 is one).", default="16k_zh"
    )
    tencent_asr_url: str = _row(parsing.url("https", "http"), "Where it is.", default="https://asr.tencentcloudapi.com")
    sherpa_model_dir: str = _row(
        parsing.text,
        "A folder with a sherpa-onnx model that listens here, when no Tencent key is set; relative as DATA_DIR is.",
        default="",
        example="models/sense-voice",
    )
    recordings_days: int = _row(parsing.number(1, 365), "How many days recordings and pictures stay.", default="30")
    keep_days: dict[str, int] = _row(
        parsing.days("deeds", "outbox", "messages", "misses", "people", "audit"),
        "For how many days each is kept: traces of messages that were carried out, of what was delivered, texts to "
        "people, what was not understood, people with no open case of whom nothing was heard, who saw or changed what.",
        default="deeds=30 outbox=90 messages=730 misses=365 people=1095 audit=1095",
    )
    takeover_hours: int = _row(parsing.number(1, 12), "Working hours until talks that staff left end.", default="2")
    talk_days: int = _row(parsing.number(1, 365), "How many days it is kept what was said in talks.", default="90")
    county_hours: str = _row(
        parsing.text,
        "When a station works that did not give its hours, or not so that they can be read. Calls are promised by it.",
        default="周一到周五 8:30—11:30，14:30—17:30",
    )
    call_ladder: str = _row(
        parsing.text,
        "When a person is called again, one word for each call that reached nobody: `2h` two hours later, `morning`, "
        "`afternoon` the next working one, `3d` a morning three days later. After the last they count as unreachable.",
        default="2h morning afternoon 3d",
    )
    redis_url: str = _row(
        parsing.optional(parsing.url("redis", "rediss", "unix", "redis+sentinel")),
        "A Redis server ≥ 6.2 with AOF, or `redis+sentinel://host:port,host:port/service`. Empty: an embedded one that "
        "`yizhan run` starts, by unix socket.",
        default="",
        example="redis://127.0.0.1:6379/0",
        secret=True,
    )
    database_url: str = _row(
        parsing.optional(parsing.url("sqlite", "postgresql", "postgres")),
        "The SQL database. Empty: SQLite in DATA_DIR.",
        default="",
        example="postgresql://yizhan@/yizhan",
        secret=True,
    )
    secret_key: str = _row(
        parsing.secret,
        "Signs the console's sessions. `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`",
        example="(64 random characters)",
        secret=True,
        where="自己生成的随机字符：python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
    )
    second_factor: tuple[str, ...] = _row(
        parsing.several_of("station", "township", "county", "auditor"),
        "Which roles must log in with a second factor; the others may.",
        default="",
        example="county auditor",
    )
    encryption_keys: tuple[str, ...] = _row(
        parsing.keys,
        "Seals people's numbers and words in the database and in Redis; the key in use first, older ones after commas. "
        "`python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'`",
        example="(44 characters)",
        secret=True,
        where="自己生成：python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'",
    )
    data_dir: Path = _row(
        Path,
        "Where the database, the embedded Redis and backups lie; relative to the directory of `.env`.",
        default="var",
    )
    backup_dir: Path = _row(
        Path,
        "Where backups lie, and the journal of what people were told is filed; relative as DATA_DIR is. Empty: "
        "`backups` in DATA_DIR. Another disk of this machine is better.",
        default="",
        example="/srv/yizhan-backups",
    )
    backup_hour: int = _row(
        parsing.number(0, 23), "At which hour a backup is made each night, China time.", default="3"
    )
    backups_kept: int = _row(
        parsing.number(0, 365), "How many of these backups are kept. 0: none is made by itself.", default="14"
    )
    knowledge_dir: Path = _row(
        Path,
        "Where the policy answers and the stories lie, which staff edit in the console or in an editor; relative to "
        "the directory of `.env`. Empty: the project's own `knowledge/`. In production copy that directory to a place "
        "of its own first.",
        default="",
        example="/srv/yizhan-knowledge",
    )
    port: int = _row(parsing.number(1, 65535), "The port that the web server listens on.", default="8000")
    bind_address: str = _row(
        parsing.text,
        "The address that the web server listens on. Keep the default behind a proxy on the same machine.",
        default="127.0.0.1",
        example="192.0.2.10",
    )
    proxy_hops: int = _row(
        parsing.number(0, 3),
        "How many proxies stand before us and set X-Forwarded-For and X-Forwarded-Proto.",
        default="0",
        example="1",
    )
    web_processes: int = _row(parsing.number(1, 64), "Processes of the web server.", default="2")
    web_threads: int = _row(parsing.number(1, 64), "Messages that each of them handles at a time.", default="2")
    worker_processes: int = _row(parsing.number(1, 64), "Processes that deliver what is owed.", default="2")
    log_level: str = _row(
        parsing.log_level, "How much is logged: DEBUG, INFO, WARNING or ERROR. Never what people write.", default="INFO"
    )

    log_format: LogFormat = _row(
        parsing.one_of(LogFormat), "How a line of the log is written: `text`, or `json` for programs.", default="text"
    )
    metrics_token: str = _row(
        parsing.optional(parsing.secret),
        "Who shows it (`Authorization: Bearer …`) may read `/metrics`. Empty: only callers on this machine may.",
        default="",
        secret=True,
    )

    @property
    def production(self) -> bool:
        """Whether real people write to this installation."""
        return self.yizhan_env is Environment.PRODUCTION

    @property
    def policy_file(self) -> Path:
        """The policy answers."""
        return self.knowledge_dir / "policy_faq.md"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], home: Path = ROOT) -> "Settings":
        """Read and check everything. Raises SettingsError with all problems."""
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for setting in table():
            try:
                values[setting.name.lower()] = _read(setting, environment)
            except ValueError as problem:
                problems[setting.name] = str(problem)
        if bool(values.get("tencent_secret_id")) != bool(values.get("tencent_secret_key")):
            problems |= {"TENCENT_SECRET_ID": "和 TENCENT_SECRET_KEY 要么都设，要么都不设"}
        if problems:
            raise SettingsError(problems)
        return cls(**_completed(values, home))


def _read(setting: Setting, environment: Mapping[str, str]) -> Any:
    raw = environment.get(setting.name, "").strip() or setting.default
    if raw is None:
        raise ValueError(f"没有设置。{setting.where}")
    if setting.secret and raw and raw == setting.example:
        raise ValueError("还是示例里的值，人人都知道，不能用")
    return setting.parse(raw)


def _completed(values: dict[str, Any], home: Path) -> dict[str, Any]:
    """Fill in what is empty by default and follows from the other settings."""
    data = home / values["data_dir"]
    official = values["yizhan_env"] is Environment.PRODUCTION
    api = "https://api.weixin.qq.com" if official else f"http://127.0.0.1:{values['port']}/simulator/api"
    return values | {
        "data_dir": data,
        "backup_dir": home / values["backup_dir"] if values["backup_dir"] != Path() else data / "backups",
        "knowledge_dir": knowledge_at(values["knowledge_dir"], home),
        "database_url": values["database_url"] or f"sqlite:///{data / 'yizhan.db'}",
        "wechat_api_base_url": values["wechat_api_base_url"] or api,
    }


def table() -> tuple[Setting, ...]:
    """Every setting, in the order in which they are documented."""
    return tuple(Setting(name=row.name.upper(), **row.metadata) for row in fields(Settings) if row.default is MISSING)


def load() -> Settings:
    """The settings of this installation, whose data directory then exists. Raises SettingsError."""
    settings = Settings.from_environment(surroundings(), home())
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings
