"""What is said in passing and kept, though nobody asks: age, wished wage, trade, price. Last in table and summary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dialogs.form import FOR_WHOM, REACH, Context, Option, Question, always
from bot.facts import Facts
from bot.readers import NotUnderstood
from bot.readers.reach import WRITE, wish_to_write
from bot.readers.said import say_age, say_price, say_skill, say_wage
from bot.session import Value


@dataclass(frozen=True, slots=True)
class InPassing:
    """A value found in any message. It is read the same way when it is put right."""

    finding: Callable[[str, Context], str | None]
    unit: str = ""

    def read(self, text: str, shown: Sequence[Option], context: Context) -> Value:
        """See `Answer`."""
        if found := self.finding(text, context):
            return found
        raise NotUnderstood("said")

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`."""
        return self.finding(text, context)

    def options(self, context: Context) -> Sequence[Option]:
        """Nothing to choose from."""
        return ()

    def option(self, ident: str, context: Context) -> Option | None:
        """Nothing to choose from."""
        return None

    def show(self, value: Value) -> str:
        """See `Answer`."""
        said = str(value)
        return f"{said}{self.unit}".replace("-", "到") if said[:1].isdecimal() else said


def _age(text: str, context: Context) -> str | None:
    return say_age(text, context.on, for_other=FOR_WHOM in context.answers)


def said(
    key: str,
    label: str,
    finding: Callable[[str, Context], str | None],
    example: str,
    unit: str = "",
    when: Callable[[Context], bool] = always,
) -> Question:
    """A question that is never asked: `finding` takes its answer out of any message, `unit` is shown behind it."""
    words, why = f"{label}？", "您说到了，就一起记给驿站的人。"
    return Question(key, label, words, words, InPassing(finding, unit), why, example, posed=False, when=when)


def _no_calls(facts: Facts) -> str | None:
    return WRITE if facts.profile().in_writing else None


IN_WRITING = replace(
    said(REACH, "联系", lambda text, context: wish_to_write(text) or None, "别打电话，给我发微信"), prefill=_no_calls
)
PRICE = said("price", "价钱", lambda text, context: say_price(text), "一块五一斤")
IN_PASSING = (
    said("age", "年龄", _age, "五十三岁", "岁"),
    said("wage", "想挣", lambda text, context: say_wage(text), "一个月想挣两千八"),
    said("skill", "会做", lambda text, context: say_skill(text), "我会电焊"),
    IN_WRITING,
)
