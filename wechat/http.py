"""One HTTP call to WeChat: in time, its errors told apart, never repeated by itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from bot.ports import ChannelError, Trouble
from wechat.verdicts import verdict

TIMEOUT = (3.0, 8.0)
"""Seconds to connect and to wait for data. Workers make the calls; nobody waits at a phone for them."""

LARGEST_ANSWER = 12 * 1024 * 1024
"""Bytes. WeChat's own limits are 2 MB for a voice message and 10 MB for a picture."""


@dataclass(frozen=True, slots=True)
class Media:
    """A downloaded file: its bytes and its content type."""

    content: bytes
    content_type: str


class Http:
    """Calls under one base url. Every method raises ChannelError for whatever goes wrong, and nothing else."""

    def __init__(self, base_url: str, timeout: tuple[float, float] = TIMEOUT) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._session = requests.Session()

    def post(self, path: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """POST `body` as JSON and return WeChat's JSON."""
        # WeChat shows \u escapes to the person as they are.
        data = json.dumps(body, ensure_ascii=False).encode()
        return _json(self._call("POST", path, query, data).content)

    def download(self, path: str, query: Mapping[str, str]) -> Media:
        """GET a file. WeChat reports its errors as JSON in the file's place."""
        media = self._call("GET", path, query)
        if media.content_type.startswith("text/") or media.content_type == "application/json":
            _json(media.content)
            raise ChannelError("WeChat sent no file", permanent=True)
        return media

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
                content = _limited(response)
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


def _limited(response: requests.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_content(64 * 1024):
        content += chunk
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
