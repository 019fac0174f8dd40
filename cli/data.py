"""`yizhan db …` and `yizhan examples …`."""

import click


@click.group()
def db() -> None:
    """数据库。"""


@db.command()
def upgrade() -> None:
    """把数据库的表更新到最新。"""
    from store.database import upgrade as bring_up_to_date
    from wiring import build

    bring_up_to_date(build().engine)
    click.echo("数据库已是最新。")


@click.group()
def examples() -> None:
    """示例数据：驿站、岗位、培训班。"""


@examples.command()
def load() -> None:
    """装入示例数据（已有就不再装）。"""
    from store.examples import load as add
    from wiring import build

    count = add(build().engine, again=True)
    click.echo(f"装入了 {count} 条示例。" if count else "示例已经在了，没有再装。")


@examples.command()
def clear() -> None:
    """删掉全部示例数据，以后也不会自己回来。"""
    from store.examples import clear as remove
    from wiring import build

    click.echo(f"删掉了 {remove(build().engine)} 条示例。")
