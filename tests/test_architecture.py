"""Tests about the codebase: what was agreed on how it is built still holds."""

import ast
import importlib
import importlib.util
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from bot.effects import Durable
from cli import COMMANDS, procfile
from config.installation import ROOT
from store.executors import EXECUTORS
from store.queue import QUEUES

PACKAGES = ("bot", "cli", "config", "simulator", "store", "voice", "web", "wechat", "workers")
GENERATED = {"requirements.txt", "requirements-dev.txt", "requirements-tools.txt"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project, whether or not it is committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return tuple(path for path in paths if path.is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file with its text."""
    for path in tracked():
        if path.name in GENERATED:
            continue
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path.relative_to(ROOT), content.decode("utf-8")


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax of our own code, by path."""
    return {
        str(path): ast.parse(text)
        for path, text in texts()
        if path.suffix == ".py" and path.parts[0] in (*PACKAGES, "wiring.py")
    }


def imported(tree: ast.Module) -> set[str]:
    """The top-level names of what a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def importers(name: str) -> set[str]:
    return {path for path, tree in modules().items() if name in imported(tree)}


# --- who may import whom ---------------------------------------------------------------------------------------------


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_the_wiring_stands_between_doors_and_the_rest() -> None:
    assert {path.partition("/")[0] for path in importers("wiring")} <= {"web", "workers", "cli"}
    assert not imported(modules()["wiring.py"]) & {"web", "workers", "cli", "simulator"}


def test_one_module_knows_jieba() -> None:
    assert importers("jieba") == {"bot/intents/segment.py"}


# --- code and what runs it -------------------------------------------------------------------------------------------


def test_every_effect_has_exactly_one_executor() -> None:
    assert set(EXECUTORS) == set(get_args(Durable))
    assert len(set(EXECUTORS.values())) == len(EXECUTORS)


def test_procfile_runs_what_there_is() -> None:
    commands = procfile.read(ROOT / "Procfile")
    assert list(commands) == ["web", "worker", "sweeper"]
    module, _, factory = commands["web"][-1].removesuffix("()").partition(":")
    assert callable(getattr(importlib.import_module(module), factory))
    assert importlib.util.find_spec(commands["web"][commands["web"].index("--config") + 1].removeprefix("python:"))
    for name in ("worker", "sweeper"):
        assert commands[name][:2] == ["python", "-m"]
        assert importlib.util.find_spec(f"{commands[name][2]}.__main__")


def test_every_queue_is_worked_at() -> None:
    """The Procfile's worker names no queues: it works at all of `QUEUES`, and nobody makes another one."""
    assert procfile.read(ROOT / "Procfile")["worker"] == ["python", "-m", "workers"]
    makers = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Queue"
    }
    assert makers == {"store/queue.py"}
    queue_names = {
        node.value
        for node in ast.walk(modules()["store/queue.py"])
        if isinstance(node, ast.Constant) and node.value in QUEUES
    }
    assert queue_names == set(QUEUES)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_loaded(name: str) -> None:
    module, _, attribute = COMMANDS[name].partition(":")
    assert getattr(importlib.import_module(module), attribute).help


# --- how it is written -----------------------------------------------------------------------------------------------


def test_every_package_states_its_rule() -> None:
    silent = [
        path
        for path, tree in modules().items()
        if path.endswith("/__init__.py") and path.count("/") == 1 and len(ast.get_docstring(tree) or "") < 60
    ]
    assert not silent


def test_files_and_functions_stay_small() -> None:
    lengths = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in modules()}
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path, tree in modules().items()
        if "/migrations/" not in path
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    assert not {path: length for path, length in lengths.items() if length > 300}
    assert sum(length <= 200 for length in lengths.values()) / len(lengths) > 0.9
    assert statistics.median(functions) <= 7
    assert max(functions) <= 40


# --- what must not be in the tree ------------------------------------------------------------------------------------

FORBIDDEN = {
    # 1380000xxxx and 1390000xxxx are nobody's, like births of 1900; every other number might be somebody's.
    "a real telephone number": r"(?<![\d.])1(?!3[89]0000)[3-9]\d{9}(?!\d)",
    "an identity card's number": r"(?<!\d)[1-9]\d{5}(?:19[1-9]|20\d)\d[01]\d[0-3]\d{4}[\dX](?!\d)",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a path of one machine": r"/(?:work|home|root|Users)/[a-z]",
    "a key of a service": r"\b(?:AKIA[0-9A-Z]{16}|ghp_\w{36}|sk-[A-Za-z0-9]{32,})",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nobody_left_behind(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [f"{path}: {match[0]}" for path, text in texts() for match in pattern.finditer(text)]
    assert not found


SECRET = re.compile(
    r"""(?i)\b\w*(?:secret|token|passw\w*|api_?key)\w*["']?\s*[:=]\s*["'](?=[^"']*\d)[A-Za-z0-9+/=_-]{20,}["']"""
)
"""Something long with a digit in it, under a name that says it is a secret. Tests have theirs, which open nothing."""


def test_no_secret_is_in_the_tree() -> None:
    found = [
        f"{path}: {match[0]}" for path, text in texts() if path.parts[0] != "tests" for match in SECRET.finditer(text)
    ]
    assert not found


@pytest.mark.parametrize("line", ['WECHAT_APP_SECRET="0a1b2c3d4e5f60718293a4b5"', "api_key: 'abcdefghij0123456789'"])
def test_a_secret_would_be_found(line: str) -> None:
    assert SECRET.search(line)


def test_settings_and_data_are_not_in_the_tree() -> None:
    names = {str(path.relative_to(ROOT)) for path in tracked()}
    assert not [name for name in names if name == ".env" or name.startswith("var/") or name.endswith((".db", ".aof"))]
