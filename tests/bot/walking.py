"""One made-up person who answers in many ways, wanders off, taps what is old, and remembers all that they said."""

import random
from dataclasses import dataclass, field, replace
from functools import cache

from bot.dialogs import DIALOGS
from bot.dialogs.form import CONFIRM, Dialog
from bot.effects import Amend, Choice, Consent, Effect, Forget, Learn, Register, Say, Withdraw
from bot.facts import KnownFacts
from bot.message import Kind
from bot.policy import Entry
from bot.records import Fields, Picked, Profile, Record, Status
from bot.scene import Mind, Turn
from tests.talks import AT, FACTS, Talk

NAMES: dict[str, tuple[str, ...]] = {
    "王桂花": ("王桂花", "我叫王桂花", "大家都喊我桂花，大名王桂花", "姓王，桂花", "我是王桂花，今年五十三了"),
    "李大山": ("李大山", "俺叫李大山", "名字是李大山", "木子李，大山"),
    "章翠兰": ("章翠兰", "我叫章翠兰，立早章", "立早章，翠兰"),
}
PHONES: dict[str, tuple[str, ...]] = {
    "13800001234": ("13800001234", "138 0000 1234", "幺三八零零零零幺二三四", "我的号是138-0000-1234"),
    "13800005678": ("13800005678", "电话13800005678", "138四个0，5678"),
}
VILLAGES: dict[str, tuple[str, ...]] = {
    "340722106": ("横埠的", "横埠镇", "横埠镇官塘村", "官塘村", "横埠官塘"),
    "340722120": ("汤沟镇", "汤沟的", "汤沟镇新华村"),
}
PRODUCTS: dict[str, tuple[str, ...]] = {"山芋": ("山芋", "卖山芋"), "鸡蛋": ("鸡蛋", "家里鸡蛋想卖")}
QUANTITIES: dict[str, tuple[str, ...]] = {"200斤": ("两百斤", "200斤"), "100个": ("一百个",)}
NOTES: dict[str, tuple[str, ...]] = {"服装厂要缝纫工三个": ("服装厂要缝纫工三个",)}
CHOICES = ("1", "第二个", "2", "随便", "最后一个", "都不合适", "工资高的那个")
YES = ("对", "对的", "1", "没错", "照", "可以")

FREE = {
    "name": NAMES,
    "phone": PHONES,
    "village": VILLAGES,
    "product": PRODUCTS,
    "quantity": QUANTITIES,
    "note": NOTES,
}
PICKED = {"job", "course", "record"}

CORRECTIONS = {
    "name": ("不对，我叫{}", "名字错了，是{}"),
    "phone": ("电话打错了，是{}", "换个号，{}"),
    "village": ("村子错了，是{}",),
}
OPENERS = (
    *("我想找活", "我要报名培训", "家里东西想卖", "我厂里要招人", "我要改电话", "给我媳妇报名学手艺", "帮我弟找个活"),
)
ASIDE = (
    *("谢谢", "你好", "培训要钱吗", "公益岗怎么报名", "驿站在哪", "为什么要电话", "第二个具体干什么", "今天下雨了"),
    *("上一步", "继续", "取消", "菜单", "更多", "重来", "进度", "转人工", "详细", "嗯", "好的", "错了", "不对"),
    *("不想留", "不想说", "不知道", "不同意", "退订", "删掉我的信息", "不想去了", "跟上次一样", "再报一个", "换一个活"),
    *("1", "2", "3", "9", "？", "。。。", "😀", "", "a" * 300, "1380000", "新华村", "13800001234或者13800005678"),
    *("我自己也报一个", "再帮我弟也报一个", "名字和电话都错了", "随便", "都不合适", "我要投诉村干部", "今年五十出头了"),
    "会电焊",
)
SILENT = (Kind.STICKER, Kind.VOICE, Kind.IMAGE, Kind.LOCATION)


@dataclass
class Remembering:
    """The detector and the book of `mind`, asked only once for each text: a walk says the same few hundred."""

    mind: Mind

    def __post_init__(self) -> None:
        self.read = cache(self.mind.detector.read)
        self.find = cache(self.mind.book.find)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.mind.book.entries

    def entry(self, topic: str) -> Entry | None:
        return self.mind.book.entry(topic)

    @property
    def as_mind(self) -> Mind:
        return Mind(lambda: self, lambda: self)


def remembered(facts: KnownFacts, effects: tuple[Effect, ...]) -> KnownFacts:
    """The facts after these effects, as the store keeps them (tests/store proves it of the real one)."""
    for effect in effects:
        facts = _after(facts, effect)
    return facts


def _after(facts: KnownFacts, effect: Effect) -> KnownFacts:
    profile, records = facts.known_profile, facts.known_records
    match effect:
        case Consent():
            return replace(facts, known_profile=replace(profile, consented=True))
        case Learn():
            return replace(facts, known_profile=_learned(profile, effect.fields))
        case Register():
            new = Record(len(records) + 1, effect.kind, Status.NEW, effect.fields, None, AT)
            profile = profile if effect.fields.for_whom else _learned(profile, effect.fields)
            return replace(facts, known_profile=profile, known_records=(new, *records))
        case Amend():
            return replace(facts, known_records=_changed(records, effect.record, fields=effect.fields))
        case Withdraw():
            return replace(facts, known_records=_changed(records, effect.record, status=Status.WITHDRAWN))
        case Forget():
            return replace(facts, known_profile=Profile(), known_records=())
    return facts


