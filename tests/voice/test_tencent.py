"""The client of Tencent Cloud: its signature against the documented example, its calls against the stand-in."""

import time
from collections.abc import Iterator

import pytest

from tests.voice.tencent_cloud import SECRET_ID, SECRET_KEY, Cloud, tencent_cloud
from voice import Unheard
from voice.audio import silence
from voice.tencent import FAILURES, Credentials, TencentCloud

NOW = 1551113065
SECOND = silence(1)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with tencent_cloud(NOW) as cloud:
        yield cloud


def client(cloud: Cloud, key: str = SECRET_KEY, engine: str = "16k_zh", at: float = NOW) -> TencentCloud:
    hotwords = ("横埠镇", "汤沟镇")
    credentials = Credentials(SECRET_ID, key)
    return TencentCloud(credentials, engine, cloud.url, hotwords=hotwords, timeout=(1, 1), now=lambda: at)


def unheard(transcriber: TencentCloud) -> Unheard:
    with pytest.raises(Unheard) as caught:
        transcriber.hear(SECOND)
    return caught.value


def test_the_signature_is_that_of_the_documentation() -> None:
    """The example of https://cloud.tencent.com/document/api/1093/35641 (签名方法 v3), with its published keys."""
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    example = Credentials("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
    assert example.authorize("cvm", "cvm.tencentcloudapi.com", body, NOW) == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_what_was_said_comes_back(cloud: Cloud) -> None:
    cloud.says = "我想找个活干。"
    assert client(cloud).hear(SECOND) == "我想找个活干。"
    assert cloud.asked[0]["HotwordList"] == "横埠镇|10,汤沟镇|10"


def test_a_whole_minute_is_not_too_large(cloud: Cloud) -> None:
    cloud.says = "好"
    assert client(cloud).hear(silence(60)) == "好"


@pytest.mark.parametrize(
    "wrong", ["InternalError.ErrorRecognize", "RequestLimitExceeded", 502, b"<html>", b"[]"], ids=str
)
def test_what_may_pass_is_tried_once_more(cloud: Cloud, wrong: str | int | bytes) -> None:
    cloud.says, cloud.wrong = "好", [wrong]
    assert client(cloud).hear(SECOND) == "好"
    cloud.wrong = [wrong] * 9
    assert not unheard(client(cloud)).permanent
    assert len(cloud.asked) == 4


def test_who_gives_no_answer_is_left_alone_for_a_while(cloud: Cloud) -> None:
    cloud.wrong, caller = [502] * 99, client(cloud)
    problems = [unheard(caller) for _ in range(6)]
    assert "resting" in str(problems[-1])
    assert not problems[-1].permanent
    assert len(cloud.asked) == FAILURES


def test_what_does_not_pass_is_not_tried_again_and_says_what_to_do(cloud: Cloud) -> None:
    wrong_key = unheard(client(cloud, key="wrong"))
    assert (wrong_key.permanent, "TENCENT_SECRET_KEY" in wrong_key.remedy) == (True, True)
    assert "TENCENT_ASR_ENGINE" in unheard(client(cloud, engine="9k_zh")).remedy
    assert "对时" in unheard(client(cloud, at=NOW + 400)).remedy
    cloud.wrong = ["FailedOperation.UserNotRegistered"]
    assert "开通" in unheard(client(cloud)).remedy
    assert len(cloud.asked) == 4


def test_silence_is_not_an_error(cloud: Cloud) -> None:
    assert client(cloud).hear(SECOND) == ""
    cloud.wrong = ["InvalidParameterValue.NoHumanVoice"]
    assert client(cloud).hear(SECOND) == ""


def test_nobody_at_home_ends_in_time_and_tells_no_secret() -> None:
    began = time.monotonic()
    problem = unheard(TencentCloud(Credentials("id", "hush"), "16k_zh", "http://127.0.0.1:9", timeout=(0.5, 0.5)))
    assert time.monotonic() - began < 5
    assert "hush" not in f"{problem!r} {Credentials('id', 'hush')!r}"
