"""Commands look where this installation keeps its answers and stories, also before the rest of it is set up."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.faq import faq
from cli.stories import stories
from cli.understand import understand
from tests.policy.small_book import book_with, few_entries


@pytest.fixture(autouse=True)
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path))
    monkeypatch.setenv("KNOWLEDGE_DIR", "ours")
    (tmp_path / "ours" / "stories").mkdir(parents=True)
    return tmp_path / "ours"


def test_the_checks_read_the_installations_files(knowledge: Path) -> None:
    book_with(knowledge, few_entries())
    (knowledge / "stories" / "huai.md").write_text("坏了\n", encoding="utf-8")
    assert CliRunner().invoke(faq, ["check", "--on", "2026-11-23"]).output == "没有发现问题。\n"
    assert "huai.md" in CliRunner().invoke(stories, ["check"]).output


def test_texts_are_understood_by_the_installations_answers(knowledge: Path) -> None:
    book_with(knowledge, few_entries().replace("aux_post_apply", "ours_only"))
    assert '"topic": "ours_only"' in CliRunner().invoke(understand, input="公益岗怎么报名\n").output
