"""The settings: what is refused, what follows from what, and that everything is documented."""

import re
from pathlib import Path

import pytest

from config import parsing
from config.documentation import example_file, reference
from config.installation import ROOT
from config.settings import Environment, Settings, SettingsError, load, table

GOOD = {
    "WECHAT_TOKEN": "abc123",
    "WECHAT_APP_ID": "wx0123456789abcdef",
    "WECHAT_APP_SECRET": "fedcba9876543210fedcba9876543210",
    "WECHAT_AES_KEY": "q" * 43,
    "WECHAT_ACCOUNT": "gh_0123456789ab",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    "ENCRYPTION_KEYS": "A" * 43 + "=",
}


def problems(**changes: str) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({**GOOD, **changes})
    return caught.value.problems


def test_production_is_the_default_and_needs_every_secret() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({})
    assert set(caught.value.problems) == set(GOOD)
    assert Settings.from_environment(GOOD).production


def test_half_a_key_of_tencent_cloud_is_a_mistake() -> None:
    assert set(problems(TENCENT_SECRET_ID="AKIDforTestsOnly")) == {"TENCENT_SECRET_ID"}
    assert set(problems(TENCENT_SECRET_KEY="keyForTestsOnly")) == {"TENCENT_SECRET_ID"}


def test_all_problems_are_told_at_once_in_plain_words() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({**GOOD, "WECHAT_AES_KEY": "short", "PORT": "80 80", "YIZHAN_ENV": "prod"})
    text = str(caught.value)
    assert set(caught.value.problems) == {"WECHAT_AES_KEY", "PORT", "YIZHAN_ENV"}
    assert "3 处问题" in text
    assert "43 个字母或数字" in text
    assert "production 或 development" in text


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("WECHAT_TOKEN", "no-dashes"),
        ("WECHAT_APP_ID", "wx123"),
        ("WECHAT_APP_SECRET", "0123456789abcdef0123456789abcdef"),  # the example of the documentation
        ("WECHAT_ACCOUNT", "yizhan"),
        ("WECHAT_API_BASE_URL", "api.weixin.qq.com"),
        ("WECHAT_ALLOW_PLAIN", "perhaps"),
        ("WECHAT_AES_KEY_PREVIOUS", "q" * 42),
        ("REDIS_URL", "localhost:6379"),
        ("DATABASE_URL", "mysql://localhost/yizhan"),
        ("SECRET_KEY", "a" * 64),
        ("ENCRYPTION_KEYS", "A" * 43),
        ("ENCRYPTION_KEYS", ","),
        ("PORT", "65536"),
        ("WECHAT_ADDRESSES", "101.226.103.0/24, 101.226.103.1/24"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_what_cannot_be_right_is_refused(name: str, bad: str) -> None:
    assert list(problems(**{name: bad})) == [name]


def test_a_value_never_shows_up_in_what_is_said() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({**GOOD, "SECRET_KEY": "hunter2", "WECHAT_APP_SECRET": "hunter3"})
    assert "hunter" not in str(caught.value)
    shown = repr(Settings.from_environment(GOOD))
    assert not [
        name for name in ("WECHAT_TOKEN", "WECHAT_APP_SECRET", "WECHAT_AES_KEY", "SECRET_KEY") if GOOD[name] in shown
    ]


def test_empty_means_default(tmp_path: Path) -> None:
    settings = Settings.from_environment({**GOOD, "PORT": " ", "DATABASE_URL": ""}, tmp_path)
    assert settings.port == 8000
    assert settings.database_url == f"sqlite:///{tmp_path}/var/yizhan.db"
    assert settings.redis_url == ""


def test_each_environment_has_its_own_wechat() -> None:
    trial = Settings.from_environment({**GOOD, "YIZHAN_ENV": "development", "PORT": "8123"})
    assert trial.yizhan_env is Environment.DEVELOPMENT
    assert trial.wechat_api_base_url == "http://127.0.0.1:8123/simulator/api"
    assert Settings.from_environment(GOOD).wechat_api_base_url == "https://api.weixin.qq.com"


def test_several_encryption_keys() -> None:
    both = f"{'A' * 43}=, {'B' * 42}A="
    assert Settings.from_environment({**GOOD, "ENCRYPTION_KEYS": both}).encryption_keys == (
        "A" * 43 + "=",
        "B" * 42 + "A=",
    )


def test_networks_are_read_or_explained() -> None:
    read = parsing.networks
    assert [str(each) for each in read("101.226.103.61, 101.226.62.0/24 2001:db8::/32")] == [
        "101.226.103.61/32",
        "101.226.62.0/24",
        "2001:db8::/32",
    ]
    assert read("") == ()
    with pytest.raises(ValueError, match=r"weixin\.qq\.com 不是网络地址"):
        read("101.226.62.0/24 weixin.qq.com")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in table():
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setenv("YIZHAN_HOME", str(tmp_path))
    lines = [f"{name}={value}" for name, value in {**GOOD, "PORT": "8111", "WEB_THREADS": "3"}.items()]
    (tmp_path / ".env").write_text("\n".join(lines), "utf-8")
    monkeypatch.setenv("PORT", "8222")
    settings = load()
    assert (settings.port, settings.web_threads) == (8222, 3)
    assert settings.data_dir == tmp_path / "var"
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


def test_every_setting_is_documented() -> None:
    """Rewrite both with `python -m config.documentation`."""
    assert reference() in (ROOT / "docs/configuration.md").read_text("utf-8")
    assert (ROOT / ".env.example").read_text("utf-8") == example_file()


def test_every_setting_is_used() -> None:
    code = "".join(
        path.read_text("utf-8")
        for package in ("config", "cli", "store", "web", "workers", "simulator", "wechat")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "settings.py"
    ) + (ROOT / "wiring.py").read_text("utf-8")
    derived = {"YIZHAN_ENV": "production"}
    names = {setting.name: derived.get(setting.name, setting.name.lower()) for setting in table()}
    promised = {"ENCRYPTION_KEYS", "PROXY_HOPS"}  # asked for from the first day, so that nobody has to add them later
    unused = [name for name, attribute in names.items() if not re.search(rf"settings\.{attribute}\b", code)]
    assert set(unused) <= promised


def test_the_fields_of_a_template_are_read_or_explained() -> None:
    read = parsing.pairs("title", "text", "time")
    assert read("thing1=title  time2=time") == {"thing1": "title", "time2": "time"}
    assert read("") == {}
    for wrong in ("thing1", "thing1=price", "1=title", "=title"):
        with pytest.raises(ValueError, match="thing1=title"):
            read(wrong)
