"""`yizhan staff` on an installation of its own."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from cli.first import invented
from store import staff
from store.database import make_engine
from store.facts import now
from store.tables import Role


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path))
    for name, value in invented().items():
        monkeypatch.setenv(name, value)
    url = f"sqlite:///{tmp_path / 'test.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    run("db", "upgrade")
    run("examples", "load")
    return url


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def role(url: str, login: str, password: str) -> Role | None:
    engine = make_engine(url)
    member = staff.authenticate(engine, login, password, "192.0.2.1", now())
    engine.dispose()
    return member.role if member else None


def password_in(result: Result) -> str:
    assert result.exit_code == 0, result.output
    found = re.search(r"密码：(\S+?)（", result.output)
    assert found, result.output
    return found[1]


def test_an_account_is_made_listed_and_given_a_new_password(url: str) -> None:
    first = password_in(run("staff", "add", "wang", "--name", "王芳", "--station", "1"))
    assert role(url, "wang", first) is Role.STATION
    assert re.search(r"^wang\t王芳\tstation\t\S*驿站", run("staff", "list").output, re.MULTILINE)
    second = password_in(run("staff", "passwd", "wang"))
    assert role(url, "wang", first) is None
    assert role(url, "wang", second) is Role.STATION


def test_a_password_can_be_typed(url: str) -> None:
    result = run(
        "staff", "add", "chen", "--name", "陈", "--role", "auditor", "--ask", typed="hao-mi-ma-1\nhao-mi-ma-1\n"
    )
    assert "hao-mi-ma-1" not in result.output
    assert role(url, "chen", "hao-mi-ma-1") is Role.AUDITOR


def test_stations_are_listed_with_their_numbers(url: str) -> None:
    assert re.search(r"^1\t\S+驿站", run("staff", "stations").output, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "wang", "--name", "王芳"), "--station"),
        (("add", "wang", "--name", "王芳", "--station", "999"), "没有这个驿站"),
        (("passwd", "nobody"), "没有这个账号"),
    ],
)
def test_mistakes_are_told_in_one_line(url: str, arguments: tuple[str, ...], said: str) -> None:
    result = run("staff", *arguments)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_staff_outlive_the_example_stations(url: str) -> None:
    password = password_in(run("staff", "add", "wang", "--name", "王芳", "--station", "1"))
    assert run("examples", "clear").exit_code == 0
    assert role(url, "wang", password) is Role.STATION
