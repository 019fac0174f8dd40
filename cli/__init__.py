"""`yizhan`: what can be done from a terminal.

Rule: a command says what went wrong in one line, never in a traceback.
"""

import importlib
from typing import Any

import click
from flask.cli import AppGroup

COMMANDS = {
    "run": "cli.run:run",
    "doctor": "cli.doctor:doctor",
    "chat": "cli.chat:chat",
    "understand": "cli.understand:understand",
    "evaluate": "cli.understand:evaluate",
    "faq": "cli.faq:faq",
    "stories": "cli.stories:stories",
    "referrals": "cli.referrals:referrals",
    "staff": "cli.staff:staff",
    "menu": "cli.menu:menu",
    "qr": "cli.qr:qr",
    "db": "cli.data:db",
    "examples": "cli.data:examples",
    "backup": "cli.backup:backup",
    "restore": "cli.backup:restore",
    "import": "cli.sheets:import_",
    "export": "cli.sheets:export",
}
"""Where each command is. It is imported when it is called, so that `yizhan chat` does not load a web server."""


class Commands(AppGroup):
    """Flask's group, whose commands are looked up in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is none of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table is ours
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, also while one of them cannot be loaded."""
        rows = [(name, self._summary(ctx, name)) for name in COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _summary(self, ctx: click.Context, name: str) -> str:
        try:
            command = self.get_command(ctx, name)
        except (ImportError, AttributeError) as problem:
            return f"(cannot be loaded: {problem})"
        return command.get_short_help_str(limit=80) if command else ""

    def invoke(self, ctx: click.Context) -> Any:
        """Turn the failures that we know of into one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except Exception as problem:
            if not isinstance(problem, _foreseen()):
                raise
            raise click.ClickException(f"{problem}" or type(problem).__name__) from problem


def _foreseen() -> tuple[type[Exception], ...]:
    """What may fail. Imported when something did: `yizhan run` starts the web server a fifth of a second sooner."""
    from bot.ports import ChannelError, StoreDown
    from config.settings import SettingsError
    from store.backups.contents import BackupFailed
    from store.embedded import RedisUnavailable

    return SettingsError, StoreDown, ChannelError, RedisUnavailable, BackupFailed


@click.command(cls=Commands)
def main() -> None:
    """驿站通 Yizhan: bring the laborers of a county to work, training and the subsidies they may have."""
