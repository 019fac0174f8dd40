"""The fake API: WeChat's own urls, tokens, limits and error numbers, for the few calls that we make."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, g, request

from simulator.account import Account
from simulator.answers import Answer, as_json, body, error
from simulator.api_state import ApiState
from simulator.crowd import Crowd
from simulator.limits import bad_menu, bad_message, bad_scene
from simulator.picture import qr_like
from simulator.world import World

_PATIENCE = 5
"""Seconds after which we do not rely on the account still waiting for the answer."""


def api_blueprint(account: Account, world: World, state: ApiState) -> Blueprint:
    """`/cgi-bin/…`."""
    blueprint = Blueprint("api", __name__, url_prefix="/api/cgi-bin")
    calls = _Calls(account, world, state)
    blueprint.before_request(calls.play_fault)
    blueprint.after_request(calls.lose)
    for rule, method, view in (
        ("/token", "GET", calls.token),
        ("/stable_token", "POST", calls.stable_token),
        ("/message/custom/send", "POST", calls.send),
        ("/message/custom/typing", "POST", calls.typing),
        ("/menu/create", "POST", calls.create_menu),
        ("/qrcode/create", "POST", calls.create_qr),
        ("/showqrcode", "GET", calls.show_qr),
        ("/media/get", "GET", calls.get_media),
        ("/media/upload", "POST", calls.upload_media),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    crowd = Crowd(world, state)
    for rule, answer in crowd.calls.items():
        blueprint.add_url_rule(rule, rule[1:].replace("/", "-"), partial(calls.answered, answer), methods=["POST"])
    return blueprint


class _Calls:
    def __init__(self, account: Account, world: World, state: ApiState) -> None:
        self._account = account
        self._world = world
        self._state = state

    def play_fault(self) -> Response | None:
        path = request.path.removeprefix("/api")
        self._state.count_call(path)
        fault = self._state.next_fault(path)
        time.sleep(fault.get("slow", 0))
        if "status" in fault:
            return Response("<html><body>Bad Gateway</body></html>", fault["status"], mimetype="text/html")
        if fault.get("html"):
            return Response("<html><body>请先登录网络</body></html>", mimetype="text/html")
        if fault.get("cut"):
            return Response('{"errcode": 0, "err', mimetype="application/json")
        g.lost = fault.get("lost", False)
        g.unsure = g.lost or fault.get("slow", 0) > _PATIENCE
        if not self._state.take_of_quota(path):
            return error(45009)
        return error(fault["errcode"]) if "errcode" in fault else None

    def lose(self, answer: Response) -> Response:
        """What was asked was done, but its answer does not arrive whole."""
        return Response(answer.data[:9], mimetype="application/json") if g.get("lost") else answer

    def answered(self, call: Callable[[Answer], Response]) -> Response:
        """A call that takes JSON and needs a token."""
        return self._with_token(lambda: call(body()))

    def token(self) -> Response:
        asked = request.args
        return self._issue("plain", asked.get("appid"), asked.get("secret"), renew=True)

    def stable_token(self) -> Response:
        asked = body()
        return self._issue("stable", asked.get("appid"), asked.get("secret"), renew=asked.get("force_refresh") is True)

    def _issue(self, kind: str, app_id: object, secret: object, *, renew: bool) -> Response:
        if app_id != self._account.app_id:
            return error(40013)
        if secret != self._account.secret:
            return error(40125)
        token, seconds = self._state.issue_token(kind, renew=renew)
        return as_json({"access_token": token, "expires_in": seconds})

    def send(self) -> Response:
        return self._with_token(lambda: self._sent(body()))

    def _sent(self, message: Answer) -> Response:
        openid = message.get("touser")
        code = bad_message(message) or self._unreachable(openid) or self._world.spend_message(str(openid))
        if code:
            return error(code)
        self._world.stop_typing(str(openid))
        sure = not g.get("unsure", False)
        self._world.show(str(openid), "bot", message["msgtype"], later=True, sure=sure, **_shown(message))
        return error(0)

    def _unreachable(self, openid: object) -> int:
        person = self._world.person(openid) if isinstance(openid, str) else None
        if person is None:
            return 40003
        return 0 if person.follows else 43004

    def typing(self) -> Response:
        return self._with_token(self._typed)

    def _typed(self) -> Response:
        openid = body().get("touser")
        code = self._unreachable(openid)
        if not code:
            self._world.set_typing(str(openid))
        return error(code)

    def create_menu(self) -> Response:
        return self._with_token(lambda: self._menu_created(body().get("button")))

    def _menu_created(self, buttons: Any) -> Response:
        code = bad_menu(buttons)
        if not code:
            self._state.set_menu(buttons)
        return error(code)

    def create_qr(self) -> Response:
        return self._with_token(lambda: self._qr_created(body()))

    def _qr_created(self, asked: Answer) -> Response:
        code = bad_scene(asked)
        if code:
            return error(code)
        ticket = self._state.add_scene(asked["action_info"]["scene"]["scene_str"])
        return as_json({"ticket": ticket, "url": f"http://weixin.qq.com/q/{ticket}"})

    def show_qr(self) -> Response:
        ticket = request.args.get("ticket", "")
        if not self._state.knows_ticket(ticket):
            return Response(status=404)
        return Response(qr_like(ticket), mimetype="image/png")

    def get_media(self) -> Response:
        return self._with_token(self._file)

    def _file(self) -> Response:
        file = self._world.file(request.args.get("media_id", ""))
        return error(40007) if file is None else Response(file[0], content_type=file[1])

    def upload_media(self) -> Response:
        return self._with_token(self._uploaded)

    def _uploaded(self) -> Response:
        file = request.files.get("media")
        if file is None:
            return error(41005)
        media_id = self._world.keep_file(file.read(), file.mimetype)
        return as_json({"type": request.args.get("type"), "media_id": media_id, "created_at": int(time.time())})

    def _with_token(self, call: Callable[[], Response]) -> Response:
        code = self._state.check_token(request.args.get("access_token", ""))
        return error(code) if code else call()


def _shown(message: Answer) -> Answer:
    content = message[message["msgtype"]]
    if message["msgtype"] == "text":
        return {"text": content["content"]}
    choices = [{"id": choice["id"], "text": choice["content"]} for choice in content["list"]]
    return {"text": content.get("head_content", ""), "choices": choices, "tail": content.get("tail_content", "")}
