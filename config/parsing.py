"""How the text of a setting becomes a value. Each raises ValueError with what to write instead, in plain Chinese."""

import base64
import binascii
import re
from collections.abc import Callable
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeVar
from urllib.parse import urlsplit

_E = TypeVar("_E", bound=StrEnum)

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def text(raw: str) -> str:
    """Anything."""
    return raw


def matching(pattern: str, what: str) -> Callable[[str], str]:
    """Text of a certain shape; `what` says the shape in Chinese."""
    shape = re.compile(pattern)

    def parse(raw: str) -> str:
        if not shape.fullmatch(raw):
            raise ValueError(f"格式不对，应当是{what}")
        return raw

    return parse


def optional(parse: Callable[[str], str]) -> Callable[[str], str]:
    """Empty, or what `parse` takes."""
    return lambda raw: parse(raw) if raw else ""


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number within these bounds."""

    def parse(raw: str) -> int:
        if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
            raise ValueError(f"应当是 {least} 到 {most} 之间的整数")
        return int(raw)

    return parse


def one_of(kind: type[_E]) -> Callable[[str], _E]:
    """A member of an enumeration, by its value."""

    def parse(raw: str) -> _E:
        try:
            return kind(raw.lower())
        except ValueError:
            raise ValueError(f"只能是 {' 或 '.join(kind)}") from None

    return parse


def several_of(*known: str) -> Callable[[str], tuple[str, ...]]:
    """Words of those known, between spaces or commas."""

    def parse(raw: str) -> tuple[str, ...]:
        found = tuple(raw.replace(",", " ").split())
        if not set(found) <= set(known):
            raise ValueError(f"只能是 {'、'.join(known)} 里的，用空格隔开")
        return found

    return parse


def networks(raw: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks (CIDR), separated by spaces or commas."""
    found = raw.replace(",", " ").split()
    try:
        return tuple(ip_network(each) for each in found)
    except ValueError:
        wrong = next(each for each in found if not _is_network(each))
        raise ValueError(f"{wrong} 不是网络地址。应当像 101.226.103.0/24 或 101.226.103.61 这样，用空格隔开") from None


def _is_network(text: str) -> bool:
    try:
        return bool(ip_network(text))
    except ValueError:
        return False


def yes_or_no(raw: str) -> bool:
    """`yes` or `no`."""
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if raw.lower() not in answers:
        raise ValueError("只能是 yes 或 no")
    return answers[raw.lower()]


def pairs(*known: str) -> Callable[[str], dict[str, str]]:
    """`name=what name=what`, where each `what` is one of those known."""

    def parse(raw: str) -> dict[str, str]:
        found = dict(part.partition("=")[::2] for part in raw.split())
        if not all(re.fullmatch("[a-z_]+[0-9]*", name) and what in known for name, what in found.items()):
            raise ValueError(f"应当像 thing1={known[0]} 这样，用空格隔开；等号后面只能是 {'、'.join(known)}")
        return found

    return parse


def days(*known: str) -> Callable[[str], dict[str, int]]:
    """`name=days name=days`, all of those known, each from a week to thirty years."""

    def parse(raw: str) -> dict[str, int]:
        found = dict(part.partition("=")[::2] for part in raw.split())
        fits = all(number.isascii() and number.isdigit() and 7 <= int(number) <= 11000 for number in found.values())
        if set(found) != set(known) or not fits:
            raise ValueError(f"应当写全 {' '.join(f'{name}=天数' for name in known)}，每样 7 到 11000 天")
        return {name: int(number) for name, number in found.items()}

    return parse


def log_level(raw: str) -> str:
    """The name of a level of Python's logging."""
    if raw.upper() not in LOG_LEVELS:
        raise ValueError(f"只能是 {'、'.join(LOG_LEVELS)}")
    return raw.upper()


def url(*schemes: str) -> Callable[[str], str]:
    """An address with one of these schemes."""

    def parse(raw: str) -> str:
        if urlsplit(raw).scheme not in schemes or "://" not in raw:
            raise ValueError(f"应当是以 {' 或 '.join(f'{scheme}://' for scheme in schemes)} 开头的地址")
        return raw

    return parse


def secret(raw: str) -> str:
    """Random text that nobody can guess."""
    if len(raw) < 32 or len(set(raw)) < 10:
        raise ValueError("太短或太简单，至少 32 个随机字符")
    return raw


def keys(raw: str) -> tuple[str, ...]:
    """Keys of 32 bytes in URL-safe base64, separated by commas, the one in use first."""
    found = tuple(part.strip() for part in raw.split(",") if part.strip())
    if not found or not all(_is_key(key) for key in found):
        raise ValueError("应当是 44 个字符的密钥（32 个随机字节的 base64），多把用英文逗号隔开，正在用的放最前")
    return found


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
