"""A book of five entries: enough to go wrong, and quick to check."""

import shutil
from pathlib import Path

from bot.policy.book import KNOWLEDGE


def book_with(home: Path, text: str) -> Path:
    """A directory of knowledge with this book."""
    shutil.copy(KNOWLEDGE / "policy_facts.tsv", home)
    home.joinpath("not_ours.txt").write_text("放假安排是什么\n房子怎么买\n", encoding="utf-8")
    path = home / "policy_faq.md"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def few_entries() -> str:
    """Five neighbouring entries of the real file."""
    text = (KNOWLEDGE / "policy_faq.md").read_text(encoding="utf-8")
    return text[text.index("## 辅助性岗位、三保四护是什么") : text.index("## 免费技能培训")]
