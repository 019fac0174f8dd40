"""Writes down the settings for people: the table of docs/configuration.md and `.env.example`.

`python -m config.documentation` rewrites both; a test compares them with the code.
"""

from config.installation import ROOT
from config.settings import Setting, table

BEGIN, END = "<!-- settings: written by python -m config.documentation -->\n", "<!-- end of settings -->\n"

_EXAMPLE_HEAD = """\
# Copy to .env (chmod 600) and fill in; `make run` makes one for trying out by itself.
# Lines that begin with # show defaults or examples. Written by `python -m config.documentation`.
"""


def reference() -> str:
    """The table in Markdown."""
    rows = "".join(f"| `{row.name}` | {_default(row)} | {row.help} |\n" for row in table())
    return f"{BEGIN}| setting | default | what it is |\n|---|---|---|\n{rows}{END}"


def _default(row: Setting) -> str:
    if row.default is None:
        return "**must be set**, secret" if row.secret else "**must be set**"
    return f"`{row.default}`" if row.default else "(empty)"


def example_file() -> str:
    """The text of `.env.example`."""
    return _EXAMPLE_HEAD + "".join(f"\n# {row.help}\n{_assignment(row)}\n" for row in table())


def _assignment(row: Setting) -> str:
    if row.default is None:
        return f"# for example {row.example}\n{row.name}="
    return f"#{row.name}={row.example or row.default}"


def main() -> None:
    """Rewrite both files."""
    (ROOT / ".env.example").write_text(example_file(), "utf-8")
    page = ROOT / "docs/configuration.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    page.write_text(before + reference() + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    main()
