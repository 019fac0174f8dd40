"""Farm produce: what is to be sold, how much of it, and who sells."""

from bot.dialogs.common import PERSON, filed
from bot.dialogs.form import Context, Dialog, Ending, Question
from bot.dialogs.kinds import Words
from bot.dialogs.passing import IN_WRITING, PRICE
from bot.phrases import talk
from bot.readers.produce import amount_alone, find_produce, read_product, read_quantity
from bot.records import RecordKind

PRODUCT = Question(
    key="product",
    label="卖的东西",
    wording="您想卖什么？",
    short="您想卖什么？",
    answer=Words(read_product, lambda text: find_produce(text)[0]),
    why="驿站好帮您找买家。",
    example="山芋",
)

QUANTITY = Question(
    key="quantity",
    label="数量",
    wording="大概有多少？",
    short="大概有多少？",
    answer=Words(read_quantity, lambda text: find_produce(text)[1] or amount_alone(text)),
    why="说个大概就行，好找合适的买家。",
    example="200斤",
    as_said=("quantity", "quantity_unknown"),
)


def _finish(context: Context) -> Ending:
    return filed(RecordKind.PRODUCE, context.answers, context.facts)


DIALOG = Dialog(
    name="produce",
    title="卖农产品登记",
    opening=lambda facts: talk.PRODUCE_OPENS,
    questions=(PRODUCT, QUANTITY, *PERSON, PRICE, IN_WRITING),
    finish=_finish,
    summary=talk.SUMMARY,
    yes=talk.SUMMARY_YES,
)
