"""A vacancy: somebody wants to hire. Staff check it before it is shown to anybody."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.asking import OF_THE_PERSON
from bot.dialogs.common import PERSON, filed
from bot.dialogs.form import Context, Dialog, Ending, Option, Question
from bot.dialogs.kinds import Words
from bot.dialogs.passing import IN_WRITING
from bot.guard import suspicions
from bot.phrases import scams, talk
from bot.readers import NotUnderstood
from bot.readers.correction import find_correction
from bot.readers.values import without_values
from bot.records import RecordKind
from bot.session import Value

_OF_AN_OFFER = re.compile(
    r"(?:\d|[一二三四五六七八九十两几])+\s*[个名位](?!月|星期|小时|钟头)|(?:招|缺|雇)(?!工[人吧]?$)[^招]{1,6}[工员师手]"
    r"|(?:叫|是|的)\s*[一-鿿]{2,8}(?:厂|店|合作社|公司)|[元块]|工资|按件|[包管](?:[早中晚午三两一]?(?:饭|餐|顿)|吃|住|伙食)|\d岁|长期|临时|夜班|白班|[\d十]以[上下内]|[男女](?:的|工$)|(?:今天|明天|马上)就要"
)
_ASKS = re.compile(r"[?？]|[吗么呢]$|什么时候|怎么|多久|几时")
LONGEST = 500
LONGEST_CORRECTION = 20


def read_offer(text: str) -> str:
    """Take the offer as it was said. Raises NotUnderstood("offer") when there is next to nothing in it."""
    said = text.strip()
    correction = find_correction(said) if len(said) <= LONGEST_CORRECTION else None
    if len(without_values(said)) < 4 or (correction and correction.key in OF_THE_PERSON):
        raise NotUnderstood("offer")
    return said[:LONGEST]


class Offer(Words):
    """What is offered, in the person's own words. What is told of it later, whatever is asked then, is added."""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        return _added(context, self.reading(text))

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`."""
        said = text.strip()
        if not _OF_AN_OFFER.search(said) or _ASKS.search(said) or said in str(context.answers.get(OFFER.key, "")):
            return None
        correction = find_correction(said) if len(said) <= LONGEST_CORRECTION else None
        return None if correction and correction.key in OF_THE_PERSON else _added(context, said[:LONGEST])


def _added(context: Context, said: str) -> str:
    before = str(context.answers.get(OFFER.key, ""))
    return f"{before}，{said}"[:LONGEST] if before else said


OFFER = Question(
    key="note",
    label="要招的人",
    wording="您那里做什么的、要几个人、多少钱？一句话说说。",
    short="做什么的、要几个人、多少钱？",
    answer=Offer(read_offer),
    why="驿站的人好先核实，再登出来给人看。",
    example="服装厂要缝纫工3个，按件算",
    narrows=True,
)


def _finish(context: Context) -> Ending:
    ending = filed(RecordKind.VACANCY, context.answers, context.facts)
    found = suspicions(str(context.answers.get(OFFER.key, "")))
    return replace(ending, words=f"{ending.words}\n{scams.held(found)}") if found else ending


DIALOG = Dialog(
    name="vacancy",
    title="招人登记",
    opening=lambda facts: talk.VACANCY_OPENS,
    questions=(OFFER, *PERSON, IN_WRITING),
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.SUMMARY_YES,
)
