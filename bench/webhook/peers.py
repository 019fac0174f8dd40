"""The others, as their documentation shows them: what a message costs there that is only echoed.

They run in an environment of their own (`bench/requirements.txt`), where nothing of ours is installed.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

TOKEN, APP_ID, AES_KEY = (os.environ[f"WECHAT_{name}"] for name in ("TOKEN", "APP_ID", "AES_KEY"))
CONSTANT = "success"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def werobot_echo() -> Wsgi:
    """WeRoBot without a session."""
    return _werobot(None)


def werobot_session() -> Wsgi:
    """WeRoBot, which reads and writes the person's session in Redis."""
    from redis import Redis
    from werobot.session.redisstorage import RedisStorage

    return _werobot(RedisStorage(Redis.from_url(os.environ["REDIS_URL"])))


def _werobot(storage: Any) -> Wsgi:
    from werobot import WeRoBot

    robot = WeRoBot(token=TOKEN, enable_session=storage is not None, session_storage=storage)
    robot.config["ENCODING_AES_KEY"] = AES_KEY
    robot.config["APP_ID"] = APP_ID

    def echo(message: Any) -> Any:
        return message.content

    def remember(message: Any, session: Any) -> Any:
        session["said"] = message.content
        return message.content

    robot.text(echo if storage is None else remember)
    wsgi: Wsgi = robot.wsgi
    return wsgi


def flask_wechatpy() -> Wsgi:
    """Flask and wechatpy, in safe mode."""
    from flask import Flask, abort, request
    from wechatpy import create_reply, parse_message
    from wechatpy.crypto import WeChatCrypto
    from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException

    app, crypto = Flask(__name__), WeChatCrypto(TOKEN, AES_KEY, APP_ID)

    @app.post("/wechat")
    def answer() -> Any:
        signature, timestamp, nonce = (request.args.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
        try:
            opened = crypto.decrypt_message(request.data, signature, timestamp, nonce)
        except (InvalidSignatureException, InvalidAppIdException):
            abort(403)
        message = parse_message(opened)
        return crypto.encrypt_message(create_reply(message.content, message).render(), nonce, timestamp)

    return app


def flask_constant() -> Wsgi:
    """Flask that reads nothing: the ceiling."""
    from flask import Flask

    app = Flask(__name__)

    @app.post("/wechat")
    def answer() -> str:
        return CONSTANT

    return app
