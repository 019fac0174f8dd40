"""Correcting a part of a former answer: one digit, the last four, one character."""

import re

from bot.language.numbers import number_of
from bot.readers.correction import POSITION, Correction
from bot.readers.naming import given_alone, is_name
from bot.readers.spelled import alike, respelt


def apply_partial(old_value: str, correction: Correction) -> str | None:
    """`old_value` with the corrected part put in (the last figure of a phone, one character of a name).

    None when the correction holds a whole value, or its part has no one place in the old value.
    """
    if correction.key == "phone":
        return _patched_phone(old_value, correction)
    if correction.key == "name" and correction.new:
        return _patched_name(old_value, correction)
    return None


def _patched_phone(old_value: str, correction: Correction) -> str | None:
    if position := POSITION.search(correction.new):
        return _at_position(old_value, position)
    old, new = correction.old, correction.new
    if new.isdecimal() and old and len(old) == len(new) < len(old_value) and old_value.count(old) == 1:
        return old_value.replace(old, new)
    return None


def _at_position(old_value: str, position: re.Match[str]) -> str | None:
    digits, size = position["digits"], len(position["digits"])
    count = number_of(position["count"] or "") or size
    if count != size or size >= len(old_value):
        return None
    if position["nth"]:
        nth = number_of(position["nth"]) or 0
        start = len(old_value) - nth if position["back"] else nth - 1
    elif re.match(r"最前|前|开头", position["which"]):
        start = 0
    elif position["which"].startswith("中间"):
        start = 3 if size == 4 else -1
    else:
        start = len(old_value) - size
    return old_value[:start] + digits + old_value[start + size :] if 0 <= start <= len(old_value) - size else None


def _patched_name(old_value: str, correction: Correction) -> str | None:
    old, new = correction.old, correction.new
    if old and old != old_value and old_value.count(old) == 1:
        patched = old_value.replace(old, new)
    elif is_name(new) and not given_alone(new):
        return None
    elif len(new) > 1 and len(new) == len(old_value) - 1:
        patched = old_value[: -len(new)] + new
    else:
        patched = respelt(old_value, new) if all(alike(sign, old_value) for sign in new) else ""
    return patched if patched != old_value and is_name(patched) else None
