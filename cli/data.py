"""`yizhan db …` and `yizhan examples …`."""

import click

from cli.claim import claimed_port


@click.group(help="数据库。")
def db() -> None:
    """The database."""


@db.command(help="把数据库的表更新到最新。")
def upgrade() -> None:
    """Bring the tables up to date."""
    from store.database import guarded, needs_a_stop
    from store.database import upgrade as bring_up_to_date
    from wiring import build

    built = build()
    with guarded():
        if needs_a_stop(built.engine) and claimed_port(built.settings.data_dir):
            raise click.ClickException("这一次换新版要先停一停：旧的程序读不懂新的库。请用 systemctl restart yizhan。")
        bring_up_to_date(built.engine)
    click.echo("数据库已是最新。")


@db.command(help="把数据库退到以前的一版（REVISION，如 0025），好换回旧的程序。先停服务，先备份。")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back, with the newer program, before the older one is put in place."""
    from store.database import downgrade as take_back
    from store.database import guarded
    from wiring import build

    built = build()
    if claimed_port(built.settings.data_dir):
        raise click.ClickException("先停掉驿站通。")
    with guarded():
        take_back(built.engine, revision)
    click.echo(f"数据库退到了 {revision}。")


@db.command("rotate-keys", help="换密钥：把库里的内容都改用 ENCRYPTION_KEYS 里的第一把密钥。服务不用停。")
def rotate_keys() -> None:
    """Seal everything with the key in use."""
    from store.database import guarded
    from store.rotation import rotate
    from wiring import build

    with guarded():
        count = rotate(build().engine)
    click.echo(f"换好了，{count} 行。旧密钥再留 30 天：那以前的会话和备份还要用它。")


@click.group(help="示例数据：驿站、岗位、培训班。")
def examples() -> None:
    """The example data."""


@examples.command(help="装入示例数据（已有就不再装）。")
def load() -> None:
    """Add the examples."""
    from store.database import guarded
    from store.offers.examples import load as add
    from wiring import build

    with guarded():
        count = add(build().engine, again=True)
    click.echo(f"装入了 {count} 条示例。" if count else "示例已经在了，没有再装。")


@examples.command(help="删掉全部示例数据，以后也不会自己回来。")
def clear() -> None:
    """Remove the examples for good."""
    from store.database import guarded
    from store.offers.examples import clear as remove
    from wiring import build

    with guarded():
        count = remove(build().engine)
    click.echo(f"删掉了 {count} 条示例。")
