"""The door that WeChat knocks at. Its rule: it always answers, in time, with what WeChat can read."""

import logging
from datetime import UTC, datetime

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.effects import Say
from bot.phrases import talk
from config.metrics import REFUSALS
from web.callers import MINUTE, Callers
from web.gate import Receive
from wechat.channel import Channel, Letter
from wechat.errors import Malformed, Refused
from wechat.inbound import LARGEST
from wechat.passive import NOTHING

SORRY = Say(talk.SORRY)

_log = logging.getLogger(__name__)


def webhook_blueprint(channel: Channel, receive: Receive, callers: Callers | None = None) -> Blueprint:
    """`GET|POST /wechat`. `receive` takes the turn; whatever it raises, the person gets a sentence."""
    blueprint, callers = Blueprint("webhook", __name__), callers or Callers()
    blueprint.before_request(lambda: _turned_away(channel, callers))

    @blueprint.get("/wechat")
    def handshake() -> Response:
        return _plain(channel.handshake(request.args))

    @blueprint.post("/wechat")
    def message() -> Response:
        request.max_content_length = LARGEST
        now = datetime.now(UTC)
        try:
            letter = channel.open(request.args, request.get_data(cache=False), now)
        except Malformed as problem:
            _log.warning("webhook: not read: %s", problem)
            return _plain(NOTHING)
        body = channel.answer(letter, _taken(receive, letter), now)
        return _plain(body) if body == NOTHING else Response(body, mimetype="application/xml")

    @blueprint.errorhandler(Refused)
    def refused(refusal: Refused) -> Response:
        _count(callers)
        return _refused("unproven", str(refusal))

    @blueprint.errorhandler(RequestEntityTooLarge)
    def too_large(_problem: RequestEntityTooLarge) -> Response:
        _count(callers)
        return _refused("size", status=413)

    return blueprint


def _turned_away(channel: Channel, callers: Callers) -> Response | None:
    """Before anything is read: from elsewhere than WeChat, or refused too often. WeChat itself always comes through."""
    if not callers.may_come(request.remote_addr):
        return _refused("address")
    if callers.is_stopped(request.remote_addr) and not channel.vouches(request.args):
        REFUSALS.labels("often").inc()
        answer = _plain("too many", 429)
        answer.headers["Retry-After"] = str(int(MINUTE))
        return answer
    return None


def _count(callers: Callers) -> None:
    if callers.refused(request.remote_addr):
        _log.warning("webhook: an address is refused so often that it is not listened to for a minute")


def _taken(receive: Receive, letter: Letter) -> Say | None:
    if not letter.delivery.wants_answer:
        return None
    inbound = letter.delivery.inbound
    try:
        return receive(inbound)
    except Exception as error:
        # The kind and the place of the error only: its message could quote what the person wrote.
        _log.error("webhook: turn failed: kind=%s [%s] at %s", inbound.kind, inbound.trace, _where(error))
        return SORRY


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} in {place}"


def _plain(text: str, status: int = 200) -> Response:
    response = Response(text, status, mimetype="text/plain")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _refused(why: str, reason: str = "", status: int = 403) -> Response:
    REFUSALS.labels(why).inc()
    _log.warning("webhook: refused: %s", reason or why)
    return _plain("forbidden", status)
