"""The first start: make what is missing so that somebody can try the service out within minutes."""

import base64
import os
import secrets
import string
from collections.abc import Mapping
from pathlib import Path

from config.settings import Environment, Settings, SettingsError, table

_HEAD = """\
# Made by the first `make run`: for trying out on one's own machine.
# Before real people write to it, set YIZHAN_ENV=production and the account's real values; see docs/configuration.md.
# Keep a copy: what ENCRYPTION_KEYS encrypts cannot be read without it.
"""


def invented() -> dict[str, str]:
    """Random values for everything that has to be set, fit for the simulator's account."""
    return {
        "YIZHAN_ENV": Environment.DEVELOPMENT,
        "WECHAT_TOKEN": _letters(24),
        "WECHAT_APP_ID": f"wx{secrets.token_hex(8)}",
        "WECHAT_APP_SECRET": secrets.token_hex(16),
        "WECHAT_AES_KEY": _letters(43),
        "WECHAT_ACCOUNT": f"gh_{secrets.token_hex(6)}",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    }


def _letters(length: int) -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


def wants_trial(path: Path, environment: Mapping[str, str]) -> bool:
    """Whether nothing is configured yet. Half a configuration is somebody's mistake, not a wish to try out."""
    if path.exists():
        return False
    wish = environment.get("YIZHAN_ENV", "").strip()
    if wish:
        return wish == Environment.DEVELOPMENT and not _sufficient(environment)
    return not any(environment.get(setting.name) for setting in table() if setting.default is None)


def _sufficient(environment: Mapping[str, str]) -> bool:
    try:
        Settings.from_environment(environment)
    except SettingsError:
        return False
    return True


def write_env(path: Path, environment: Mapping[str, str]) -> None:
    """Write `.env` (mode 600) with random values for what the environment does not say."""
    made = {name: value for name, value in invented().items() if not environment.get(name)}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(_HEAD + "".join(f"{name}={value}\n" for name, value in made.items()))
