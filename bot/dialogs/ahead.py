"""Who wants to see what there is before they say who they are: 有哪些活, 先看看, 那有什么班."""

import re
from typing import Final

from bot.dialogs.asking import PAGE, Form, Step, ask, from_the_top, is_offer
from bot.language.normalise import normalise
from bot.phrases import offers

_BEFORE: Final = r"(?:那|我|俺|你们|您们|这里|这边|先|想|要|让|给|帮|能不能|可以|能|都|还|现在|眼下|到底)*"
_LOOK: Final = r"(?:看一?看|看一?下|瞧一?瞧|说一?说|讲一?讲|列一?下|列出来|再说|有|是|些|你们|都|现在|眼下|这里)*"
_WHAT: Final = r"(?:什么样|哪些|哪几|哪样|几样|什么|么事|么|啥)"
_OF: Final = r"(?:个|种|样|的|好)*(?:活|工作|岗位?|班|课程?|培训|手艺|工种)?(?:可以|能)?[做干学报挑选教]?"
_AFTER: Final = r"[的吗呢啊呀吧哦，。?？!！ ]*"
_ASKS: Final = re.compile(f"{_BEFORE}{_LOOK}(?:教|学|做|干)?{_WHAT}{_OF}{_AFTER}")
_LOOKS: Final = re.compile(f"{_BEFORE}看(?:一?[看下])?(?:活|班|工作|课)?(?:再说)?{_AFTER}")
_ANY: Final = re.compile(
    r"(?:那|还|现在|你们|这里)*(?:有没有|可有|有没得|有无)[^,，。?？]{1,8}?(?:的|班|课|课程|培训)[吗么没不啊呢]*[?？]?"
)
"""有没有会宫的, 有没有厨师班: the lines tell."""
_OF_THE_LINES: Final = re.compile(
    r"(?:那|这些|都|各|一般|大概|活|的|是|能|可以|一个月|一天|每天|每月)*(?:工资|工钱|待遇|薪水|挣|赚|给|开)+(?:得|能|是|有|的|一个月|一天|到)*"
    rf"(?:多少|几多|好多|怎么算|咋算|怎么样|咋样|高不高|高吗|几钱)(?:钱|块钱?|一天|一个月)*{_AFTER}"
    rf"|离(?:我|俺)?(?:家|这|这里)?(?:远不远|多远|近不近|远吗|近吗|有多远){_AFTER}"
    rf"|(?:那|这些|都|活|是|厂|在)*(?:哪里|哪儿|哪个?地方|什么地方)(?:上班|干活|干|做|做事|的活){_AFTER}"
)
"""What the lines themselves tell: what is paid, and where."""
_SHORTEST, _LONGEST = 3, 24


def seen_ahead(form: Form, text: str) -> Step | None:
    """The first lines of the list that is still to come, without numbers, and the open question; None for other words.

    Where the list is what is asked now, it is shown from its beginning.
    """
    said = normalise(text).strip()
    asks = (_ASKS, _LOOKS, _OF_THE_LINES if form.dialog.name == "job" else _ANY)
    if not _SHORTEST <= len(said) <= _LONGEST or not any(each.fullmatch(said) for each in asks):
        return None
    listing = next((each for each in form.dialog.questions if is_offer(each) and each.key not in form.answers), None)
    options = listing.answer.options(form.context) if listing else ()
    if not listing or not options:
        return None
    if form.question is listing:
        return ask(from_the_top(form), again=True)
    lines = "\n".join(f"· {option.label}" for option in options[:PAGE])
    more = offers.AHEAD_OF_MANY.format(count=len(options), shown=PAGE) if len(options) > PAGE else ""
    return ask(form, offers.AHEAD.format(lines=lines, more=more), again=True)
