"""What is asked back in an open form: why that is asked, what a line of the list is, what the policy book may know."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.asking import Form, shown
from bot.dialogs.form import Option
from bot.dialogs.replying import reply
from bot.effects import Answered
from bot.intents import Intent
from bot.language.normalise import normalise
from bot.language.numbers import number_of
from bot.phrases import policy as policy_words
from bot.phrases.reading import say
from bot.readers.values import without_values
from bot.scene import Scene, Turn
from bot.thread import then_ask_again
from bot.when import today
from bot.wishes import questions

_QUESTION = re.compile(
    r"[?？]|[吗呢么]$|多少|几多|好多|怎么|咋|哪|什么|啥|么事|(?<=..)[不没冇]$|([是能行好要累会])不\1|可不可以|可有|可能|有没有|为什么|为啥|几时|几点|几个(?:小时|钟头|月)|几天|多长|多久|好久"
)
_ANY = re.compile(
    r"(?:随便|不管|无论|不论)?(?:什么|啥|么事|哪)[^,，。?？]{0,4}?[都也](?:行|可以|好|中|照|要|干|做)|(?:随便|不管|无论)(?:什么|啥|哪)"
)
_WHY = re.compile(
    r"为(什么|啥|么事)|凭(什么|啥|么事)|(干|做|搞)(嘛|啥|什么|么事).{0,3}[要问记留]|"
    r"[记留问填](这个|这些|这|我|它|电话|号码|名字).{0,4}(干|做|搞|有)(嘛|啥|什么|么事|用)|要(这个|这|我|它|电话|号码|名字|手机).{0,4}(干|做|搞)(嘛|啥|什么|么事)|有(什么|啥|么事)用"
)
_CLAUSES = re.compile(r"[^,，。;；!！?？ ]+[?？]?")
_WHICH = re.compile(r"第([一二三四五六七八九十两\d]{1,3})个|(?<!\d)(\d{1,2})(?:号|个是|是)")
_COST = re.compile(
    r"(?:那|这|要|得|学|报名?|一共|总共|都)*(?:多少|几多|几|好多)?(?:块)?(?:钱|学费|费用)(?:多少|吗|不|么|啊|呀)*[?？]?"
)
_IS_IT_FREE = "培训要钱吗"
_KNOWN_OF_US = {Intent.STATION_INFO, Intent.CHECK_PROGRESS}
"""Here our own records know more than the book does."""

_OF_WORK = ("job", "training")
_AT_WORK = re.compile(
    r"[包管](?:不[包管])?(?:吃|住|饭)|食堂|宿舍|住的地方|几个(?:小时|钟头)|几点(?:上|下)班|上几天|加班|休息|累不累|累吗|重不重|要不要文化|要文化|"
    r"(?:接送|车接|有车接)"
)
"""What is not written of a vacancy or course; the book knows it of other things."""
_OF_THE_SALE = re.compile(r"来[拉收装]|上门|什么价|么价|价钱|几钱|运费|现钱|现金|给钱|付钱")
"""What only whoever buys can tell."""
_OF_US = re.compile(r"[你您]们|驿站|站里")


def asks(text: str) -> bool:
    """Whether a text asks something; 随便什么活 and 什么都行 do not."""
    return bool(_QUESTION.search(_ANY.sub("", text)))


def asked_back(scene: Scene, form: Form) -> Turn | None:
    """The answer to a question that is asked instead of an answer; None where it is none, or it is for others."""
    question = form.question
    if question and question.why and _WHY.search(scene.text):
        return then_ask_again(scene, scene.saying(question.why))
    if not asks(scene.text):
        return None
    if answered := _asked_and_answered(scene, form):
        return answered
    if question and (option := _asked_about(shown(form, question), scene.text)):
        return then_ask_again(scene, scene.saying(f"{option.label}：{option.detail}"))
    said = normalise(scene.text)
    of_work = form.dialog.name in _OF_WORK and _AT_WORK.search(said) and not _OF_US.search(said)
    if of_work or (form.dialog.name == "produce" and _OF_THE_SALE.search(said)):
        return then_ask_again(scene, scene.saying(say("asked")))
    if scene.mind.detector.read(scene.text).intent in _KNOWN_OF_US:
        return None
    free = form.dialog.name == "training" and _COST.fullmatch(normalise(scene.text).strip())
    entry = scene.about(_IS_IT_FREE).entry if free else scene.topic().entry
    return then_ask_again(scene, questions.policy_answer(scene, entry)) if entry else None


def _asked_and_answered(scene: Scene, form: Form) -> Turn | None:
    """The answer, and a question beside it: the book answers that, and the form goes on."""
    question = form.question
    told = "，".join(clause for clause in _CLAUSES.findall(scene.text) if not _QUESTION.search(clause))
    if not question or not told or question.answer.find(told, form.context) is None:
        return None
    turn = Turn.of(reply(form, told))
    on = today(scene.inbound.at)
    entry = scene.mind.topic(without_values(scene.text), on).entry
    if not entry or not turn.say:
        return turn
    said = replace(turn.say, text=f"{policy_words.answer(entry, on)}\n\n{turn.say.text}")
    return replace(turn, say=said).adding(Answered(entry.id, scene.text))


def _asked_about(listed: Sequence[Option], text: str) -> Option | None:
    """The line of the list that is asked about, by its number, if more is known of it."""
    number = _WHICH.search(text)
    position = number_of(number[1] or number[2]) if number else None
    option = listed[position - 1] if position and position <= len(listed) else None
    return option if option and option.detail else None
