"""`yizhan doctor`: looks at everything that this installation stands on, and says what to do where it does not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import click

from cli.checks import CHECKS, Check
from cli.claim import claimed_port
from cli.trouble import Trouble
from config.installation import home, surroundings
from config.settings import Settings, SettingsError, load


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check went. `remedy` is empty when all is well."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
def doctor(*, as_json: bool) -> None:
    """Check settings, stores, WeChat and this machine, and say what to do."""
    findings = list(examine())
    healthy = all(finding.ok for finding in findings)
    if as_json:
        rows = [{name: getattr(finding, name) for name in Finding.__slots__} for finding in findings]
        click.echo(json.dumps({"ok": healthy, "checks": rows}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding))
        click.echo("一切正常。" if healthy else "有问题的地方，请照「→」后面的办法处理，再运行一次。")
    click.get_current_context().exit(0 if healthy else 1)


def _line(finding: Finding) -> str:
    line = f"{'✓' if finding.ok else '✗'} {finding.name}：{finding.detail}"
    return f"{line}\n    → {finding.remedy}" if finding.remedy else line


def examine() -> Iterator[Finding]:
    """Every check in turn. Without settings the others have nothing to look at."""
    try:
        settings = _settings()
    except SettingsError as error:
        for name, problem in error.problems.items():
            yield Finding(name, False, problem, "改好 .env 或环境变量，见 docs/configuration.md；试用就运行 make run")
        return
    for name, check in CHECKS.items():
        yield _finding(name, check, settings)


def _settings() -> Settings:
    """Ours, with the port of whoever runs here now: it may have been given to `make run` alone."""
    settings = load()
    port = claimed_port(settings.data_dir)
    return Settings.from_environment({**surroundings(), "PORT": str(port)}, home()) if port else settings


def _finding(name: str, check: Check, settings: Settings) -> Finding:
    try:
        return Finding(name, True, check(settings))
    except Trouble as trouble:
        return Finding(name, False, trouble.wrong, trouble.remedy)
    except Exception as problem:  # a doctor who faints helps nobody
        return Finding(name, False, f"检查时出错：{type(problem).__name__}: {problem}", "请把这一行发给技术人员")
