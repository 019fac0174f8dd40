"""What the bot says arrives whole, clean and within WeChat's limit."""

from datetime import UTC, datetime

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bot.effects import Choice, Say
from bot.message import Inbound, Kind
from wechat.inbound import Delivery
from wechat.passive import NOTHING, render, words
from wechat.text import MOST_BYTES, clean, split

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DELIVERY = Delivery(Inbound("o1", "k", Kind.TEXT, NOW), "gh_1", wants_answer=True)

texts = st.text(max_size=1500) | st.text("一二三。！\n ]>\0\u200b😀", max_size=1500)
choices = st.builds(Choice, st.text("abc019.:-", min_size=1, max_size=12), texts)
says = st.builds(Say, texts, st.lists(choices, max_size=6).map(tuple), texts, st.integers(1, 99))


def test_the_reply_goes_back_to_the_person_from_the_account() -> None:
    reply = xmltodict.parse(render(Say("您好！"), DELIVERY, NOW))["xml"]
    assert reply == {
        "ToUserName": "o1",
        "FromUserName": "gh_1",
        "CreateTime": str(int(NOW.timestamp())),
        "MsgType": "text",
        "Content": "您好！",
    }


@pytest.mark.parametrize("nothing", [None, Say(""), Say(" \n\u200b"), Say("\0", (), "\ufeff")])
def test_nothing_to_say_is_said_with_success(nothing: Say | None) -> None:
    assert render(nothing, DELIVERY, NOW) == NOTHING


def test_choices_can_be_tapped() -> None:
    said = words(Say("您想找哪个？", (Choice("job:1", "缝纫工"), Choice("job:2", "保洁")), "回复数字也行。", first=9))
    assert said == (
        "您想找哪个？\n"
        '9. <a href="weixin://bizmsgmenu?msgmenucontent=缝纫工&msgmenuid=job:1">缝纫工</a>\n'
        '10. <a href="weixin://bizmsgmenu?msgmenucontent=保洁&msgmenuid=job:2">保洁</a>\n'
        "回复数字也行。"
    )


def test_a_label_cannot_leave_its_link() -> None:
    said = words(Say("", (Choice("a&b", '</a>"&#<a href="x">'),)))
    assert said.count("<a ") == said.count("</a>") == 1
    assert "msgmenuid=a%26b" in said
    assert said.count("&") == 1


def test_links_are_left_out_when_they_would_not_fit() -> None:
    say = Say("请选：", tuple(Choice(f"village:{number}", f"某某村委会第{number}村民组") for number in range(30)))
    assert words(say) == say.plain()
    assert "<a" not in words(say)


def test_a_long_text_ends_with_a_sentence() -> None:
    said = words(Say("这是第一句话，说得不短。" * 200))
    assert said.endswith("说得不短。")
    assert MOST_BYTES - 40 < len(said.encode()) <= MOST_BYTES


def test_a_text_without_sentences_is_cut_between_characters() -> None:
    assert words(Say("啊" * 1000)) == "啊" * (MOST_BYTES // 3)
    assert words(Say("😀" * 1000)) == "😀" * (MOST_BYTES // 4)


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("a]]>b", "a]] >b"),
        ("a]]\u200b>b", "a]] >b"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("王\ud800二", "王二"),
        ("\ufeff您\u202e好\x07", "您好"),
        ("您\u2028好\ufffe", "您\n好"),
        ("𠮷野 😀", "𠮷野 😀"),
    ],
)
def test_cleaning(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


@given(says)
def test_whatever_is_said_wechat_can_read_it(said: Say) -> None:
    reply = render(said, DELIVERY, NOW)
    if reply == NOTHING:
        assert not clean(said.plain())
        return
    content = xmltodict.parse(reply, strip_whitespace=False)["xml"]["Content"]
    assert content == words(said)
    assert 0 < len(content.encode()) <= MOST_BYTES
    assert clean(content) == content


@given(texts)
def test_a_long_text_is_split_without_loss(text: str) -> None:
    text = clean(text * 3)
    pieces = split(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < len(piece.encode()) <= MOST_BYTES for piece in pieces)
