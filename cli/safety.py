"""What the doctor looks at so that nothing is lost unnoticed."""

import os
from datetime import UTC, datetime, timedelta

from cli.trouble import Trouble
from config.settings import Settings

LATE = timedelta(hours=26)


def check_backups(settings: Settings) -> str:
    """There is a recent backup, and the journal beside it can be written."""
    from bot.when import local
    from store.backups.making import backups_in
    from workers.nightly import failure_in

    folder = settings.backup_dir
    there = next(each for each in (folder / "journal", folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK):
        raise Trouble(f"{there} 写不进去，备份和登记流水都存不下", "把它 chown 给运行驿站通的用户，或改 BACKUP_DIR")
    failure = failure_in(settings.data_dir)
    if failure.exists():
        raise Trouble(f"上一次没有做成：{failure.read_text('utf-8')}", "改好后运行 .venv/bin/yizhan backup 试一次")
    if not settings.backups_kept:
        return "没有开自动备份（BACKUPS_KEPT=0）"
    made = backups_in(folder)
    if not made:
        return "还没有；服务启动后会自己做第一份"
    latest = local(made[-1].at)
    if datetime.now(UTC) - latest > LATE:
        raise Trouble(f"最近一份是 {latest:%m月%d日 %H:%M} 的，太旧了", "看 sweeper 在不在运行；手动：yizhan backup")
    return f"最近一份：{latest:%m月%d日 %H:%M}，共 {len(made)} 份"


def check_keys(settings: Settings) -> str:
    """The keys open what was sealed first, and last."""
    from sqlalchemy import select
    from sqlalchemy.exc import SQLAlchemyError

    from store import sealing
    from store.database import make_engine, reading
    from store.tables import Person

    sealing.use(settings.encryption_keys)
    engine = make_engine(settings.database_url)
    sealed = select(Person.phone).where(Person.phone != "")
    try:
        with reading(engine) as session:
            for order in (Person.id, Person.id.desc()):
                session.scalar(sealed.order_by(order).limit(1))
    except sealing.Unreadable as problem:
        raise Trouble("库里的电话打不开", "把当时的密钥接在 ENCRYPTION_KEYS 后面，用英文逗号隔开，再重启") from problem
    except SQLAlchemyError:
        return "没法核对（数据库打不开）"
    finally:
        engine.dispose()
    return f"打得开（{len(settings.encryption_keys)} 把密钥）"


def check_outbox(settings: Settings) -> str:
    """What is owed to the outside gets out."""
    from sqlalchemy.exc import SQLAlchemyError

    from store.counting.standing import standing
    from store.database import make_engine, reading
    from workers.alarm import LATE as MOST

    engine = make_engine(settings.database_url)
    now = datetime.now(UTC)
    try:
        with reading(engine) as session:
            found = standing(session, now)
    except SQLAlchemyError:
        return "没法核对（数据库打不开，或者还没有表）"
    finally:
        engine.dispose()
    minutes = int(found.age(now)) // 60
    if found.since and now - found.since > MOST:
        raise Trouble(
            f"{found.due} 条该送的没送出去，最早的等了 {minutes} 分钟，其中 {found.failing} 条试过没成",
            "看「任务」和「微信令牌」两项；日志里搜 outbox",
        )
    return f"{found.due} 条在送" if found.due else "没有积压"
