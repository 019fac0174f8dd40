"""`yizhan run`: everything that one machine needs, started, watched and ended together."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

import click

from cli import first, procfile
from cli.claim import claim
from cli.supervisor import Supervisor
from config.installation import ROOT, home, surroundings
from config.process import end_with_parent, keep_to_ourselves
from config.settings import Settings, load
from store import embedded

TICK = 0.1  # seconds
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RENEWS = signal.SIGUSR1
MENU_SECONDS = 30.0
SLOW_START = 60.0  # seconds after which we say that something takes long


@click.command()
def run() -> None:
    """Start everything and print where to look; Ctrl-C ends it."""
    parent = os.getppid()
    keep_to_ourselves()
    ending, renewal = threading.Event(), threading.Event()
    for number in ENDS:
        signal.signal(number, partial(_interrupt, ending))  # SIGINT too: a shell makes its background jobs ignore it
    if os.environ.get("MAKELEVEL"):
        end_with_parent(parent)  # `make run` and we are one thing to whoever started it
    settings = _settings()
    listener = claim(settings)
    signal.signal(RENEWS, lambda *_: renewal.set())
    supervisor = Supervisor(_environment(settings), ROOT, _say)
    try:
        commands = procfile.read(ROOT / "Procfile")
        login = _prepare(settings, supervisor, commands.pop("web"), listener)
        announcement = _Announcement(settings, login, partial(_start, supervisor, commands, settings))
        _watch(supervisor, announcement, ending, renewal)
    except KeyboardInterrupt:
        _say("正在停止 ...")
    finally:
        for number in ENDS:
            signal.signal(number, signal.SIG_IGN)  # we are ending already
        listener.close()
        supervisor.stop()
    _say("已全部停止。数据都在，下次 make run 接着用。")


def _interrupt(ending: threading.Event, number: int, frame: FrameType | None) -> None:
    ending.set()  # what is raised while a process is being forked is lost
    raise KeyboardInterrupt


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _settings() -> Settings:
    path = home() / ".env"
    if first.wants_trial(path, os.environ):
        first.write_env(path, os.environ)
        _say(f"第一次启动：已生成试用设置 {path}（随机密钥，只有本用户能读）")
    return load()


def _environment(settings: Settings) -> Mapping[str, str]:
    """What the processes get: our settings, and our own Python's commands first."""
    found = surroundings()
    path = f"{Path(sys.executable).parent}{os.pathsep}{found.get('PATH', os.defpath)}"
    ours = {"PATH": path, "YIZHAN_HOME": str(home()), "PROMETHEUS_MULTIPROC_DIR": str(_counts(settings))}
    return {"PYTHONUNBUFFERED": "1", **found, **ours}


def _counts(settings: Settings) -> Path:
    """Where the processes share what they count; those of an earlier run are gone, and so are their counts."""
    folder = settings.data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _prepare(
    settings: Settings, supervisor: Supervisor, web: Sequence[str], listener: socket.socket
) -> tuple[str, str] | None:
    """Redis, tables, examples, a first account: its login and password if it was made just now.

    The web server takes longest to load, so it does that meanwhile; it answers when all of this is there.
    """
    directory = settings.data_dir / "redis"
    if not settings.redis_url:
        _say("启动内置 Redis ...")
        supervisor.start("redis", embedded.command(directory))
    supervisor.start("web", web, listener, held=True)
    if not settings.redis_url:
        embedded.wait_until_ready(directory)
    login = _ready_tables(settings)
    _say("启动服务（第一次要先学会乡亲们的说法，约半分钟） ...")
    supervisor.let_begin()
    return login


def _ready_tables(settings: Settings) -> tuple[str, str] | None:
    _say("检查数据库 ...")
    from store import sealing  # not before the first line is on the screen
    from store.database import make_engine, upgrade
    from store.offers.examples import load as load_examples
    from store.staff import ensure_first_staff

    sealing.use(settings.encryption_keys)
    engine = make_engine(settings.database_url)
    try:
        upgrade(engine)
        if settings.production:
            return None
        load_examples(engine)
        login = ensure_first_staff(engine)
        if login:
            _say(f"已建好第一个后台账号：{_told(login)}")  # now, too: whoever interrupts us has it already
        return login
    finally:
        engine.dispose()


