"""Recordings and pictures: kept, listened to, and a late transcript answers only the question that it was said to."""

import pytest

from bot.dialogs import DIALOGS
from bot.effects import Keep, Missed, Register
from bot.message import Kind
from bot.phrases import talk, voice
from bot.scene import Mind, Turn
from bot.session import Session
from tests.talks import Talk


@pytest.fixture
def deaf(sense: Mind) -> Talk:
    """A talk where nobody listens."""
    return Talk(sense)


@pytest.fixture
def hearing(keen: Mind) -> Talk:
    """A talk where somebody listens."""
    return Talk(keen)


def speaks(talk_: Talk) -> Turn:
    return talk_.does(Kind.VOICE, media="m1")


def heard(talk_: Talk, text: str, said_to: str) -> str:
    turn = talk_.does(Kind.VOICE, text, said_to=said_to)
    assert turn.say
    return turn.say.plain()


def up_to_name(talk_: Talk) -> None:
    talk_.says("我想找活", "同意")
    assert talk_.asked == "name"


def test_where_nobody_listens_it_is_kept_and_there_are_ways_on_to_tap(deaf: Talk) -> None:
    turn = speaks(deaf)
    assert turn.effects == (Keep(Kind.VOICE, "m1", "", hear=False),)
    assert turn.say
    assert [choice.token for choice in turn.say.choices] == ["go.staff", "go.menu"]


def test_within_a_form_its_question_is_asked_again(deaf: Talk) -> None:
    up_to_name(deaf)
    turn = speaks(deaf)
    assert turn.say
    assert voice.UNHEARD in turn.say.text
    assert "您叫什么名字" in turn.say.text
    assert deaf.asked == "name"


def test_where_somebody_listens_everything_stays_as_it_was_until_then(hearing: Talk) -> None:
    up_to_name(hearing)
    before = hearing.session
    turn = speaks(hearing)
    assert turn.effects == (Keep(Kind.VOICE, "m1", before.question, hear=True),)
    assert turn.say
    assert turn.say.plain() == voice.LISTENING
    assert hearing.session == before


def test_offered_choices_outlast_the_listening(hearing: Talk) -> None:
    hearing.says("你好")
    offered = hearing.session.offered
    question = hearing.session.question
    speaks(hearing)
    assert hearing.session.offered == offered
    assert "帮您找活" in heard(hearing, "第一个", question)


def test_what_was_heard_answers_its_question_and_is_said_back(hearing: Talk) -> None:
    up_to_name(hearing)
    reply = heard(hearing, "我叫王桂花", hearing.session.question)
    assert reply.startswith("听到您说：“我叫王桂花”\n")
    assert hearing.session.answers("job")["name"] == "王桂花"
    assert hearing.asked == "phone"


def test_dictation_with_wrong_characters_is_understood_by_its_sound(hearing: Talk) -> None:
    assert "帮您找活" in heard(hearing, "我想找个火干", "")


def test_a_question_that_was_misread_meanwhile_is_still_the_same(hearing: Talk) -> None:
    up_to_name(hearing)
    question = hearing.session.question
    hearing.says("嗯嗯啊啊")
    assert hearing.asked == "name"
    heard(hearing, "王桂花", question)
    assert hearing.session.answers("job")["name"] == "王桂花"


def test_a_late_answer_does_not_answer_another_question(hearing: Talk) -> None:
    up_to_name(hearing)
    question = hearing.session.question
    hearing.says("王桂花", "13800001234")
    assert hearing.asked == "village"
    reply = heard(hearing, "李大山", question)
    assert voice.TOO_LATE in reply
    assert hearing.asked == "village"
    assert hearing.session.answers("job")["name"] == "王桂花"


def test_a_late_number_picks_nothing_from_another_list(hearing: Talk) -> None:
    hearing.says("你好")
    question = hearing.session.question
    hearing.says("驿站在哪")
    before = hearing.session.offered
    assert before
    turn = hearing.does(Kind.VOICE, "一", said_to=question)
    assert not [effect for effect in turn.effects if not isinstance(effect, Missed)]
    assert hearing.session.active == ""


def test_a_late_yes_confirms_nothing(hearing: Talk) -> None:
    up_to_name(hearing)
    question = hearing.session.question
    hearing.says("王桂花", "13800001234", "横埠镇官塘村", "1")
    assert hearing.asked == "confirm"
    heard(hearing, "对的", question)
    assert hearing.asked == "confirm"
    assert not [effect for effect in hearing.effects if isinstance(effect, Register)]


def test_a_late_number_that_is_a_telephone_number_is_noted(hearing: Talk) -> None:
    """Two recordings one after the other: the second was said to the first one's question."""
    up_to_name(hearing)
    question = hearing.session.question
    heard(hearing, "我叫王桂花", question)
    reply = heard(hearing, "我的电话是13800001234", question)
    assert "13800001234" in reply
    assert hearing.session.answers("job")["phone"] == "13800001234"
    assert hearing.asked == "village"


def test_nothing_is_noted_before_consent(hearing: Talk) -> None:
    hearing.says("我想找活")
    assert hearing.asked == "consent"
    heard(hearing, "电话是13800001234", "")
    assert "phone" not in hearing.session.answers("job")


def test_a_late_wish_is_a_message_about_anything(hearing: Talk) -> None:
    up_to_name(hearing)
    reply = heard(hearing, "培训要钱吗", "job.village.00000000")
    assert "您叫什么名字" in reply
    assert "免费" in reply or "不要钱" in reply
    assert hearing.asked == "name"
    hearing.session = Session()
    assert "帮您找活" in heard(hearing, "我想找活", "job.name.00000000")


def test_what_could_not_be_heard_is_told_and_not_kept_twice(hearing: Talk) -> None:
    up_to_name(hearing)
    turn = hearing.does(Kind.VOICE, "", said_to=hearing.session.question)
    assert turn.effects == ()
    assert turn.say
    assert voice.UNCLEAR in turn.say.text
    assert hearing.asked == "name"


def test_a_recording_without_an_id_was_not_received(deaf: Talk) -> None:
    turn = deaf.does(Kind.VOICE)
    assert turn.effects == ()
    assert turn.say
    assert turn.say.text == voice.LOST


def test_a_long_talk_is_said_back_in_part(hearing: Talk) -> None:
    reply = heard(hearing, "我想找活，" + "家里有老有小走不开，" * 20, "")
    assert "……”" in reply
    assert len(reply.splitlines()[0]) < 100


def test_a_picture_is_kept_for_staff(hearing: Talk) -> None:
    up_to_name(hearing)
    turn = hearing.does(Kind.IMAGE, media="p1")
    assert turn.effects == (Keep(Kind.IMAGE, "p1", hearing.session.question),)
    assert turn.say
    assert voice.PICTURE in turn.say.text
    assert hearing.asked == "name"


def test_questions_are_told_apart_by_what_was_shown(hearing: Talk) -> None:
    assert hearing.session.question == ""
    seen = set()
    for said in ("我想找活", "同意", "王桂花", "13800001234", "横埠镇官塘村"):
        hearing.says(said)
        seen.add(hearing.session.question)
    assert len(seen) == 5
    before = hearing.session.question
    assert before.startswith("job.job.")
    hearing.says("更多")
    assert hearing.session.question != before, "a number means something else now"
    assert all(name in DIALOGS for name in (question.split(".")[0] for question in seen))


def test_words_name_the_way_to_a_person() -> None:
    for words in (voice.UNHEARD, voice.UNCLEAR):
        assert "转人工" in words
    assert talk.ASK_STAFF
