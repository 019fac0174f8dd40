"""Taking back a request of one's own."""

import re

from bot.dialogs.form import Context, Dialog, Ending, Option, Question
from bot.dialogs.kinds import FromList
from bot.effects import Withdraw
from bot.facts import Facts
from bot.phrases import talk
from bot.records import Picked, Record, RecordKind
from bot.session import Value


def _option(record: Record) -> Option:
    title = talk.record_title(record)
    return Option(str(record.id), f"{title}（{talk.day(record.created_at)}）", Picked(0, str(record.id), title))


def _listing(context: Context) -> list[Option]:
    return [_option(record) for record in open_records(context.facts)]


def open_records(facts: Facts) -> list[Record]:
    """Return the person's requests that staff have not closed."""
    return [record for record in facts.records() if record.status.open]


_SAID = {
    RecordKind.TRAINING: re.compile(r"培训|[学课班](?!习)"),
    RecordKind.JOB: re.compile(r"找活|找工作|[那个的]活|活[不我]|上班|岗"),
    RecordKind.PRODUCE: re.compile(r"卖"),
}


class FromRecords(FromList):
    """A request of one's own, also by what it is for: 培训不去了."""

    def find(self, text: str, context: Context) -> Value | None:
        """See `Answer`."""
        if (by_title := super().find(text, context)) is not None:
            return by_title
        kinds = [kind for kind, words in _SAID.items() if words.search(text)]
        meant = [at for at, record in enumerate(open_records(context.facts)) if [record.kind] == kinds]
        return self.at(meant[0], context) if len(meant) == 1 else None

    def at(self, index: int, context: Context) -> Value:
        """The request at this place of the list."""
        record = open_records(context.facts)[index]
        return Picked(index + 1, str(record.id), talk.record_title(record))


def _only_one(facts: Facts) -> Picked | None:
    records = open_records(facts)
    return Picked(1, str(records[0].id), talk.record_title(records[0])) if len(records) == 1 else None


RECORD = Question(
    key="record",
    label="登记",
    wording="您要撤回哪一个？回数字就行：",
    short="您要撤回哪一个？",
    answer=FromRecords(_listing),
    why="您登记过不止一样，怕撤错了。",
    example="1",
    prefill=_only_one,
)


def _finish(context: Context) -> Ending:
    record = context.answers["record"]
    if not isinstance(record, Picked):
        raise TypeError(record)
    return Ending((Withdraw(int(record.id)),), talk.WITHDRAWN.format(what=record.title))


DIALOG = Dialog(
    name="withdraw",
    title="撤回登记",
    opening=lambda facts: talk.WITHDRAW_OPENS,
    questions=(RECORD,),
    finish=_finish,
    summary=talk.WITHDRAW_SUMMARY,
    yes=talk.WITHDRAW_YES,
    no=talk.WITHDRAW_NO,
    reminds=False,
)
