"""A stand-in for Tencent Cloud's one-sentence recognition: checks the signature its own way, and answers as it does."""

import base64
import hashlib
import hmac
import io
import json
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, request

from tests.loopback import served

SECRET_ID, SECRET_KEY = "AKIDforTestsOnly", "keyForTestsOnly"
ENGINES = ("16k_zh", "16k_zh_dialect", "8k_zh")


@dataclass
class Cloud:
    """What it makes of the next recordings, what goes wrong first, and what was asked. `clock` is its time."""

    url: str = ""
    clock: int = 0
    says: str = ""
    wrong: list[str | int | bytes] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self) -> Response:
        body = json.loads(request.get_data())
        self.asked.append(body)
        if self.wrong:
            return _broken(self.wrong.pop(0))
        if code := self._refused() or _unfit(body):
            return _error(code)
        with wave.open(io.BytesIO(base64.b64decode(body["Data"]))) as file:
            duration = file.getnframes() * 1000 // file.getframerate()
        return _json({"Result": self.says, "AudioDuration": duration, "WordSize": 0, "WordList": None})

    def _refused(self) -> str:
        head = request.headers
        if (head["X-TC-Action"], head["X-TC-Version"]) != ("SentenceRecognition", "2019-06-14"):
            return "InvalidAction"
        at = head["X-TC-Timestamp"]
        if abs(int(at) - self.clock) > 300:
            return "AuthFailure.SignatureExpire"
        day = head["Authorization"].split("/")[1]
        if head["Authorization"] != _authorization(request.get_data(), head["Host"], at, day):
            return "AuthFailure.SignatureFailure"
        return ""


def _authorization(body: bytes, host: str, at: str, day: str) -> str:
    """As the documentation's own steps have it."""
    headers = f"content-type:{request.headers['Content-Type']}\nhost:{host}\n"
    canonical = "\n".join(["POST", "/", "", headers, "content-type;host", hashlib.sha256(body).hexdigest()])
    credential = f"{day}/asr/tc3_request"
    string = "\n".join(["TC3-HMAC-SHA256", at, credential, hashlib.sha256(canonical.encode()).hexdigest()])

    def keyed(key: bytes, message: str) -> bytes:
        return hmac.digest(key, message.encode(), "sha256")

    key = keyed(keyed(keyed(b"TC3" + SECRET_KEY.encode(), day), "asr"), "tc3_request")
    signed = f"SignedHeaders=content-type;host, Signature={keyed(key, string).hex()}"
    return f"TC3-HMAC-SHA256 Credential={SECRET_ID}/{credential}, {signed}"


def _unfit(body: dict[str, Any]) -> str:
    file = base64.b64decode(body["Data"])
    if body["EngSerViceType"] not in ENGINES:
        return "InvalidParameterValue.ErrorInvalidEngservice"
    if body["SourceType"] != 1 or body["DataLen"] != len(file) or len(body["Data"]) > 3_000_000:
        return "InvalidParameter.ErrorContentlength"
    return (
        "" if body["VoiceFormat"] == "wav" and file[:4] == b"RIFF" else "InvalidParameterValue.ErrorInvalidVoiceFormat"
    )


def _broken(how: str | int | bytes) -> Response:
    if isinstance(how, str):
        return _error(how)
    return Response(b"<html>", how) if isinstance(how, int) else Response(how)


def _error(code: str) -> Response:
    return _json({"Error": {"Code": code, "Message": "…"}})


def _json(response: dict[str, Any]) -> Response:
    return Response(json.dumps({"Response": {**response, "RequestId": "1"}}), mimetype="application/json")


@contextmanager
def tencent_cloud(at: int) -> Iterator[Cloud]:
    """Serve it; it is `at` (seconds since 1970) there."""
    app, cloud = Flask("tencent"), Cloud(clock=at)
    app.add_url_rule("/", view_func=cloud.answer, methods=["POST"])
    with served(app) as cloud.url:
        yield cloud
