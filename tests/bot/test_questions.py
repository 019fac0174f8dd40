"""What becomes of a question: counted, missed, of no help. And nothing is filed for one that was answered."""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from bot.conversation import Clock, Conversation
from bot.effects import Answered, Missed, QuestionEnding
from bot.message import Inbound, Kind
from bot.phrases import policy as phrases
from bot.policy import Entry
from bot.scene import Mind
from store.asked.questions import MemoryQuestions
from store.records import SqlRecords
from store.sessions_in_memory import MemorySessions
from store.tables import Deed, Miss
from tests.talks import AT, Talk
from wiring import NoDispatch

ASKED = "公益岗怎么报名"


def test_an_answer_is_counted_and_files_nothing(sense: Mind) -> None:
    talk = Talk(sense)
    say = talk.says(ASKED)
    assert talk.effects == [Answered("aux_post_apply", ASKED)]
    assert say.choices[-1].token == "bad.aux_post_apply"
    assert say.choices[-1].label == phrases.UNHELPFUL


@pytest.mark.parametrize("how", ["tap", "number", "words"])
def test_an_answer_that_did_not_help_is_for_review_and_a_person_is_offered(sense: Mind, how: str) -> None:
    talk = Talk(sense)
    shown = talk.says(ASKED)
    if how == "tap":
        turn = talk.does(Kind.TEXT, phrases.UNHELPFUL, choice="bad.aux_post_apply")
    else:
        turn = talk.does(Kind.TEXT, str(len(shown.choices)) if how == "number" else "没帮上忙")
    assert turn.say is not None
    assert turn.say.choices[0].token == "go.staff"
    missed = Missed(ASKED, Kind.TEXT, ("aux_post_apply",), QuestionEnding.UNHELPFUL, "aux_post_apply")
    assert turn.effects == (missed,)
    talk.says("1")  # the station's person is to know what it was about
    assert any(getattr(effect, "fields", None) and effect.fields.note == ASKED for effect in talk.effects[2:])  # type: ignore[union-attr]


def test_an_old_tap_tells_of_its_own_answer(sense: Mind) -> None:
    talk = Talk(sense)
    talk.says(ASKED, "老板不发工资咋办")
    turn = talk.does(Kind.TEXT, phrases.UNHELPFUL, choice="bad.aux_post_apply")
    (missed,) = turn.effects
    assert isinstance(missed, Missed)
    assert (missed.topic, missed.text) == ("aux_post_apply", "怎么报公益性岗位、辅助性岗位")


def test_without_an_answer_before_it_the_words_are_as_any_other(sense: Mind) -> None:
    turn = Talk(sense).does(Kind.TEXT, "没帮上忙")
    assert not any(isinstance(effect, Missed) and effect.ending is QuestionEnding.UNHELPFUL for effect in turn.effects)


def test_answers_are_counted_beside_the_message_and_misses_are_kept(sense: Mind, engine: Engine) -> None:
    questions = MemoryQuestions()
    talker = Conversation(MemorySessions(), SqlRecords(engine), NoDispatch(), sense, Clock(), questions=questions)
    for key, words in enumerate((ASKED, ASKED, "月球上的房子几时开盘咧")):
        talker.receive(Inbound("li", f"m{key}", Kind.TEXT, AT, words))
    talker.receive(Inbound("li", "m0", Kind.TEXT, AT, ASKED))  # a redelivery
    endings = [(note.topic, note.ending) for note in questions.waiting]
    assert endings[:2] == [("aux_post_apply", QuestionEnding.ANSWERED)] * 2
    assert len(endings) == 3
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Miss)) == 1
        assert connection.scalar(select(func.count()).select_from(Deed)) == 1


def test_what_has_expired_leads_to_a_person_and_no_form(sense: Mind) -> None:
    entry = sense.book.entry("training_free_yearly")
    assert entry is not None
    old = Entry(**{name: getattr(entry, name) for name in Entry.__slots__} | {"valid_until": date(2026, 1, 1)})
    assert "2026年1月1日到期了" in phrases.answer(old, date(2026, 11, 23))
    assert "到期" not in phrases.answer(entry, date(2026, 11, 23))


@pytest.mark.parametrize("text", ["公益岗最多能干几年", "公益岗合同签几年", "护林员的年龄限制"])
def test_who_asks_how_long_a_public_post_lasts_is_answered_first(sense: Mind, text: str) -> None:
    talk = Talk(sense)
    talk.says(text)
    assert talk.effects == [Answered("aux_post_apply", text)]


def test_years_told_are_no_question(sense: Mind) -> None:
    talk = Talk(sense)
    talk.says("我今年58岁找几年活了，想找个厂")
    assert not talk.effects
    assert talk.session.active == "job"


@pytest.mark.parametrize("said", ["补贴", "有些什么政策", "想问一下补贴的事", "我能享受么事优惠", "国家有啥好政策"])
def test_who_does_not_know_what_there_is_sees_what_is_asked_often(sense: Mind, said: str) -> None:
    talk = Talk(sense)
    assert all(choice.token.startswith("topic.") for choice in talk.says(said).choices)
    assert not talk.effects, "nothing was asked that we have no answer to"


@pytest.mark.parametrize("said", ["4050补贴还有吗", "就业证有什么好处", "外出务工补贴怎么领", "补贴不要了"])
def test_who_names_something_is_answered_about_that(sense: Mind, said: str) -> None:
    assert not Talk(sense).says(said).text.startswith("您想问什么补贴")


def test_below_an_answer_it_is_about_that(sense: Mind) -> None:
    talk = Talk(sense)
    first = talk.says(ASKED)
    assert first.text.split("。")[0] not in talk.says("补贴多少钱").text
    assert talk.session.topic == "aux_post_apply"
