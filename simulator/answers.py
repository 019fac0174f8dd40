"""How the fake API answers: JSON, with WeChat's error numbers."""

import json
from typing import Any

from flask import Response, request

Answer = dict[str, Any]

_WORDS = {
    0: "ok",
    40001: "invalid credential, access_token is invalid or not latest",
    40003: "invalid openid",
    40007: "invalid media_id",
    40032: "invalid openid list size",
    40037: "invalid template_id",
    40013: "invalid appid",
    40125: "invalid appsecret",
    41001: "access_token missing",
    42001: "access_token expired",
    43004: "require subscribe",
    45009: "reach max api daily quota limit",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45028: "has no masssend quota",
    45065: "clientmsgid exist",
    45157: "invalid tag name",
    45158: "tag name too long",
    45159: "invalid tag id",
    47003: "argument invalid",
    49003: "not match openid with appid",
    47001: "data format error",
}


def body() -> Answer:
    """The JSON of the call; empty when it is none."""
    try:
        asked = json.loads(request.get_data())
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}


def error(code: int) -> Response:
    """WeChat's error number (0: well done) with its words."""
    return as_json({"errcode": code, "errmsg": _WORDS.get(code, "error")})


def as_json(answer: Answer) -> Response:
    """WeChat's JSON."""
    return Response(json.dumps(answer), mimetype="application/json")
