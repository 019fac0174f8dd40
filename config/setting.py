"""A setting: how it is called, read and explained; and what is said when settings are not fit to start with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: how it is called, read and explained.

    `default` None means that it must be set. `where` says in Chinese where to find it, for whoever has to set it.
    """

    name: str
    parse: Callable[[str], Any]
    help: str
    default: str | None
    example: str
    secret: bool
    where: str


class SettingsError(Exception):
    """The settings are not fit to start with; `problems` are in plain Chinese, by name of the setting."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        listed = "\n".join(f"  {name}：{problem}" for name, problem in problems.items())
        super().__init__(
            f"设置有 {len(problems)} 处问题，请在 .env 文件或环境变量里改好再启动：\n{listed}\n"
            "每一项的说明见 docs/configuration.md。只想试用：把 YIZHAN_ENV 设为 development，再运行 make run。"
        )


def row(
    parse: Callable[[str], Any],
    help: str,  # noqa: A002 - that is what the column is called
    *,
    default: str | None = None,
    example: str = "",
    secret: bool = False,
    where: str = "",
) -> Any:
    """A field of the table `config.settings.Settings`; see `Setting`."""
    extra = {"parse": parse, "help": help, "default": default, "example": example, "secret": secret, "where": where}
    return field(metadata=extra, repr=not secret)
