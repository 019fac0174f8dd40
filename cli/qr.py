"""`yizhan qr`: a station's QR code, for printing."""

from pathlib import Path

import click


@click.command()
@click.argument("station")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="where to write; .png or .svg")
def qr(station: str, out: Path | None) -> None:
    """Write the QR code of STATION (its scene, number or name) to a file for printing.

    As SVG (the default) the station's name stands below the code; a PNG is the code alone.
    """
    from wechat.qr import poster, save_png
    from wiring import build

    services = build()
    found = [each for each in services.records.facts("").stations() if station in (each.scene, str(each.id), each.name)]
    if not found:
        raise click.ClickException("没有这个驿站。有哪些：yizhan staff stations")
    url = services.codes.fetch(found[0].scene)
    path = out or Path(f"{found[0].name}.svg")
    if path.suffix.lower() == ".png":
        save_png(url, path)
    else:
        path.write_text(poster(url, found[0].name), encoding="utf-8")
    click.echo(f"写好了：{path}（扫出来是 {url}）")