def _told(login: tuple[str, str]) -> str:
    return f"账号 (login) {login[0]}    密码 (password) {login[1]}    只在这次启动显示，请记下来"


def _start(supervisor: Supervisor, commands: Mapping[str, Sequence[str]], settings: Settings) -> None:
    """Those who deliver: after the web server, for which they would only take turns at the processor."""
    for name, command in commands.items():
        supervisor.start(name, command)
        for number in range(1, settings.worker_processes if name == "worker" else 1):
            supervisor.start(f"{name}-{number + 1}", command)


def _watch(
    supervisor: Supervisor, announcement: "_Announcement", ending: threading.Event, renewal: threading.Event
) -> None:
    """Keep everything alive until somebody interrupts us."""
    tell: Callable[[], bool] | None = announcement.ready
    while not ending.is_set():
        supervisor.watch()
        if renewal.is_set():
            renewal.clear()
            _renew(supervisor)
        if tell is not None and tell():
            tell = None
        time.sleep(TICK)


def _renew(supervisor: Supervisor) -> None:
    """A new version of the program was put in place: its tables first, then its processes, one after the other."""
    _say("换成新的程序 ...")
    done = subprocess.run([_yizhan(), "db", "upgrade"], env=dict(surroundings()), check=False)  # noqa: S603 - our own command
    if done.returncode:
        _say("数据库没升级成，先不换。")
    else:
        supervisor.renew(but=("redis",))


def _yizhan() -> str:
    return str(Path(sys.executable).parent / "yizhan")


def _push_menu() -> None:
    """Give the simulator's account the menu that the real one has; a process of its own, so that we stay small."""
    command = [_yizhan(), "menu", "push"]
    subprocess.run(command, env=dict(surroundings()), stdout=subprocess.DEVNULL, timeout=MENU_SECONDS, check=False)  # noqa: S603 - our own command


class _Announcement:
    """Says once where everything is, as soon as it answers. `go_on` starts the rest then, or when that takes long."""

    def __init__(self, settings: Settings, login: tuple[str, str] | None, go_on: Callable[[], None]) -> None:
        everywhere = settings.bind_address in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
        self._host = "127.0.0.1" if everywhere else settings.bind_address
        self._settings = settings
        self._login = login
        self._go_on = go_on
        self._since = time.monotonic()
        self._warned = False

    def ready(self) -> bool:
        """Whether it has been said."""
        problem = self._problem()
        if not problem:
            if not self._settings.production:
                _push_menu()
            if not self._warned:
                self._go_on()
            self._announce()
            return True
        if not self._warned and time.monotonic() - self._since > SLOW_START:
            self._warned = True
            self._go_on()
            _say(f"还没准备好：{problem}。另开一个窗口运行 .venv/bin/yizhan doctor 看看缺什么。")
        return False

    def _problem(self) -> str:
        asking = http.client.HTTPConnection(self._host, self._settings.port, timeout=2)
        try:
            asking.request("GET", "/readyz")
            answer = asking.getresponse()
            return "" if answer.status == http.HTTPStatus.OK else answer.read().decode().strip()
        except (OSError, http.client.HTTPException):
            return "网页服务还没有回应"
        finally:
            asking.close()

    def _announce(self) -> None:
        base = f"http://{f'[{self._host}]' if ':' in self._host else self._host}:{self._settings.port}"
        lines = ["", "驿站通已启动 (ready)"]
        if not self._settings.production:
            lines.append(f"  手机页面 (phone page)    {base}/simulator/")
        lines.append(f"  驿站大屏 (screen)        {base}/board")
        lines.append(f"  工作人员后台 (console)   {base}/console/")
        if self._login:
            lines.append(f"      {_told(self._login)}")
        elif not self._settings.production:
            lines.append("      账号在第一次启动时给过；忘了密码：.venv/bin/yizhan staff passwd county")
        _say("\n".join([*lines, "按 Ctrl-C 停止。", ""]))
