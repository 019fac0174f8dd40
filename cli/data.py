"""`yizhan db …` and `yizhan examples …`."""

import click


@click.group(help="数据库。")
def db() -> None:
    """The database."""


@db.command(help="把数据库的表更新到最新。")
def upgrade() -> None:
    """Bring the tables up to date."""
    from store.database import guarded
    from store.database import upgrade as bring_up_to_date
    from wiring import build

    with guarded():
        bring_up_to_date(build().engine)
    click.echo("数据库已是最新。")


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
