"""The limits that WeChat's API enforces, each with its error number. 0: nothing to object to."""

from collections.abc import Mapping
from typing import Any

_LONGEST_TEXT = 2048


def bad_message(message: Mapping[str, Any]) -> int:
    """A customer-service message: text and msgmenu, the kinds that we send."""
    kind = message.get("msgtype")
    if kind not in ("text", "msgmenu"):
        return 40008
    content = message.get(kind)
    if not isinstance(content, Mapping):
        return 47001
    return _bad_text(content.get("content")) if kind == "text" else _bad_choices(content)


def _bad_text(text: Any) -> int:
    if not isinstance(text, str) or not text.strip():
        return 44004
    return 45002 if len(text.encode()) > _LONGEST_TEXT else 0


def _bad_choices(content: Mapping[str, Any]) -> int:
    choices = content.get("list")
    if not isinstance(choices, list) or not choices:
        return 47001
    good = all(isinstance(choice, Mapping) and choice.get("id") and choice.get("content") for choice in choices)
    return 0 if good else 47001


def bad_template(data: Any) -> int:
    """The fields of a template message: none empty, and a `thing` has at most 20 characters."""
    if not isinstance(data, Mapping) or not data:
        return 47003
    return next((47003 for name, field in data.items() if _bad_field(str(name), field)), 0)


def _bad_field(name: str, field: Any) -> bool:
    value = field.get("value") if isinstance(field, Mapping) else None
    return not isinstance(value, str) or not value or (name.startswith("thing") and len(value) > 20)


def bad_scene(asked: Mapping[str, Any]) -> int:
    """A request for a QR code with a text as its parameter."""
    try:
        scene = asked["action_info"]["scene"]["scene_str"]
        known = asked["action_name"] in ("QR_LIMIT_STR_SCENE", "QR_STR_SCENE")
    except (KeyError, TypeError):
        return 47001
    return 0 if known and isinstance(scene, str) and 1 <= len(scene) <= 64 else 40053


def bad_menu(buttons: Any) -> int:
    """The account's menu: at most 3 buttons with at most 5 below each; names, keys and urls are limited in bytes."""
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        return 40016
    return next((code for button in buttons if (code := _bad_button(button))), 0)


def _bad_button(button: Any) -> int:
    if not isinstance(button, Mapping):
        return 40015
    below = button.get("sub_button") or []
    if _too_long(button.get("name"), 16):
        return 40018
    if len(below) > 5:
        return 40023
    if below:
        return next((code for entry in below if (code := _bad_entry(entry, 60, 40025))), 0)
    return _bad_entry(button, 16, 40018)


def _bad_entry(entry: Mapping[str, Any], longest_name: int, name_error: int) -> int:
    if _too_long(entry.get("name"), longest_name):
        return name_error
    if entry.get("type") == "view":
        return 40020 if _too_long(entry.get("url"), 1024) else 0
    if entry.get("type") == "click":
        return 40019 if _too_long(entry.get("key"), 128) else 0
    return 40017


def _too_long(value: Any, most: int) -> bool:
    return not isinstance(value, str) or not 1 <= len(value.encode()) <= most
