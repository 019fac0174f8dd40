"""A QR code drawn from what it says: on the station's screen, and on paper with the station's name below it."""

from html import escape
from io import BytesIO
from pathlib import Path

import segno

_QUIET = 4  # modules of white around a code, which scanners need
_NAME_ROOM = 7  # modules below the code for the name
_FONT = 'text-anchor="middle" font-family="Noto Sans CJK SC, Microsoft YaHei, SimHei, sans-serif"'


def drawn(url: str) -> bytes:
    """The code as SVG, black on white, without a size of its own."""
    out = BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=_QUIET, light="white", omitsize=True)
    return out.getvalue()


def poster(url: str, name: str) -> str:
    """The code as SVG with `name` below it, for printing: 12 cm wide unless it is scaled."""
    code = segno.make(url, error="q")  # survives a scratched corner
    side = code.symbol_size(scale=1, border=_QUIET)[0]
    picture = code.svg_inline(border=_QUIET, light="white", omitsize=False)
    size = min(3.0, (side - 2) / max(len(name), 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="12cm" height="{12 * (side + _NAME_ROOM) / side:.2f}cm"'
        f' viewBox="0 0 {side} {side + _NAME_ROOM}">'
        f'<rect width="{side}" height="{side + _NAME_ROOM}" fill="white"/>{picture}'
        f'<text x="{side / 2}" y="{side + 2}" font-size="{size:.2f}" {_FONT}>{escape(name)}</text>'
        f'<text x="{side / 2}" y="{side + 5}" font-size="1.8" {_FONT}>微信扫一扫：找活、学手艺、问政策</text></svg>'
    )


def save_png(url: str, path: Path) -> None:
    """The code alone as PNG, large enough for a poster. Raises OSError."""
    segno.make(url, error="q").save(str(path), kind="png", scale=20, border=_QUIET)