def _learned(profile: Profile, fields: Fields) -> Profile:
    name, phone = fields.name or profile.name, fields.phone or profile.phone
    return replace(profile, name=name, phone=phone, village=fields.village or profile.village)


def _changed(records: tuple[Record, ...], ident: int, **changes: object) -> tuple[Record, ...]:
    return tuple(replace(each, **changes) if each.id == ident else each for each in records)  # type: ignore[arg-type]


@dataclass
class Walker:
    """Talks at random by `choose`; `said` holds every value that was uttered or tapped, `shown` every choice seen."""

    mind: Mind
    choose: random.Random
    said: set[str] = field(default_factory=set)
    shown: list[Choice] = field(default_factory=list)
    last: Say | None = None

    def __post_init__(self) -> None:
        self.talk = Talk(self.mind, FACTS)

    # --- acting ----------------------------------------------------------------------------------------------

    def step(self) -> Turn:
        """Whatever comes to mind."""
        chance = self.choose.random()
        if chance < 0.08:
            return self._does(self.choose.choice(SILENT), "")
        if chance < 0.2 and self.shown:
            choice = self.choose.choice(self.shown)
            return self._does(Kind.TEXT, choice.label, choice.token)
        if chance < 0.4:
            return self._does(Kind.TEXT, self.choose.choice((*ASIDE, *OPENERS)))
        if chance < 0.5:
            return self._corrects()
        return self.answer() if self.talk.session.active else self._does(Kind.TEXT, self.choose.choice(OPENERS))

    def answer(self) -> Turn:
        """Answer the open question as asked for, in one of many forms."""
        key = self.talk.asked
        if key in FREE and not self._lists():
            return self._does(Kind.TEXT, self._value(key))
        choices = self.last.choices if self.last else ()
        if choices and self.choose.random() < 0.3:
            first = choices[0]
            return self._does(Kind.TEXT, first.label, first.token)
        if key in PICKED:
            return self._does(Kind.TEXT, self.choose.choice(CHOICES))
        return self._does(Kind.TEXT, "1" if self._lists() else self.choose.choice(YES))

    def _lists(self) -> bool:
        asked = self.talk.session.asked
        return bool(asked and asked.options and asked.key in FREE)

    def _corrects(self) -> Turn:
        key = self.choose.choice(tuple(CORRECTIONS))
        return self._does(Kind.TEXT, self.choose.choice(CORRECTIONS[key]).format(self._value(key, plain=True)))

    def _value(self, key: str, *, plain: bool = False) -> str:
        value = self.choose.choice(tuple(FREE[key]))
        forms = FREE[key][value]
        return forms[0] if plain else self.choose.choice(forms)

    def _does(self, kind: Kind, text: str, token: str = "") -> Turn:
        self._hears(text)
        turn = self.talk.does(kind, text, choice=token)
        self.talk.facts = remembered(self.facts, turn.effects)
        self.last = turn.say
        self.shown += turn.say.choices if turn.say else ()
        return turn

    def _hears(self, text: str) -> None:
        self.said.add(text)
        for values in FREE.values():
            self.said |= {value for value, forms in values.items() if any(form in text for form in forms)}

    @property
    def facts(self) -> KnownFacts:
        assert isinstance(self.talk.facts, KnownFacts)
        return self.talk.facts

    # --- what must hold --------------------------------------------------------------------------------------

    def unsaid(self, effect: Register | Amend | Learn) -> list[str]:
        """Values that are about to be recorded though nobody said them."""
        fields = effect.fields
        values = [fields.name, fields.phone, fields.product, fields.quantity]
        if fields.village:
            values.append(fields.village.township)
        return [value for value in values if value and value not in self.said and value not in "新华村"]

    def unseen(self, effect: Register | Amend | Learn, summary: str) -> list[str]:
        """Values that are about to be recorded though the summary did not show them."""
        fields = effect.fields
        values = [fields.name, fields.phone, fields.product, fields.quantity, fields.age, fields.wage, fields.skill]
        picked = [fields.choice.title] if isinstance(fields.choice, Picked) else []
        return [value for value in (*values, *picked) if value and value.replace("-", "到") not in summary]


def reworded(dialog: Dialog) -> Dialog:
    """The dialog after a deployment that asks everything in other words."""
    questions = tuple(replace(each, wording=f"{each.wording}（新）") for each in dialog.questions)
    return replace(dialog, questions=questions)


def confirming(talk: Talk) -> bool:
    """Whether the summary is on the screen."""
    return talk.asked == CONFIRM


def longest_way() -> int:
    """Cooperative answers that any dialog can need: each question, a list of places, the summary, and a form aside."""
    return 2 * max(len(dialog.questions) for dialog in DIALOGS.values())
