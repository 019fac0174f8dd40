"""`yizhan menu push`: put the menu under the account's chat."""

import click

from wechat.menu import MENU, buttons
from wiring import build


@click.group()
def menu() -> None:
    """The menu of the official account."""


@menu.command()
def push() -> None:
    """Create the menu, in place of the one that is there. People see it within a day, at once when they follow anew."""
    build().messenger.create_menu(buttons())
    click.echo("菜单已更新：" + "、".join(name for name, _ in MENU))
