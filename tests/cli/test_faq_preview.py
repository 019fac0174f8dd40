"""`yizhan faq preview FILE`: what a change would do to the questions really asked, before anybody gets it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.effects import Answered, Missed
from bot.policy.editing import with_samples
from cli.faq import faq
from cli.first import invented
from config.settings import load
from store.asked.questions import MemoryQuestions, flush
from store.database import make_engine
from store.records import SqlRecords
from store.sealing import use
from tests.databases import migrate
from tests.policy.small_book import book_with, few_entries

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MISSED = "扫大街的票子咋算"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {**invented(), "YIZHAN_HOME": str(tmp_path), "KNOWLEDGE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    use(load().encryption_keys)
    book_with(tmp_path, few_entries())
    engine = make_engine(f"sqlite:///{tmp_path / 'var' / 'yizhan.db'}")
    migrate(engine)
    SqlRecords(engine).commit("li", "m1", AT, [Missed(MISSED)])
    asked = MemoryQuestions()
    asked.note("li", AT, [Answered("aux_post_apply", "公益岗怎么报名"), Answered("aux_post_what", "三保四护是哪几样")])
    flush(engine, asked, AT)
    engine.dispose()
    return tmp_path


def told(file: Path) -> tuple[int, str]:
    outcome = CliRunner().invoke(faq, ["preview", str(file), "--on", "2026-11-23"])
    return outcome.exit_code, outcome.output


def test_misses_that_would_be_met_are_named(home: Path) -> None:
    file = home / "draft.md"
    file.write_text(with_samples(few_entries(), "aux_post_pay", [MISSED]), encoding="utf-8")
    code, output = told(file)
    assert code == 0
    assert "试了一遍" in output
    assert re.search(rf"  {MISSED}（1次）：\w+ → aux_post_pay\n", output)
    assert "答得跟以前不一样的：0句" in output
    assert (home / "policy_faq.md").read_text(encoding="utf-8") == few_entries()


def test_answers_that_would_change_and_samples_that_break_are_named(home: Path) -> None:
    text = few_entries()
    start, end = text.index("## 怎么报公益性岗位"), text.index("## 公益性岗位、辅助性岗位给多少钱")
    moved = text[:start] + text[end:].replace(
        "- 编号：aux_post_pay\n- 问法：\n", "- 编号：aux_post_pay\n- 问法：\n  - 公益岗怎么报名\n"
    )
    file = home / "draft.md"
    file.write_text(moved.replace("- 依据：H11\n", "- 依据：H99\n"), encoding="utf-8")
    code, output = told(file)
    assert code == 1
    assert "  公益岗怎么报名（1次）：aux_post_apply → aux_post_pay" in output
    assert "没有依据“H99”" in output
