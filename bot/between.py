"""What comes between a question and its answer and is no wish of its own: waiting, putting it off, what comes next."""

import re

from bot.dialogs.asking import Form, found
from bot.dialogs.common import call_promise
from bot.dialogs.form import CONSENT, FOR_WHOM, REACH, no_calls
from bot.dialogs.keeping import keep, noted
from bot.language.normalise import normalise
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.readers.others import told_of
from bot.readers.reach import CALLS, calls_again, wish_to_write
from bot.records import Place
from bot.scene import Scene, Turn
from bot.thread import then_ask_again
from bot.wishes import afterwards, calls, reach

_END = r"[了吧啊呀哈哦,，。!！ ]*"
_WAIT = re.compile(
    rf"(?:你|您|请|麻烦|那)?(?:先)?(?:等(?:一)?(?:下|会儿?|等|我)(?:一?下|一?会儿?)?|稍等(?:一?下)?|等等|慢点|不急|别急){_END}"
    rf"(?:我)?(?:先)?(?:[找问看查想](?:一?[找问看查想下]){{0,2}}(?:我|我家)?[一-鿿]{{0,3}})?{_END}"
)
_LATER = re.compile(
    r"(?:那|我|俺|还是|先|这个|等|到)*"
    r"(?:(?:过(?:几|两)天|过一?阵子?|改天|改日|以后|回头|下次|明天|明早|晚上|晚点|迟点|迟些|有空|等等|再等等)(?:我)?(?:再)?(?:说|讲|来|看|弄|填|报名?|登记?|办|搞)|"
    r"(?:再|先)?(?:考虑|商量|想)(?:一?下|一?[考商想][虑量]?)*(?:再(?:说|讲|来|报|登记?|办))?|没空|没时间|在忙|忙着呢|正忙)"
    rf"{_END}"
)
_BRING = re.compile(
    r"(?:要不要|要|用|需要|得|用不用|可要|都)*带(?:什么|啥|么事|么|哪些|身份证|户口本|证件?|材料|照片|东西)"
    r"|(?:什么|哪些|啥|么)(?:材料|证件|手续)|身份证.{0,2}(?:要不要|可要|要带|要吗)|(?:要不要|可要|要)(?:交|拍|看|用)?(?:身份证|户口本|照片)[^号]{0,2}$"
)
_LONGEST = 40
CALLED_ABOUT = ("job", "training", "produce", "vacancy")
"""Forms after which somebody calls."""


def between(scene: Scene, form: Form) -> Turn | None:
    """What is said to it, and the question once more; None for other words."""
    said = normalise(scene.text).strip()
    asked = form.question.key if form.question else ""
    if len(said) > _LONGEST:
        return None
    if _WAIT.fullmatch(said):
        return then_ask_again(scene, scene.saying(talk.TAKE_YOUR_TIME))
    if asked != CONSENT and _LATER.fullmatch(said):
        put_off = scene.with_session(scene.session.set_aside())
        return put_off.saying(talk.PUT_OFF.format(title=form.dialog.title))
    if otherwise := reach.instead_of_a_phone(scene, form) or _reached_otherwise(scene, form):
        return otherwise
    if form.dialog.name not in CALLED_ABOUT:
        return None
    if calls.asks_when(scene.text):
        village = form.answers.get("village")
        by = call_promise(village if isinstance(village, Place) else None, scene.facts)
        told = talk.WRITTEN_ONCE_FILED if no_calls(form.answers) else talk.CALLED_ONCE_FILED
        return then_ask_again(scene, scene.saying(told.format(by=hour_words.at(by.by, by.made))))
    if _BRING.search(said):
        return then_ask_again(scene, scene.saying(talk.NOTHING_TO_BRING))
    if "name" not in form.answers:
        return None
    other = told_of(said) if FOR_WHOM not in form.answers else None
    if not (other or afterwards.ONE_MORE.match(said)):
        return None
    return then_ask_again(scene, scene.saying(talk.ONE_BY_ONE.format(name=other[1] if other else talk.THE_NEXT)))


def _reached_otherwise(scene: Scene, form: Form) -> Turn | None:
    """打电话也行, where they had wanted no calls, and the other way round; None for other words."""
    if REACH not in form.answers:
        return None
    now = CALLS if no_calls(form.answers) and calls_again(scene.text) else wish_to_write(scene.text)
    if not now or no_calls(form.answers) is (now != CALLS):
        return None
    told = {**found(form, scene.text), REACH: now}
    return Turn.of(keep(form, told, noted(form, told)))
