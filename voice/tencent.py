"""Tencent Cloud's one-sentence recognition (一句话识别, API 2019-06-14), over its signature TC3-HMAC-SHA256.

Our own few lines instead of its SDK, which is large and made anew every few days; reference:
https://cloud.tencent.com/document/api/1093/35646 and https://cloud.tencent.com/document/api/1093/35641 (signature).
"""

import base64
import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from pybreaker import CircuitBreaker, CircuitBreakerError

from voice import Unheard
from voice.audio import as_wav

OFFICIAL = "https://asr.tencentcloudapi.com"
TIMEOUT = (3.0, 8.0)  # seconds to connect and to wait
TRIES = 2
BETWEEN = (0.1, 0.5)  # seconds, by chance
FAILURES, REST = 5, 30.0  # after so many calls without an answer nobody calls for so many seconds; staff listen

_TYPE = "application/json; charset=utf-8"
_SERVICE = "asr"
_KEYS = "到腾讯云「访问管理 → API 密钥」核对 TENCENT_SECRET_ID 和 TENCENT_SECRET_KEY"
_REMEDIES = {  # by the beginning of the error's code
    "AuthFailure.SignatureExpire": "本机时钟不准。打开自动对时：sudo timedatectl set-ntp true",
    "AuthFailure": _KEYS,
    "UnauthorizedOperation": "到腾讯云给这把密钥语音识别（ASR）的权限",
    "FailedOperation.UserNotRegistered": "到腾讯云控制台开通「语音识别」",
    "FailedOperation.ServiceIsolate": "腾讯云账户欠费停服，请充值",
    "FailedOperation.UserHasNoAmount": "腾讯云的免费额度用完了，请开通后付费或买资源包",
    "FailedOperation.UserHasNoFreeAmount": "腾讯云的免费额度用完了，请开通后付费或买资源包",
    "InvalidParameterValue.ErrorInvalidEngservice": "核对 TENCENT_ASR_ENGINE，名字见腾讯云「一句话识别」的文档",
}
_PASSING = ("InternalError", "RequestLimitExceeded", "LimitExceeded", "FailedOperation.ErrorRecognize")
_NOBODY_SPEAKS = "InvalidParameterValue.NoHumanVoice"
_HOTWORD = "{word}|10"  # of 11: likely, but not at any price


@dataclass(frozen=True, slots=True)
class Credentials:
    """A pair of keys of Tencent Cloud."""

    secret_id: str
    secret_key: str = field(repr=False)

    def authorize(self, service: str, host: str, body: bytes, at: int) -> str:
        """The Authorization header of a POST of `body` (JSON) to `host` at `at` (seconds since 1970)."""
        day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
        scope, signed = f"{day}/{service}/tc3_request", "content-type;host"
        request = f"POST\n/\n\ncontent-type:{_TYPE}\nhost:{host}\n\n{signed}\n{_digest(body)}"
        to_sign = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{_digest(request.encode())}"
        key = f"TC3{self.secret_key}".encode()
        for part in (day, service, "tc3_request"):
            key = _hmac(key, part).digest()
        signature = _hmac(key, to_sign).hexdigest()
        return f"TC3-HMAC-SHA256 Credential={self.secret_id}/{scope}, SignedHeaders={signed}, Signature={signature}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hmac(key: bytes, message: str) -> "hmac.HMAC":
    return hmac.new(key, message.encode(), hashlib.sha256)


class TencentCloud:
    """`voice.Transcriber` over Tencent Cloud: what people say leaves the county's machines."""

    def __init__(
        self,
        credentials: Credentials,
        engine: str,
        base_url: str = OFFICIAL,
        *,
        hotwords: Sequence[str] = (),
        timeout: tuple[float, float] = TIMEOUT,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`engine` is the model, such as 16k_zh; `hotwords` (at most 128, of ten characters) are likely to be said.

        `timeout` in seconds, to connect and to wait for data.
        """
        self._credentials = credentials
        self._engine = engine
        self._url = base_url.rstrip("/") + "/"
        self._host = urlsplit(base_url).netloc
        self._hotwords = ",".join(_HOTWORD.format(word=word) for word in hotwords)
        self._timeout = timeout
        self._now = now
        self._breaker = CircuitBreaker(FAILURES, REST, exclude=[_is_an_answer], throw_new_error_on_trip=False)

    def hear(self, sound: bytes) -> str:
        """See `Transcriber`."""
        file = as_wav(sound)
        body = {
            "EngSerViceType": self._engine,
            "SourceType": 1,
            "VoiceFormat": "wav",
            "Data": base64.b64encode(file).decode(),
            "DataLen": len(file),
            "HotwordList": self._hotwords,
        }
        return str(self._patiently(json.dumps(body).encode()).get("Result") or "").strip()

    def _patiently(self, body: bytes) -> Mapping[str, Any]:
        for attempt in range(TRIES):
            try:
                return self._breaker.call(self._call, body)
            except CircuitBreakerError:
                raise Unheard("Tencent Cloud gave no answer several times: resting", permanent=False) from None
            except Unheard as problem:
                if problem.permanent or attempt == TRIES - 1:
                    raise
                time.sleep(random.uniform(*BETWEEN))  # noqa: S311 - luck, not secrecy
        raise AssertionError

    def _call(self, body: bytes) -> Mapping[str, Any]:
        at = int(self._now())
        headers = {
            "Authorization": self._credentials.authorize(_SERVICE, self._host, body, at),
            "Content-Type": _TYPE,
            "Host": self._host,
            "X-TC-Action": "SentenceRecognition",
            "X-TC-Version": "2019-06-14",
            "X-TC-Timestamp": str(at),
        }
        try:
            answer = requests.post(self._url, data=body, headers=headers, timeout=self._timeout, allow_redirects=False)
        except requests.RequestException as problem:
            raise Unheard(f"no answer from Tencent Cloud: {type(problem).__name__}", permanent=False) from None
        if answer.status_code != requests.codes.ok:
            raise Unheard(f"HTTP {answer.status_code} from Tencent Cloud", permanent=False)
        return _response(answer.content)


def _is_an_answer(error: BaseException) -> bool:
    """Whether they did answer, if not as we wish."""
    return isinstance(error, Unheard) and error.permanent


def _response(content: bytes) -> Mapping[str, Any]:
    try:
        response = json.loads(content)["Response"]
        code = str(response["Error"]["Code"]) if "Error" in response else ""
    except (ValueError, KeyError, TypeError):
        raise Unheard("not an answer of Tencent Cloud", permanent=False) from None
    if code and code != _NOBODY_SPEAKS:
        remedy = next((words for begin, words in _REMEDIES.items() if code.startswith(begin)), "")
        raise Unheard(f"Tencent Cloud: {code}", permanent=not code.startswith(_PASSING), remedy=remedy)
    return response if isinstance(response, dict) else {}
