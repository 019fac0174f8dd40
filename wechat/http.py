"""One HTTP call to WeChat: in time, its errors told apart, never repeated by itself.

After `FAILURES` calls in a row without an answer nobody calls for `REST` seconds: each would keep a worker waiting for
nothing, and WeChat busy when it comes back. Then one call tries. What is owed is tried again by the outbox.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from pybreaker import CircuitBreaker, CircuitBreakerError
from urllib3.exceptions import NewConnectionError

from bot.ports import ChannelError, Trouble
from wechat.verdicts import verdict

TIMEOUT = (3.0, 8.0)
"""Seconds to connect and to wait for data. Workers make the calls; nobody waits at a phone for them."""

LONGEST = 20.0
"""Seconds for the whole answer: one that comes in drops is none."""

FAILURES, REST = 5, 30.0

LARGEST_ANSWER = 12 * 1024 * 1024
"""Bytes. WeChat's own limits are 2 MB for a voice message and 10 MB for a picture."""


@dataclass(frozen=True, slots=True)
class Media:
    """A downloaded file: its bytes and its content type."""

    content: bytes
    content_type: str


class Http:
    """Calls under one base url. Every method raises ChannelError for whatever goes wrong, and nothing else."""

    def __init__(
        self, base_url: str, timeout: tuple[float, float] = TIMEOUT, longest: float = LONGEST, rest: float = REST
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._longest = longest
        self._session = requests.Session()
        self._breaker = CircuitBreaker(FAILURES, rest, exclude=[_is_an_answer], throw_new_error_on_trip=False)

    def post(self, path: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """POST `body` as JSON and return WeChat's JSON."""
        # WeChat shows \u escapes to the person as they are.
        data = json.dumps(body, ensure_ascii=False).encode()
        return _json(self._called("POST", path, query, data).content)

    def download(self, path: str, query: Mapping[str, str]) -> Media:
        """GET a file. WeChat reports its errors as JSON in the file's place."""
        media = self._called("GET", path, query)
        if media.content_type.startswith("text/") or media.content_type == "application/json":
            _json(media.content)
            raise ChannelError("WeChat sent no file", permanent=True)
        return media

    def _called(self, method: str, path: str, query: Mapping[str, str] | None, data: bytes | None = None) -> Media:
        try:
            return self._breaker.call(self._call, method, path, query, data)
        except CircuitBreakerError:
            raise ChannelError(
                "WeChat gave no answer several times: resting", permanent=False, trouble=Trouble.BUSY
            ) from None

    def _call(self, method: str, path: str, query: Mapping[str, str] | None, data: bytes | None = None) -> Media:
        url = self._base_url + path
        headers = {"Content-Type": "application/json; charset=utf-8"} if data is not None else {}
        try:
            # A redirect would carry the token elsewhere; WeChat has none, the login pages of networks do.
            with self._session.request(
                method,
                url,
                params=query,
                data=data,
                headers=headers,
                timeout=self._timeout,
                stream=True,
                allow_redirects=False,
            ) as response:
                content = _limited(response, time.monotonic() + self._longest)
        except requests.RequestException as error:
            # Not the error's own words: they quote the url, and the url holds the token.
            reason = f"no answer from WeChat: {type(error).__name__}"
            raise ChannelError(reason, permanent=False, trouble=_after(error)) from None
        if response.status_code >= 400:
            reason = f"HTTP {response.status_code} from WeChat"
            raise ChannelError(reason, permanent=False, trouble=Trouble.BUSY)
        return Media(content, response.headers.get("Content-Type", "").partition(";")[0].strip().lower())


def _after(error: requests.RequestException) -> Trouble:
    """Whether the request may have arrived all the same: not if there was no connection."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    never = isinstance(error, requests.ConnectTimeout) or isinstance(cause, NewConnectionError)
    return Trouble.BUSY if never else Trouble.UNSURE


def _is_an_answer(error: BaseException) -> bool:
    """Whether WeChat did answer, if not as we wish."""
    return isinstance(error, ChannelError) and error.permanent


def _limited(response: requests.Response, until: float) -> bytes:
    content = bytearray()
    for chunk in response.iter_content(64 * 1024):
        content += chunk
        if time.monotonic() > until:
            raise ChannelError("no answer from WeChat: too slow", permanent=False, trouble=Trouble.UNSURE)
        if len(content) > LARGEST_ANSWER:
            raise ChannelError("WeChat's answer is too large", permanent=True)
    return bytes(content)


def _json(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        # A page of a proxy or a portal with status 200: certainly not a success.
        raise ChannelError("WeChat's answer is not JSON", permanent=False, trouble=Trouble.UNSURE)
    code = answer.get("errcode", 0)
    if code != 0:
        raise verdict(code if isinstance(code, int) else -1)
    return answer
