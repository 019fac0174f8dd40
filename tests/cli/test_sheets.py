"""The two commands, as a clerk calls them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from cli import main
from cli.first import invented


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path))
    for name, value in invented().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    run("db", "upgrade")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_sheet_in_and_out(home: Path) -> None:
    sheet, back = home / "岗位.csv", home / "out.xlsx"
    sheet.write_text("岗位,类别,乡镇,月工资到\n缝纫工,车间,横埠镇,3000\n护林员,乱写,横埠镇,面议\n", encoding="gb18030")
    refused = run("import", "jobs", str(sheet))
    assert refused.exit_code == 1
    assert "第3行 B列“类别”" in refused.output
    assert "第3行 D列“月工资到”" in refused.output
    assert "有 2 处要改，一行也没有导进去" in refused.output
    sheet.write_text("岗位,类别,乡镇,月工资到\n缝纫工,车间,横埠镇,3000\n", encoding="utf-8")
    assert run("import", "jobs", str(sheet)).output == "导好了：新增 1 条，更新 0 条。\n"
    assert run("export", "jobs", str(back)).output.startswith("导出了 1 条：")
    assert [cell.value for cell in load_workbook(back).worksheets[0][2]][:2] == ["缝纫工", "车间"]
    assert run("export", "jobs", str(home / "out.xls")).exit_code == 1
