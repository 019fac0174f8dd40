"""`yizhan staff`: accounts of the console."""

import click

from store.tables import Role

ROLES = [role.value for role in Role]
REASONS = {
    "login-taken": "这个账号名已经有人用了，换一个。",
    "login-unknown": "没有这个账号，用 yizhan staff list 看看。",
    "station-needed": "驿站和乡镇的账号要说明是哪个驿站：--station 编号（编号见 yizhan staff stations）。",
    "station-unknown": "没有这个驿站，编号见 yizhan staff stations。",
    "password-short": "密码太短，最少 8 位。",
    "password-weak": "这个密码别人一猜就中，请换一个。",
}


@click.group(help="控制台的账号。")
def staff() -> None:
    """Accounts of the console."""


@staff.command(help="加一个账号。不给密码就随机生成一个，只显示这一次。")
@click.argument("login")
@click.option("--name", required=True, help="姓名，显示给同事看。")
@click.option("--role", type=click.Choice(ROLES), default=Role.STATION.value, show_default=True)
@click.option("--station", type=int, help="驿站编号。")
@click.option("--ask", is_flag=True, help="自己输入密码。")
def add(login: str, name: str, role: str, station: int | None, ask: bool) -> None:
    """Make an account."""
    from store import staff as accounts
    from store.facts import now
    from wiring import build

    password = _password(ask)
    new = accounts.NewMember(login, name, Role(role), password, station)
    try:
        accounts.add_staff(build().engine, new, now())
    except accounts.BadAccount as problem:
        raise click.ClickException(REASONS[problem.args[0]]) from problem
    _tell(login, password, ask)


@staff.command(help="重设密码。不给密码就随机生成一个，只显示这一次。")
@click.argument("login")
@click.option("--ask", is_flag=True, help="自己输入密码。")
def passwd(login: str, ask: bool) -> None:
    """Set a password."""
    from store import staff as accounts
    from store.facts import now
    from wiring import build

    password = _password(ask)
    try:
        accounts.reset_password(build().engine, login, password, now())
    except accounts.BadAccount as problem:
        raise click.ClickException(REASONS[problem.args[0]]) from problem
    _tell(login, password, ask)


@staff.command(name="list", help="列出所有账号。")
def list_() -> None:
    """List the accounts."""
    from store import staff as accounts
    from wiring import build

    for member in accounts.all_staff(build().engine):
        left = "" if member.active else "（停用）"
        click.echo("\t".join((member.login, member.name, member.role.value, member.station or "全县")) + left)


@staff.command(help="列出驿站和编号。")
def stations() -> None:
    """List the stations with their ids."""
    from store.referrals.caseload import stations as all_stations
    from wiring import build

    for number, name in all_stations(build().engine):
        click.echo(f"{number}\t{name}")


def _password(ask: bool) -> str:
    from store.staff import readable_password

    if not ask:
        return readable_password()
    typed: str = click.prompt("密码", hide_input=True, confirmation_prompt="再输一遍")
    return typed


def _tell(login: str, password: str, typed: bool) -> None:
    click.echo(f"账号 {login} 好了。" if typed else f"账号 {login} 好了，密码：{password}（请记下，不会再显示）")
