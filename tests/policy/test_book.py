import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.phrases import policy as phrases
from bot.policy import Entry
from bot.policy.book import Book, load
from bot.policy.shown import shown

ON = date(2026, 11, 23)

ONE = """## 领鸡蛋
- 编号：eggs
- 问法：
  - 鸡蛋怎么领
  - 哪里发鸡蛋
  - 鸡蛋发几个
- 回答：{answer}
- 出处：试验
- 有效：{valid}
- 复核：2027-01-01

## 领雨伞
- 编号：umbrellas
- 问法：
  - 雨伞怎么领
  - 哪里发雨伞
  - 雨伞发几把
- 回答：到镇里领。
- 出处：试验
- 有效：2020-01-01 起
- 复核：2027-01-01
"""


def at_once(work: Callable[[], None]) -> None:
    work()


class Clock:
    """Time that moves when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "policy_faq.md"
    write(file)
    return file


def write(file: Path, answer: str = "到村里领。", valid: str = "2020-01-01 起") -> None:
    file.write_text(ONE.format(answer=answer, valid=valid), encoding="utf-8")


def told(book: Book) -> str:
    entry = book.entry("eggs")
    return entry.answer if entry else ""


def test_an_edit_is_picked_up_within_seconds(path: Path) -> None:
    clock = Clock()
    book = Book(path, path.with_name("none.txt"), clock, at_once)
    write(path, "到县里领，带上身份证。")
    assert told(book) == "到村里领。"
    clock.now += 3
    assert told(book) == "到县里领，带上身份证。"
    found = book.find("鸡蛋怎么领", ON)
    assert found.entry is not None
    assert found.entry.answer == "到县里领，带上身份证。"


@pytest.mark.parametrize("broken", ["## 坏了\n", "", "- 回答：没有标题", "## 坏\n- 编号：x\n- 囬答：错字\n"])
def test_a_broken_edit_keeps_the_last_good_version_and_tells_staff(path: Path, broken: str) -> None:
    clock = Clock()
    book = Book(path, path.with_name("none.txt"), clock, at_once)
    assert not book.problems
    path.write_text(broken, encoding="utf-8")
    clock.now += 3
    assert told(book) == "到村里领。"
    assert book.problems
    write(path, "好了，到村里领。")
    clock.now += 3
    assert told(book) == "好了，到村里领。"
    assert not book.problems


def test_a_file_saved_in_another_encoding_or_gone_is_a_problem_and_no_crash(path: Path) -> None:
    clock = Clock()
    book = Book(path, path.with_name("none.txt"), clock, at_once)
    path.write_bytes("## 领鸡蛋".encode("gb18030"))
    clock.now += 3
    assert told(book) == "到村里领。"
    assert "UTF-8" in book.problems[0].message
    path.unlink()
    clock.now += 3
    assert told(book) == "到村里领。"


def test_a_book_that_cannot_be_read_at_the_start_answers_nothing(tmp_path: Path) -> None:
    book = Book(tmp_path / "absent.md", tmp_path / "none.txt")
    assert book.problems
    assert book.find("鸡蛋怎么领", ON).entry is None
    assert book.entry("eggs") is None


def test_new_words_of_what_is_not_ours_are_picked_up(path: Path) -> None:
    clock = Clock()
    strangers = path.with_name("not_ours.txt")
    strangers.write_text("\ufeff# 不归我们\n\n买房子\n", encoding="utf-8")
    book = Book(path, strangers, clock, at_once)
    before = book.find("鸭蛋怎么领", ON).confidence
    with strangers.open("a", encoding="utf-8") as file:
        file.write("鸭蛋\n鸭蛋怎么领\n哪里发鸭蛋\n")
    clock.now += 3
    assert book.find("鸭蛋怎么领", ON).confidence != before


def test_what_begins_later_is_passed_over(path: Path) -> None:
    write(path, valid="2026-12-01 起")
    book = load(path)
    begun = book.find("鸡蛋怎么领", date(2026, 12, 1))
    assert begun.entry is not None
    assert begun.entry.id == "eggs"
    early = book.find("鸡蛋怎么领", ON)
    assert early.entry is None
    assert "eggs" not in {entry.id for entry in early.offered}


@pytest.mark.parametrize("show", [phrases.answer, phrases.details])
def test_what_has_expired_is_found_and_told_as_something_that_was(
    path: Path, show: Callable[[Entry, date], str]
) -> None:
    write(path, valid="2020-01-01 至 2025-12-31")
    entry = load(path).find("鸡蛋怎么领", ON).entry
    assert entry is not None
    before, after = show(entry, date(2025, 12, 31)), show(entry, date(2026, 1, 1))
    assert "到期" not in before
    assert "这是以前的办法，2025年12月31日到期了" in after
    assert "让驿站的人给您回话" in after
    assert [choice.token for choice in shown(entry, ON).choices] == ["go.staff", "bad.eggs"]


def test_a_question_is_answered_while_a_new_version_is_made_ready(path: Path) -> None:
    """The old version answers until the new one is whole: nobody waits for it."""
    clock = Clock()
    begun: list[Callable[[], None]] = []
    book = Book(path, path.with_name("none.txt"), clock, begun.append)
    write(path, "到县里领。")
    clock.now += 3
    assert told(book) == "到村里领。"
    clock.now += 3
    assert told(book) == "到村里领。"
    assert len(begun) == 1  # not begun a second time while it is under way
    begun.pop()()
    assert told(book) == "到县里领。"


def test_by_itself_it_reads_in_a_thread_of_its_own(path: Path) -> None:
    clock = Clock()
    book = Book(path, path.with_name("none.txt"), clock)
    write(path, "到县里领。")
    clock.now += 3
    assert book.find("鸡蛋怎么领", ON).entry is not None
    until = time.monotonic() + 20
    while told(book) != "到县里领。" and time.monotonic() < until:
        time.sleep(0.01)
    assert told(book) == "到县里领。"


def test_a_broken_edit_stands_in_the_log(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    book = Book(path, path.with_name("none.txt"), clock, at_once)
    path.write_text("## 坏了\n", encoding="utf-8")
    clock.now += 3
    told(book)
    assert "policy answers" in caplog.text
