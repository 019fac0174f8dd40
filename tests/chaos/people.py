"""Simulated people who hold whole conversations. They answer what they read, and say it again when it failed."""

import random
import re
import threading
import time
from collections.abc import Callable, Sequence

from bot.readers.divisions import TOWNSHIPS, VILLAGES
from tests.chaos.checker import CONFIRMS
from tests.chaos.history import History, Somebody

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "秀英桂花兰玉梅芳霞翠莲珍凤琴云菊素淑琼美"

LOOKS_FOR_WORK, SELLS, CALLS = "我想找活", "屋里两百斤山芋想卖", "转人工"

TROUBLE = re.compile("没办成|没登记上|没来得及看|我还在办")
"""What is said when something was not done and is to be said again later (`bot/phrases/busy.py`, `talk.py`)."""

LONGEST_TALK = 400
"""Messages after which a person gives up."""

Tell = Callable[[Somebody, str], str]
"""Sends a message and returns the reply; "" when there was none. Blocks as a person does who waits for it."""


def crowd(openids: Sequence[str], townships: Sequence[str]) -> list[Somebody]:
    """People with names and phones that nobody shares, spread over these townships."""
    villages = {village.township: village.name for village in VILLAGES.values()}
    people = []
    for number, openid in enumerate(openids):
        first, rest = divmod(number, len(SURNAMES))
        second, third = divmod(first, len(GIVEN))
        name = SURNAMES[rest] + GIVEN[-1 - second] + GIVEN[third]
        township = townships[number % len(townships)]
        village = TOWNSHIPS[township] + villages[township]
        people.append(Somebody(openid, name, f"1380000{number:04d}", village, township))
    return people


class Talker:
    """One person with their wishes. `pause` is how many seconds they think at most; some think much longer."""

    def __init__(self, who: Somebody, tell: Tell, history: History, seed: str, pause: float) -> None:
        self.who = who
        self._tell = tell
        self._history = history
        self._random = random.Random(seed)
        self._pause = pause
        self._answers = (
            (re.compile("行不行"), "同意"),
            (re.compile("叫什么名字"), who.name),
            (re.compile("手机号|电话是多少"), who.phone),
            (re.compile("哪个乡镇|哪个村"), who.village),
            (re.compile("想做哪一个"), "1"),
            (re.compile("看看对不对|对的话回 1"), "对的"),
            (re.compile("没填完|接着办|继续"), "继续"),
        )

    def talk(self, ended: threading.Event, calm: threading.Event) -> None:
        """Get everything done that they came for, and sell more until all is `calm`; unless it has `ended` before."""
        wishes = [SELLS, CALLS] if self._random.random() < 0.5 else [CALLS, SELLS]
        for wish in (LOOKS_FOR_WORK, *wishes):
            if not self._want(wish, ended):
                return
        while not calm.is_set():
            if not self._want(SELLS, ended):
                return
        self._history.finished.add(self.who.openid)

    def _want(self, wish: str, ended: threading.Event) -> bool:
        saying = wish
        for _ in range(LONGEST_TALK):
            if ended.is_set():
                return False
            reply = self._tell(self.who, saying)
            if CONFIRMS.search(reply):
                return True
            self._think(reply, ended)
            saying = self._next(reply, saying, wish)
        return False

    def _next(self, reply: str, said: str, wish: str) -> str:
        if not reply or TROUBLE.search(reply):
            return said
        if self._random.random() < 0.05:
            return "培训要钱不"
        return next((answer for asked, answer in self._answers if asked.search(reply)), wish)

    def _think(self, reply: str, ended: threading.Event) -> None:
        if not reply or TROUBLE.search(reply):
            ended.wait(self._random.uniform(0.5, 2.0))
        elif self._random.random() < 0.03:
            ended.wait(self._random.uniform(2, 6))
        else:
            time.sleep(self._random.uniform(0, self._pause))
