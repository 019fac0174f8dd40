"""Fuzzing that is led by coverage: `make fuzz-guided TARGET=inbound SECONDS=600`. Needs atheris (see the Makefile).

Each target holds one property: only the errors that its callers know. docs/fuzzing.md tells what it found so far.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["bot", "store", "wechat", "openpyxl", "xmltodict", "wechatpy"]):
    from openpyxl import Workbook

    from bot.session import Session, dump, load
    from store.sheets.grid import File, Unreadable, read_grid
    from store.sheets.kinds import KINDS
    from wechat.channel import Channel
    from wechat.crypto import Key, sign
    from wechat.errors import Malformed, Refused
    from wechat.inbound import parse
    from wechat.passive import render

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CHANNEL = Channel("tokentoken", "wx0123456789abcdef", ("a" * 42 + "A",))
SHEET = Path(tempfile.mkdtemp()) / "sheet.xlsx"
HEADERS = KINDS["jobs"].headers


def inbound(data: bytes) -> None:
    """Any document: a delivery that can be answered, or Malformed."""
    try:
        render(None, parse(data, NOW), NOW)
    except Malformed:
        return


def envelope(data: bytes) -> None:
    """Any envelope, rightly signed."""
    sealed = data.decode("latin-1").replace("]]>", "")
    query = {"timestamp": "1", "nonce": "2", "encrypt_type": "aes"}
    query["msg_signature"] = sign("tokentoken", "1", "2", sealed)
    try:
        CHANNEL.open(query, f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode(), NOW)
    except (Malformed, Refused):
        return


def session(data: bytes) -> None:
    """Any stored text is a session, and that is stored and read again as itself."""
    read = load(data.decode("utf-8", "replace"))
    assert load(dump(read)) == read


def sheet(data: bytes) -> None:
    """Any file is a sheet or Unreadable."""
    try:
        read_grid(File("sheet.xlsx", data), HEADERS)
    except Unreadable:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {each.__name__: each for each in (inbound, envelope, session, sheet)}


def seeds(name: str) -> list[bytes]:
    """What to begin with: without it the fuzzer would have to invent XML and zip."""
    samples = Path(__file__).parents[1] / "data" / "wechat" / "samples"
    if name == "inbound":
        return [path.read_bytes() for path in samples.glob("*.xml")]
    if name == "envelope":
        return [Key("a" * 42 + "A", "wx0123456789abcdef").encrypt("<xml><MsgType>text</MsgType></xml>").encode()]
    if name == "session":
        return [dump(Session(active="job", drafts={"job": {"name": "王"}}, offered=("go.job",))).encode()]
    made = Workbook()
    made.worksheets[0].append(["岗位名称", "类别"])
    made.worksheets[0].append(["保洁", "公益性岗位"])
    made.save(SHEET)
    return [SHEET.read_bytes()]


if __name__ == "__main__":
    name, *options = sys.argv[1:]
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(seeds(name)):
        (corpus / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()
