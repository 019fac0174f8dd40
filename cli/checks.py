"""What the doctor looks at: each check says in a few words how it is, or raises Trouble with what to do."""

import shutil
import stat
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from cli import procfile
from cli.safety import check_backups, check_keys, check_outbox
from cli.trouble import Trouble
from config.installation import ROOT, home
from config.settings import Settings
from store import embedded

LEAST_SPACE = 500 * 1024 * 1024  # bytes
LARGEST_SKEW = 60  # seconds; WeChat's signatures and tokens live by the clock


def check_settings(settings: Settings) -> str:
    """`.env` is nobody else's to read."""
    path = home() / ".env"
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Trouble(f"{path} 别人也能读，里面有密钥", f"chmod 600 {path}")
    return f"齐全（{settings.yizhan_env}）"


def check_redis(settings: Settings) -> str:
    """It answers, and keeps what it is told."""
    from redis import RedisError

    from store.connection import client

    directory = settings.data_dir / "redis"
    where = settings.redis_url or embedded.url_of(directory)
    try:
        with client(where, socket_timeout=3, socket_connect_timeout=3) as redis:
            began = time.monotonic()
            redis.ping()
            spent = time.monotonic() - began
            keeps = redis.info("persistence").get("aof_enabled")
    except RedisError as problem:
        remedy = (
            "检查 REDIS_URL，或请管理员看 Redis 服务"
            if settings.redis_url
            else "先运行 make run，内置 Redis 会一起启动"
        )
        raise Trouble(f"连不上（{type(problem).__name__}）", remedy) from problem
    if not keeps:
        raise Trouble("没有开启 AOF，断电会丢会话", "在 redis.conf 里设 appendonly yes、appendfsync everysec")
    return f"正常（{'外部' if settings.redis_url else '内置'}，{spent * 1000:.1f} 毫秒）"


def check_database(settings: Settings) -> str:
    """It answers, and its tables are those of this version."""
    from sqlalchemy.exc import SQLAlchemyError

    from store.database import make_engine, revisions

    engine = make_engine(settings.database_url)
    try:
        found = revisions(engine)
    except SQLAlchemyError as problem:
        raise Trouble(f"打不开（{type(problem).__name__}）", "检查 DATABASE_URL，看数据库是否在运行") from problem
    finally:
        engine.dispose()
    if found.newer:
        return f"能用，但表结构（{found.here}）比程序新：更新程序时有一部分还没重启，或者程序退回过旧版本"
    if found.here != found.newest:
        raise Trouble(f"表结构是 {found.here or '空的'}，程序要 {found.newest}", ".venv/bin/yizhan db upgrade")
    return f"正常（{engine.dialect.name}，结构 {found.here}）"


def check_token(settings: Settings) -> str:
    """WeChat takes our app id and secret, from this address."""
    from bot.ports import ChannelError
    from wechat.client import WeChatClient
    from wechat.tokens import MemoryTokens

    client = WeChatClient(
        settings.wechat_app_id, settings.wechat_app_secret, MemoryTokens(), settings.wechat_api_base_url
    )
    try:
        client.token()
    except ChannelError as problem:
        raise Trouble(f"拿不到令牌：{problem}", _token_remedy(problem.code, settings)) from problem
    return f"正常（{settings.wechat_api_base_url}）"


def _token_remedy(code: int, settings: Settings) -> str:
    if code == 40164:
        return "到公众号后台「基本配置 → IP白名单」加上本机的公网 IP"
    if code:
        return "到公众号后台核对 WECHAT_APP_ID 和 WECHAT_APP_SECRET"
    if settings.production:
        return "检查本机能不能上网、防火墙是否放行 api.weixin.qq.com"
    return "试用时令牌来自模拟微信：先运行 make run"


def check_clock(settings: Settings) -> str:
    """Our clock and that of whoever answers at the API's address agree."""
    address = settings.wechat_api_base_url
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 - the settings allow http and https only
            stamp = answer.headers.get("Date")
    except HTTPError as problem:
        stamp = problem.headers.get("Date")
    except (URLError, OSError):
        return "没法核对（连不上微信接口）"
    if not stamp:
        return "没法核对（对方没有报时）"
    skew = abs(time.time() - parsedate_to_datetime(stamp).timestamp())
    if skew > LARGEST_SKEW:
        raise Trouble(f"和微信差了 {skew:.0f} 秒", "打开自动对时：sudo timedatectl set-ntp true")
    return f"正常（相差不到 {int(skew) + 1} 秒）"


