"""`yizhan import` and `yizhan export`: Excel and CSV in, Excel out."""

from pathlib import Path

import click

from config.process import keep_to_ourselves

KINDS = ("jobs", "courses", "people", "stations", "workshops", "posts")
MOST_SHOWN = 50


@click.command("import", help="导入 Excel 或 CSV：岗位、培训班、人员、驿站、车间、公益岗名额。有一格不对，整张都不导。")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(kind: str, path: Path) -> None:
    """Take a sheet in, whole or not at all."""
    from store.database import guarded
    from store.sheets.importing import import_sheet
    from wiring import build

    built = build()
    with guarded():
        outcome = import_sheet(built.engine, kind, path, built.now())
    if outcome.problems:
        for problem in outcome.problems[:MOST_SHOWN]:
            click.echo(problem)
        if len(outcome.problems) > MOST_SHOWN:
            click.echo(f"……还有 {len(outcome.problems) - MOST_SHOWN} 处。")
        raise click.ClickException(f"有 {len(outcome.problems)} 处要改，一行也没有导进去。")
    same = f"，没变 {outcome.same} 条" if outcome.same else ""
    click.echo(f"导好了：新增 {outcome.added} 条，更新 {outcome.changed} 条{same}。")
    if outcome.held:
        click.echo(
            f"其中 {outcome.held} 条里有要钱、扣证一类的话，群众还看不到：请县里在后台“等县里看的招工”里看过再放行。"
        )


@click.command(help="导出成 Excel：岗位、培训班、人员、驿站、车间、公益岗名额。")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("path", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--reveal", is_flag=True, help="人员的电话写全（会记下来）。")
def export(kind: str, path: Path, reveal: bool) -> None:
    """Write a sheet that can be imported again."""
    from store.database import guarded
    from store.sheets.exporting import export_sheet
    from wiring import build

    if path.suffix.lower() != ".xlsx":
        raise click.ClickException("文件名要以 .xlsx 结尾。")
    built = build()
    keep_to_ourselves()  # there are people in it
    with guarded():
        count = export_sheet(built.engine, kind, path, built.now(), reveal=reveal)
    click.echo(f"导出了 {count} 条：{path}")
