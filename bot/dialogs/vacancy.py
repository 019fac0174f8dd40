"""A vacancy: somebody wants to hire. Staff check it before it is shown to anybody."""

from dataclasses import replace

from bot.dialogs.asking import OF_THE_PERSON
from bot.dialogs.common import PERSON, filed
from bot.dialogs.form import Context, Dialog, Ending, Question
from bot.dialogs.kinds import Words
from bot.guard import suspicions
from bot.phrases import scams, talk
from bot.readers import NotUnderstood
from bot.readers.correction import find_correction
from bot.readers.values import without_values
from bot.records import RecordKind

LONGEST = 500
LONGEST_CORRECTION = 20


def read_offer(text: str) -> str:
    """Take the offer as it was said. Raises NotUnderstood("offer") when there is next to nothing in it."""
    said = text.strip()
    correction = find_correction(said) if len(said) <= LONGEST_CORRECTION else None
    if len(without_values(said)) < 4 or (correction and correction.key in OF_THE_PERSON):
        raise NotUnderstood("offer")
    return said[:LONGEST]


OFFER = Question(
    key="note",
    label="要招的人",
    wording="您那里做什么的、要几个人、多少钱？一句话说说。",
    short="做什么的、要几个人、多少钱？",
    answer=Words(read_offer),
    why="驿站的人好先核实，再登出来给人看。",
    example="服装厂要缝纫工3个，按件算",
)


def _finish(context: Context) -> Ending:
    ending = filed(RecordKind.VACANCY, context.answers, context.facts)
    found = suspicions(str(context.answers.get(OFFER.key, "")))
    return replace(ending, words=f"{ending.words}\n{scams.held(found)}") if found else ending


DIALOG = Dialog(
    name="vacancy",
    title="招人登记",
    opening=lambda facts: talk.VACANCY_OPENS,
    questions=(OFFER, *PERSON),
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.SUMMARY_YES,
)