def check_holidays(settings: Settings) -> str:
    """The calendar knows this year's holidays, so that calls are not promised for a day off."""
    from bot import hours
    from bot.when import today

    del settings
    year = hours.known_until()
    if year < today(datetime.now(UTC)).year:
        remedy = "更新日历：.venv/bin/pip install --upgrade chinesecalendar，再重启"
        raise Trouble(f"节假日只知道到 {year} 年，今年的放假调休算不准", remedy)
    return f"知道到 {year} 年"


def check_disk(settings: Settings) -> str:
    """There is room to go on writing."""
    free = shutil.disk_usage(settings.data_dir).free
    if free < LEAST_SPACE:
        raise Trouble(f"{settings.data_dir} 只剩 {free >> 20} MB", "清理磁盘，或把 DATA_DIR 换到别的盘")
    return f"还剩 {free >> 30} GB" if free >> 30 else f"还剩 {free >> 20} MB"


def check_workers(settings: Settings) -> str:
    """Somebody works at every queue, and the Procfile says who."""
    from redis import RedisError
    from rq import Worker

    from store.connection import client
    from store.queue import QUEUES, failed

    commands = procfile.read(ROOT / "Procfile")
    missing = {"web", "worker", "sweeper"} - commands.keys()
    if missing:
        raise Trouble(f"Procfile 里少了 {'、'.join(sorted(missing))}", "恢复 Procfile：git checkout Procfile")
    try:
        with client(settings.redis_url or embedded.url_of(settings.data_dir / "redis")) as redis:
            served = {queue for worker in Worker.all(connection=redis) for queue in worker.queue_names()}
            waiting = redis.info("clients")["blocked_clients"]
            broken = failed(redis)
    except RedisError:
        return "没法核对（Redis 连不上）"
    idle = [queue for queue in QUEUES if queue not in served]
    if idle and not waiting:  # after a wipe of Redis a worker is not on its list any more, and works all the same
        raise Trouble(f"没有人处理队列 {'、'.join(idle)}", "运行 make run，或启动 Procfile 里的 worker")
    if broken:
        raise Trouble(f"近几天有 {broken} 个任务失败", "看日志里的 ERROR；转介都在数据库里，不会丢，会自动再试")
    return f"正常（{'、'.join(QUEUES)}）"


def check_groups(settings: Settings) -> str:
    """What the groups of staff were to hear, they heard."""
    from sqlalchemy.exc import SQLAlchemyError

    from store.database import make_engine
    from store.sending.unheard import unheard

    engine = make_engine(settings.database_url)
    try:
        count, why = unheard(engine, datetime.now(UTC))
    except SQLAlchemyError:
        return "没法核对（数据库打不开）"
    finally:
        engine.dispose()
    if count:
        remedy = "看看群里的机器人还在不在；换了的，到工作台「时间和群」里记下新地址（县里的群是 STAFF_ROBOT_URL）"
        raise Trouble(f"近三天有 {count} 条没发进企业微信群（{why}）", remedy)
    return "都发到了" if settings.staff_robot_url else "都发到了；没设 STAFF_ROBOT_URL，县里没有群"


def check_faq(settings: Settings) -> str:
    """The policy answers can be read."""
    from bot.policy.book import load as load_book

    try:
        count = len(load_book(settings.policy_file).entries)
    except (OSError, ValueError) as problem:
        raise Trouble(f"读不了：{problem}", ".venv/bin/yizhan faq check") from problem
    if not count:
        raise Trouble("一条都没有", "恢复 knowledge/policy_faq.md")
    return f"{count} 条"


def check_voice(settings: Settings) -> str:
    """Who listens to recordings does so, tried with a second of silence; nobody at all is well too."""
    from voice import Unheard
    from voice.audio import silence
    from wiring import build

    transcriber = build(settings).transcriber
    if transcriber is None:
        return "没有配置语音识别，语音都留给驿站的人听"
    try:
        transcriber.hear(silence(1))
    except Unheard as problem:
        raise Trouble(f"听不了：{problem}", problem.remedy or "检查本机能不能上网，过一会儿再试") from problem
    return "腾讯云在听" if settings.tencent_secret_id else "本机的模型在听"


Check = Callable[[Settings], str]

CHECKS: dict[str, Check] = {
    "设置": check_settings,
    "磁盘": check_disk,
    "数据库": check_database,
    "Redis": check_redis,
    "任务": check_workers,
    "企业微信群": check_groups,
    "微信令牌": check_token,
    "时钟": check_clock,
    "节假日": check_holidays,
    "政策问答": check_faq,
    "语音": check_voice,
    "送信": check_outbox,
    "备份": check_backups,
    "密钥": check_keys,
}
