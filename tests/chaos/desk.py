"""A member of the county's staff at the console: takes what is new, and writes to its people."""

import itertools
import random
import re
import threading
import time

import requests

from tests.chaos.history import History, Written

PATIENCE = 10.0
BETWEEN = 0.3  # seconds
SHARE = 0.6
"""Of the referrals; each has one message, so that WeChat's five are not used up."""

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_REFERRAL = re.compile(r"/console/referrals/(\d+)")


class Clerk:
    """Works until told to stop; what fails is left alone."""

    def __init__(self, base: str, login: tuple[str, str], history: History, seed: str) -> None:
        self._base = f"{base}/console"
        self._login = login
        self._history = history
        self._random = random.Random(seed)
        self._numbers = itertools.count(1)
        self._done: set[int] = set()
        self._web = requests.Session()

    def work(self, ended: threading.Event) -> None:
        """Look at the queue again and again."""
        while not ended.wait(BETWEEN):
            try:
                self._look()
            except requests.RequestException:
                continue

    def _look(self) -> None:
        page = self._get("/")
        if "login" in page.url:
            self._post("/login", "/login", login=self._login[0], password=self._login[1])
            return
        for number in map(int, dict.fromkeys(_REFERRAL.findall(page.text))):
            if number not in self._done:
                self._done.add(number)
                if self._random.random() < SHARE:
                    self._serve(number)

    def _serve(self, number: int) -> None:
        here = f"/referrals/{number}"
        self._post(f"{here}/claim", here)
        code, sure = f"〔{next(self._numbers)}〕", False
        try:
            answer = self._post(f"{here}/message", here, text=f"您的事在办了，请等电话。{code}")
            sure = answer.ok and code in answer.text
        finally:
            self._history.add(Written(code, number, sure, time.time()))

    def _get(self, path: str) -> requests.Response:
        return self._web.get(f"{self._base}{path}", timeout=PATIENCE)

    def _post(self, path: str, shown_on: str, **fields: str) -> requests.Response:
        token = _TOKEN.search(self._get(shown_on).text)
        if token is None:
            raise requests.RequestException("no form")
        return self._web.post(f"{self._base}{path}", data={"csrf_token": token[1], **fields}, timeout=PATIENCE)
