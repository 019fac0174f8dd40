"""`yizhan backup` and `yizhan restore`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.claim import claim

if TYPE_CHECKING:
    from store.backups.lost import Lost
    from wiring import Services

KEEP = "备份里没有 .env（密钥和密码）：请把它另外收好，和备份分开放。没有 ENCRYPTION_KEYS，备份读不全。"
REPEATED = "（要求过忘掉或退订：已经重新照办）"


@click.command(help="备份：数据库、录音、政策问答，放进一个文件。服务不用停。")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """Make a backup; without FILE in BACKUP_DIR, named by the time."""
    from store.backups.making import make, name_at
    from store.database import guarded
    from wiring import build

    built = build()
    now = built.now()
    path = file or built.settings.backup_dir / name_at(now)
    with guarded():
        manifest = make(built.place, path, now)
    size = path.stat().st_size
    click.echo(f"备份好了：{path}（{size / 1e6:.1f} MB，{len(manifest.files)} 个文件，校验过）")
    click.echo(KEEP)


@click.command(help="从备份恢复。先停掉服务；这里要是空的。恢复后列出备份之后登记过、内容没保住的人。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="这里有数据也换成备份里的；原来的挪到一边。")
@click.option(
    "--journal",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="登记流水在哪里（不给：备份旁边的 journal，再不然 BACKUP_DIR 里的）。",
)
def restore(file: Path, replace: bool, journal: Path | None) -> None:
    """Put a backup back, and see to what was lost."""
    from bot.when import local
    from store.backups.restoring import restore as put_back
    from store.database import guarded
    from wiring import build

    built = build()
    _see_that_nothing_runs(built)
    with guarded():
        outcome = put_back(built.place, file, built.now(), replace=replace)
    made_at = local(outcome.manifest.at)
    click.echo(f"恢复好了：{made_at:%Y-%m-%d %H:%M} 的数据库，{outcome.recordings} 个录音和图片。")
    for note in outcome.notes:
        click.echo(note)
    if outcome.aside:
        click.echo(f"原来的东西挪到了 {outcome.aside}。里面有群众的信息，确认不用了就删掉。")
    _see_to_what_was_lost(built, outcome.manifest.at, _journal(built, file, journal))


def _see_that_nothing_runs(built: "Services") -> None:
    try:
        claim(built.settings)
    except click.ClickException as problem:
        raise click.ClickException(f"恢复之前要先停掉驿站通：{problem.message}") from None


def _journal(built: "Services", file: Path, named: Path | None) -> Path:
    beside = file.resolve().parent / "journal"
    return named or (beside if beside.is_dir() else built.settings.backup_dir / "journal")


def _see_to_what_was_lost(built: "Services", made_at: datetime, folder: Path) -> None:
    from store.backups import lost
    from store.database import guarded
    from store.journal import Journal

    if not folder.is_dir():
        click.echo(f"没有找到登记流水（{folder}），备份之后谁登记过查不出来。找到了用 --journal 再恢复一次。")
        return
    with guarded():
        found = lost.find(built.engine, Journal(folder), made_at)
        told = lost.report(built.engine, built.records, found, made_at, built.now())
    for each in found:
        click.echo(_line(each))
    if told:
        click.echo(f"以上 {told} 个人备份之后登记过，内容没保住：已经各转了一条给驿站，启动后也会请本人再说一遍。")
    else:
        click.echo("查过登记流水：备份之后没有丢掉的登记。")


def _line(each: "Lost") -> str:
    from bot.phrases.restored import listed
    from store.referrals.listing import masked

    how = masked(each.phone) if each.phone else "没有电话，只能在微信里联系"
    return f"  {each.name or '（没有名字）'}  {how}  {listed(each.filed) or '（重新照办：忘掉或退订）'}"
