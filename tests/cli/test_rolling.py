"""Under load a new version takes over, and processes come and go: nobody is refused, no reply is late or lost."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from dotenv import dotenv_values

from config.settings import Settings
from simulator.account import Account
from simulator.gateway import Broken, pack, unpack
from tests.cli.installation import Installation, eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

CALLERS, BETWEEN = 4, 0.05


@dataclass
class Load:
    """People who greet all the time, each call on a connection of its own. `failed` says what went wrong."""

    base: str
    account: Account
    answered: int = 0
    slowest: float = 0.0
    failed: list[str] = field(default_factory=list)

    def call(self, number: int, ended: threading.Event) -> None:
        count = 0
        while not ended.wait(BETWEEN):
            count += 1
            began = time.monotonic()
            try:
                self._greet(f"oRolling_{number}_{count // 20}", number * 1_000_000 + count)
            except (requests.RequestException, Broken) as problem:
                self.failed.append(repr(problem))
            self.slowest = max(self.slowest, time.monotonic() - began)

    def _greet(self, openid: str, key: int) -> None:
        xml = (
            f"<xml><ToUserName>{self.account.name}</ToUserName><FromUserName>{openid}</FromUserName>"
            f"<CreateTime>1</CreateTime><MsgType>text</MsgType><Content>您好</Content><MsgId>{key}</MsgId></xml>"
        )
        request = pack(self.account, xml)
        answer = requests.post(f"{self.base}/wechat", params=request.query, data=request.body, timeout=5)
        answer.raise_for_status()
        if "驿站" not in (unpack(self.account, answer.text, openid) or ""):
            raise Broken("no greeting")
        self.answered += 1


@contextmanager
def load_on(installation: Installation) -> Iterator[Load]:
    written = {name: value for name, value in dotenv_values(installation.home / ".env").items() if value}
    own = Settings.from_environment(written, installation.home)
    account = Account(
        own.wechat_account, own.wechat_app_id, own.wechat_app_secret, own.wechat_token, own.wechat_aes_key
    )
    load, ended = Load(f"http://127.0.0.1:{installation.port}", account), threading.Event()
    threads = [threading.Thread(target=load.call, args=[number, ended]) for number in range(1, CALLERS + 1)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def more_answers(load: Load, count: int = 20) -> None:
    before = load.answered
    eventually(lambda: load.answered > before + count)


@pytest.mark.timeout(240)  # two starts, while other tests want the processors
def test_a_new_version_takes_over_without_a_failed_request(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    run = installation.start(WEB_PROCESSES="2")
    try:
        eventually(lambda: "(ready)" in installation.output())
        with load_on(installation) as load:
            more_answers(load)
            master = installation.first("gunicorn")
            assert master
            os.kill(master, signal.SIGHUP)  # its processes are replaced one by one
            more_answers(load, 60)
            run.send_signal(signal.SIGUSR1)  # everything is
            eventually(lambda: "web 换成新的了" in installation.output())
            eventually(lambda: installation.first("gunicorn") not in (None, master))
            more_answers(load)
        assert load.failed == []
        assert load.slowest < 5
        run.send_signal(signal.SIGTERM)
        assert run.wait(30) == 0
    finally:
        for pid in installation.processes():
            os.kill(pid, signal.SIGKILL)
