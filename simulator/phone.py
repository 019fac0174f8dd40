"""The phone page and what it asks for."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from simulator.account import Account
from simulator.acts import Act, Unknown, picture, read, recording, voice
from simulator.api_state import ApiState
from simulator.gateway import FAILURE, Broken, Gateway
from simulator.places import PLACES
from simulator.world import Person, World

Scenes = Callable[[], Sequence[tuple[str, str]]]
"""The station codes that can be scanned: (scene, name of the station)."""

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def phone_blueprint(account: Account, world: World, state: ApiState, gateway: Gateway, scenes: Scenes) -> Blueprint:
    """The page, its people and their acts."""
    blueprint = Blueprint("phone", __name__)
    phone = _Phone(account, world, state, gateway, scenes)
    for rule, method, view in (
        ("/", "GET", phone.page),
        ("/setup", "GET", phone.setup),
        ("/people", "GET", phone.people),
        ("/people", "POST", phone.arrive),
        ("/people/<openid>/chat", "GET", phone.chat),
        ("/people/<openid>/acts", "POST", phone.act),
        ("/people/<openid>/voice", "POST", phone.speak),
        ("/people/<openid>/picture", "POST", phone.show_picture),
        ("/people/<openid>/later", "POST", phone.later),
        ("/files/<media_id>", "GET", phone.file),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


class _Phone:
    def __init__(self, account: Account, world: World, state: ApiState, gateway: Gateway, scenes: Scenes) -> None:
        self._account = account
        self._world = world
        self._state = state
        self._gateway = gateway
        self._scenes = scenes

    def page(self) -> str:
        return render_template("phone.html", title=self._account.title)

    def setup(self) -> Response:
        named = dict(self._scenes())
        codes = {**{scene: scene for scene in self._state.scenes()}, **named}
        scenes = [{"scene": scene, "label": label} for scene, label in codes.items()]
        return jsonify(menu=self._state.menu(), scenes=scenes, places=[asdict(place) for place in PLACES])

    def people(self) -> Response:
        return jsonify([self._summary(person) for person in self._world.people()])

    def arrive(self) -> Response:
        return jsonify(self._summary(self._world.arrive()))

    def _summary(self, person: Person) -> dict[str, Any]:
        chat = self._world.chat(person.openid)
        return {**asdict(person), "last": chat[-1] if chat else None}

    def chat(self, openid: str) -> Response:
        person = self._person(openid)
        return jsonify(
            bubbles=self._world.chat(openid, request.args.get("after", 0, int)),
            typing=self._world.typing(openid),
            follows=person.follows,
            left=self._world.messages_left(openid),
        )

    def act(self, openid: str) -> Response:
        person = self._person(openid)
        try:
            act = read(_asked(), follows=person.follows)
        except Unknown as problem:
            abort(400, str(problem))
        return self._done(openid, act)

    def speak(self, openid: str) -> Response:
        self._follower(openid)
        words = str(_asked().get("text", "")).strip()
        if not words:
            abort(400, "text")
        media_id = self._world.keep_file(recording(words), "audio/amr")
        return self._done(openid, voice(media_id, words, heard=_asked().get("heard") is True))

    def show_picture(self, openid: str) -> Response:
        self._follower(openid)
        if request.mimetype not in _PICTURES:
            abort(415)
        media_id = self._world.keep_file(request.get_data(), request.mimetype)
        return self._done(openid, picture(media_id, url_for("phone.file", media_id=media_id, _external=True)))

    def later(self, openid: str) -> Response:
        self._person(openid)
        self._world.close_windows(openid)
        self._world.show(openid, "note", "note", text="模拟：48 小时过去了，客服消息发不进来了")
        return jsonify(ok=True)

    def file(self, media_id: str) -> Response:
        file = self._world.file(media_id)
        if file is None:
            abort(404)
        return Response(file[0], content_type=file[1])

    def _done(self, openid: str, act: Act) -> Response:
        if act.follows is not None:
            self._world.set_follows(openid, act.follows)
        if act.bubble:
            self._world.show(openid, **{"side": "me", **act.bubble})
        if act.window:
            self._world.open_window(openid, act.window)
        reason = self._delivered(openid, act)
        return jsonify(ok=not reason, reason=reason)

    def _delivered(self, openid: str, act: Act) -> str:
        try:
            text = self._gateway.deliver(openid, act.xml(openid, self._account.name))
        except Broken as failure:
            if act.follows is not False:
                self._world.show(openid, "bot", "failure", text=FAILURE, reason=str(failure))
            return str(failure)
        if text is not None and act.follows is not False:
            self._world.show(openid, "bot", "text", text=text)
        return ""

    def _person(self, openid: str) -> Person:
        person = self._world.person(openid)
        if person is None:
            abort(404)
        return person

    def _follower(self, openid: str) -> None:
        if not self._person(openid).follows:
            abort(400, "the person does not follow the account")


def _asked() -> dict[str, Any]:
    asked = request.get_json(silent=True)
    return asked if isinstance(asked, dict) else {}
