"""About the tables themselves: keys, lengths, and that every path of every dialog comes to its end."""

import random

import pytest

from bot.dialogs import DIALOGS
from bot.dialogs.asking import PAGE
from bot.dialogs.form import CONFIRM, Dialog
from bot.message import Kind
from bot.scene import Mind
from tests.talks import FACTS, Talk

LIMIT = 2047
GOOD = {
    "consent": ["同意", "1", "好的"],
    "name": ["王桂花", "我叫李大山"],
    "phone": ["13800001234", "幺三八零零零零二二二二"],
    "village": ["横埠镇官塘村", "汤沟镇"],
    "job": ["1", "第二个", "都不合适"],
    "course": ["1", "月嫂"],
    "product": ["山芋", "土鸡蛋"],
    "quantity": ["两百斤", "三十个"],
    "note": ["服装厂要缝纫工三个"],
    "confirm": ["对", "1"],
}
OPENERS = {
    "job": "我想找活",
    "training": "我要报名培训",
    "produce": "家里东西想卖，帮我卖农产品",
    "contact": "我要改电话",
    "vacancy": "我厂里要招人",
}


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=lambda dialog: dialog.name)
def test_keys_are_unique_and_words_are_short(dialog: Dialog) -> None:
    keys = [question.key for question in dialog.questions]
    assert len(keys) == len(set(keys))
    assert CONFIRM not in keys
    for question in dialog.questions:
        assert question.why
        assert question.example
        assert len(question.short) <= len(question.wording)
        assert len(question.wording.encode()) < 300


@pytest.mark.parametrize("name", OPENERS)
@pytest.mark.parametrize("seed", range(12))
def test_every_path_comes_to_its_end(sense: Mind, name: str, seed: int) -> None:
    choose = random.Random(seed)
    to = Talk(sense)
    to.says(OPENERS[name])
    assert to.session.active == name
    for _ in range(len(DIALOGS[name].questions) + 2):
        if not to.session.active:
            break
        say = to.says(choose.choice(GOOD[to.asked]))
        assert 0 < len(say.plain().encode()) <= LIMIT
    assert to.session.active == ""
    assert to.effects


NOISE = [
    *[
        "取消",
        "上一步",
        "继续",
        "转人工",
        "菜单",
        "更多",
        "都不合适",
        "不对",
        "对",
        "1",
        "2",
        "3",
        "9",
        "谢谢",
        "你好",
        "培训要钱吗",
        "公益岗怎么报名",
        "王桂花",
    ],
    *[
        "不对，我叫王贵花",
        "13800001234",
        "1380000",
        "横埠",
        "新华村",
        "官塘村",
        "嗯",
        "不知道",
        "我想找活",
        "报名培训",
        "卖鸡蛋",
        "两百斤",
    ],
    *["为什么要电话", "不想留", "详细", "退订", "删掉我的信息", "不想去了", "？", "。。。", "😀"],
    "",
    "a" * 300,
]


@pytest.mark.parametrize("seed", range(40))
def test_random_talks_never_break(sense: Mind, seed: int) -> None:
    """Whatever is said in whatever order: a reply of legal length, a session that survives, values that were said."""
    choose = random.Random(seed)
    to = Talk(sense)
    spoken = ""
    for _ in range(40):
        kind = choose.choices([Kind.TEXT, Kind.STICKER, Kind.VOICE, Kind.IMAGE, Kind.LOCATION], [40, 1, 1, 1, 1])[0]
        text = choose.choice(NOISE) if kind is Kind.TEXT else ""
        spoken += f" {text}"
        token = ""
        if choose.random() < 0.1 and to.session.asked and to.session.asked.options:
            asked = to.session.asked
            token = f"a.{asked.dialog}.{asked.key}.{asked.digest}.{choose.choice(asked.options)}"
        turn = to.does(kind, text, choice=token)
        assert turn.say is not None
        assert 0 < len(turn.say.plain().encode()) <= LIMIT
        for answers in to.session.drafts.values():
            if name := answers.get("name"):
                assert str(name) in spoken
            if phone := answers.get("phone"):
                assert str(phone) in spoken


def test_the_page_size_leaves_room_for_every_list() -> None:
    assert PAGE * 60 * 3 < LIMIT
    assert len(FACTS.jobs()) > PAGE
