"""A whole installation, as `make run` starts it: its own processes, Redis, database and secrets."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from dotenv import dotenv_values
from redis import Redis

from config.settings import Settings
from simulator.account import Account
from store.embedded import url_of

ROOT = Path(__file__).parents[1]
YIZHAN = str(Path(sys.executable).parent / "yizhan")
PATIENCE = 90.0


@dataclass(frozen=True)
class House:
    """A running installation, and its secrets as WeChat and the county know them."""

    base: str
    home: Path
    account: Account
    login: str
    password: str
    pids: tuple[int, ...]

    @property
    def redis(self) -> Redis:
        return Redis.from_url(url_of(self.home / "var" / "redis"))

    def environment(self) -> dict[str, str]:
        return {**os.environ, "YIZHAN_HOME": str(self.home), "PORT": self.base.rpartition(":")[2]}

    def yizhan(self, *arguments: str, given: str = "") -> str:
        command = [YIZHAN, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), input=given, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_ready(process: subprocess.Popen[str], base: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "yizhan run ended"
        try:
            if requests.get(f"{base}/readyz", timeout=2).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    pytest.fail("not ready in time")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("house")
    port = free_port()
    output = (home / "output").open("w+")
    clean = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
    process = subprocess.Popen(
        [YIZHAN, "run"],
        cwd=ROOT,
        env={**clean, "YIZHAN_HOME": str(home), "PORT": str(port), "LOG_FORMAT": "json"},
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        await_ready(process, base)
        said = (home / "output").read_text()
        login = re.search(r"\(login\) (\S+) +密码 \(password\) (\S+)", said)
        assert login, said
        written = {name: value for name, value in dotenv_values(home / ".env").items() if value}
        settings = Settings.from_environment({**written, "PORT": str(port)}, home)
        account = Account(
            settings.wechat_account,
            settings.wechat_app_id,
            settings.wechat_app_secret,
            settings.wechat_token,
            settings.wechat_aes_key,
        )
        yield House(base, home, account, login[1], login[2], (process.pid,))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        output.close()
        sys.stdout.write((home / "output").read_text()[-4000:])
