from datetime import date
from pathlib import Path

import pytest

from bot.effects import Effect
from bot.phrases.stories import told
from bot.scene import Mind
from bot.stories import Kind
from bot.stories.book import FOLDER, StoryBook, check
from tests.talks import AT, Talk

TODAY = date(2026, 11, 23)
GOOD = """# 从一个人到一条街

- 类别：先进典型
- 日期：2026-11-20
- 乡镇：横埠镇
- 出处：横埠镇驿站
- 本人同意：2026-11-18 书面同意

先学手艺。

再带邻居。
"""


class Clock:
    now = 0.0

    def __call__(self) -> float:
        self.now += 10
        return self.now


def write(folder: Path, text: str = GOOD, name: str = "yi-tiao-jie.md") -> StoryBook:
    (folder / name).write_text(text, encoding="utf-8")
    return StoryBook(folder, examples=False, clock=Clock())


def test_the_projects_own_are_well_written_and_made_up() -> None:
    assert check(FOLDER, date.today()) == ()
    shown = StoryBook(examples=True).stories(TODAY)
    assert {story.kind for story in shown} == set(Kind)
    assert all(story.example and "示例" in told(story) for story in shown)
    assert list(StoryBook(examples=False).stories(TODAY)) == []


def test_one_is_told_as_it_was_written(tmp_path: Path) -> None:
    (story,) = write(tmp_path).stories(TODAY)
    assert (story.id, story.kind, story.township) == ("yi-tiao-jie", Kind.MODEL, "340722106")
    assert told(story) == "【先进典型】从一个人到一条街\n先学手艺。\n再带邻居。\n出处：横埠镇驿站，2026-11-20"
    assert check(tmp_path, TODAY) == ()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("- 类别：先进典型", "- 类别：名人", "yi-tiao-jie.md:3: 不认得的类别“名人”"),
        ("- 类别：先进典型\n", "", "缺少“类别”"),
        ("2026-11-20", "下个月", "yi-tiao-jie.md:4: 日期看不懂"),
        ("- 出处：横埠镇驿站\n", "", "缺少“出处”"),
        ("横埠镇\n", "上海滩\n", "yi-tiao-jie.md:5: 不认得的乡镇“上海滩”"),
        ("- 本人同意：2026-11-18 书面同意\n", "", "要有“本人同意”"),
        ("再带邻居。", "电话13800001234。", "yi-tiao-jie.md:11: 正文里不能写电话"),
        ("先学手艺。\n\n再带邻居。\n", "", "没有正文"),
        ("再带邻居。", "狗日的。", "yi-tiao-jie.md:11: 有骂人的话"),
        ("# 从一个人到一条街\n", "", "缺少标题"),
    ],
)
def test_what_may_not_be_told_is_reported_and_not_told(tmp_path: Path, was: str, now: str, said: str) -> None:
    book = write(tmp_path, GOOD.replace(was, now))
    assert any(said in str(problem) for problem in check(tmp_path, TODAY))
    assert list(book.stories(TODAY)) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("先学手艺。", "先学手艺。" * 30, "分成90个字以内的短段"),
        ("从一个人到一条街", "从一个人到一条街" * 4, "标题有32个字"),
        ("- 出处", "- 截止：2026-11-22\n- 出处", "已经过了"),
    ],
)
def test_what_could_be_better_is_reported(tmp_path: Path, was: str, now: str, said: str) -> None:
    write(tmp_path, GOOD.replace(was, now))
    assert any(said in str(problem) for problem in check(tmp_path, TODAY))


def test_an_edit_shows_and_a_broken_one_keeps_the_last_good_text(tmp_path: Path) -> None:
    book = write(tmp_path)
    assert book.stories(TODAY)
    write(tmp_path, GOOD.replace("再带邻居", "又带了邻居来"))
    assert "又带了邻居来。" in book.stories(TODAY)[0].body
    write(tmp_path, "# 坏了")
    assert "又带了邻居来。" in book.stories(TODAY)[0].body
    (tmp_path / "yi-tiao-jie.md").unlink()
    assert list(book.stories(TODAY)) == []


def test_before_its_day_and_after_its_end_it_is_not_shown(tmp_path: Path) -> None:
    book = write(tmp_path, GOOD.replace("- 出处", "- 截止：2026-11-30\n- 出处"))
    shown = [bool(book.stories(date(2026, 11, day))) for day in (19, 20, 30)]
    assert shown == [False, True, True]
    assert list(book.stories(date(2026, 12, 1))) == []


@pytest.mark.parametrize("said", ["有什么致富典型", "哪些企业帮扶", "劳务品牌有哪些", "给我讲讲身边的脱贫故事"])
def test_who_asks_is_told_one(sense: Mind, said: str) -> None:
    talk = Talk(sense)
    assert "示例" in talk.says(said).text
    assert no(talk.effects)


@pytest.mark.parametrize("said", ["爱心企业怎么评", "爱心企业有什么好处", "劳务品牌是什么"])
def test_how_it_is_chosen_is_the_books_to_say(sense: Mind, said: str) -> None:
    assert "2018年的通知" in Talk(sense).says(said).text


def test_of_several_one_is_picked(sense: Mind, tmp_path: Path) -> None:
    book = write(tmp_path)
    write(tmp_path, GOOD.replace("一条街", "一个村"), "yi-ge-cun.md")
    talk = Talk(Mind(sense.load_detector, sense.load_book, book))
    say = talk.says("有什么致富典型")
    assert [choice.label for choice in say.choices[:2]] == ["从一个人到一条街", "从一个人到一个村"]
    assert "先学手艺" in talk.says("2").text
    assert AT.date() == TODAY


def no(effects: list[Effect]) -> bool:
    return not effects
