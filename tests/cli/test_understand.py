import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.understand import evaluate, understand


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_one_object_a_line_in_order() -> None:
    result = CliRunner().invoke(understand, input="我想找个活干\n今天下雨吗\n\n我叫李小英，电话13800001234\n")
    assert result.exit_code == 0
    answers = lines(result.output)
    assert [answer["text"] for answer in answers] == ["我想找个活干", "今天下雨吗", "", "我叫李小英，电话13800001234"]
    assert [answer["intent"] for answer in answers[:3]] == ["find_job", "out_of_scope", "out_of_scope"]
    assert set(answers[0]) == {"text", "intent", "confidence", "topic", "topic_confidence", "slots"}
    assert answers[3]["slots"]


def test_explained_on_request() -> None:
    (answer,) = lines(CliRunner().invoke(understand, ["--explain"], input="我要报名学电焊啊\n").output)
    assert answer["band"] == "act"
    assert answer["because"]


def test_a_topic_stands_beside_every_wish_that_an_entry_answers_and_beside_no_thanks() -> None:
    said = "培训期间有没有生活补助\n我想报名学电焊\n谢谢你们帮我找到工作\n不要再给我发招工信息了\n你好\n今晚月亮真圆\n"
    said += "13800001234\n报的那个班我不去了，给别人吧\n"
    answers = lines(CliRunner().invoke(understand, input=said).output)
    assert [answer["topic"] for answer in answers[:2]] == ["training_living_subsidy", "training_enroll"]
    assert [(answer["topic"], answer["topic_confidence"] < 0.5) for answer in answers[2:]] == [(None, True)] * 6


def test_broken_bytes_are_read_as_well_as_may_be() -> None:
    (answer,) = lines(CliRunner().invoke(understand, input=b"\xff\xfe\xe6\x88\n").output)
    assert answer["intent"] == "out_of_scope"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.tsv"
    path.write_text(
        "text\tintent\n我想找个活干\tfind_job\n今天天气怎么样\tout_of_scope\n谢谢\thelp\n", encoding="utf-8"
    )
    return path


def test_a_table_is_scored(table: Path) -> None:
    score = json.loads(CliRunner().invoke(evaluate, [str(table), "--json"]).output)
    assert score["texts"] == 3
    assert score["accuracy"] == pytest.approx(0.6667)
    assert score["confusions"] == [{"wanted": "help", "got": "thanks", "texts": 1}]


def test_a_third_column_is_scored_as_the_style_and_messages_are_timed(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_text("我想找个活干\tfind_job\tplain\n谢谢\thelp\tshort\n", encoding="utf-8")
    score = json.loads(CliRunner().invoke(evaluate, [str(path), "--json"]).output)
    assert {style: found["accuracy"] for style, found in score["styles"].items()} == {"plain": 1.0, "short": 0.0}
    assert 0 < score["median_ms"] <= score["p99_ms"]
    assert "a message took: median" in CliRunner().invoke(evaluate, [str(path)]).output


def test_a_table_for_people(table: Path) -> None:
    output = CliRunner().invoke(evaluate, [str(table)]).output
    assert "1 × help read as thanks" in output


def test_a_table_can_be_misheard(table: Path) -> None:
    table.write_text("# a comment\n" + "卖鱼\tsell_produce\n" * 20, encoding="utf-8")
    clean = json.loads(CliRunner().invoke(evaluate, [str(table), "--json"]).output)
    noisy = json.loads(CliRunner().invoke(evaluate, [str(table), "--json", "--noise", "100"]).output)
    assert clean["texts"] == noisy["texts"] == 20
    assert clean["accuracy"] == 1.0
    assert noisy["accuracy"] < 1.0


def test_a_line_without_a_tab_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_text("我想找活\n", encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(path)])
    assert result.exit_code == 1
    assert f"{path}:1" in result.output


def test_topics_are_scored_with_none_for_questions_without_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "topics.tsv"
    path.write_text("今天天气怎么样\tnone\n", encoding="utf-8")
    score = json.loads(CliRunner().invoke(evaluate, [str(path), "--topics", "--json"]).output)
    assert score["accuracy"] == 1.0
