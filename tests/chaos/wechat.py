"""WeChat as these tests play it: it delivers people's messages to the webhook, and takes the account's own.

It runs here, with a Redis of its own, so that nothing that is done to the system touches it. What it does on the wire
is the simulator's.
"""

import itertools
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import requests
from redis import Redis

from simulator.account import Account
from simulator.api_state import ApiState
from simulator.app import create_app
from simulator.gateway import Broken, pack, unpack
from simulator.world import MESSAGE_WINDOW, World
from store import embedded
from tests.chaos.history import Answered, Arrived, History, Said, Somebody, Unanswered
from tests.loopback import served

PATIENCE = 5.0
TRIES = 3
BETWEEN_TRIES = 1.0  # seconds after a connection that was refused
DOUBLED = 0.05
"""The share of messages that are delivered twice at the same time."""


class WeChat:
    """One account's WeChat. `webhook` is our own address there, `api` is where it offers its API."""

    def __init__(self, account: Account, webhook: str, redis: Redis, seed: str) -> None:
        self.account = account
        self.webhook = webhook
        self.api = ""
        self.state = ApiState(redis)
        self.world = World(redis)
        self._numbers = itertools.count(1_000_000)
        self._random = random.Random(seed)
        self._local = threading.local()

    def newcomers(self, count: int) -> list[str]:
        """The openids of so many new people, who all follow the account."""
        people = [self.world.arrive().openid for _ in range(count)]
        for openid in people:
            self.world.set_follows(openid, True)
        return people

    def deliver(self, who: Somebody, text: str, history: History) -> str:
        """Bring a message to the webhook; what the person reads, "" when nothing or the notice of failure."""
        number = next(self._numbers)
        said = Said(who.openid, f"{who.openid}:{number}", text, time.time())
        history.add(said)
        self.world.open_window(who.openid, MESSAGE_WINDOW)
        xml = self._xml(who.openid, text, number)
        if self._random.random() >= DOUBLED:
            return self._tried(said, xml, history)
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(self._tried, said, xml, history) for _ in range(2)]
            done, _ = wait(both)
        return next((reply for each in done if (reply := each.result())), "")

    def _tried(self, said: Said, xml: str, history: History) -> str:
        why = ""
        for _ in range(TRIES):
            try:
                text = self._posted(said.person, xml)
            except requests.ConnectionError as problem:
                why = type(problem).__name__
                time.sleep(BETWEEN_TRIES)
            except requests.RequestException as problem:
                why = type(problem).__name__
            except Broken as problem:
                why = str(problem)
                break
            else:
                history.add(Answered(said.person, said.key, text, time.time()))
                return text
        history.add(Unanswered(said.person, said.key, why, time.time()))
        return ""

    def _posted(self, openid: str, xml: str) -> str:
        request = pack(self.account, xml)
        headers = {"Content-Type": "text/xml"}
        session = self._session()
        answer = session.post(self.webhook, params=request.query, data=request.body, headers=headers, timeout=PATIENCE)
        if answer.status_code != requests.codes.ok:
            raise Broken(f"HTTP {answer.status_code}")
        return unpack(self.account, answer.content.decode(errors="replace"), openid) or ""

    def _session(self) -> requests.Session:
        """One for each thread: a person's phone shares no connection with another's."""
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        return self._local.session  # type: ignore[no-any-return]

    def _xml(self, openid: str, text: str, number: int) -> str:
        return (
            f"<xml><ToUserName><![CDATA[{self.account.name}]]></ToUserName>"
            f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{int(time.time())}</CreateTime>"
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content><MsgId>{number}</MsgId></xml>"
        )

    def note_arrivals(self, history: History) -> None:
        """Add to the history what the account sent of its own accord. Call once, at the end."""
        for person in history.people:
            for bubble in self.world.chat(person.openid):
                if bubble["side"] == "bot":
                    history.add(Arrived(person.openid, bubble["text"], bubble.get("sure", True), bubble["at"]))


@contextmanager
def playing(account: Account, webhook: str, home: Path, seed: str) -> Iterator[WeChat]:
    """A WeChat with its API on loopback."""
    with embedded.running(home / "sim") as url, Redis.from_url(url) as redis:
        wechat = WeChat(account, webhook, redis, seed)
        with served(create_app("test", redis, account, webhook)) as base:
            wechat.api = f"{base}/api"
            yield wechat
