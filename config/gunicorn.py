"""The web server's settings, read by gunicorn (`--config python:config.gunicorn`); the names are gunicorn's."""

import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from config.logging import configure
from config.process import keep_to_ourselves
from config.settings import load


class logger_class(Logger):  # type: ignore[misc]  # noqa: N801 - gunicorn's name; it has no types
    """Leave the writing of lines to our own configuration."""

    def setup(self, cfg: Any) -> None:
        """See `gunicorn.glogging.Logger.setup`."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """See `gunicorn.glogging.Logger.access`, which looks at each request for a log that we do not keep."""


keep_to_ourselves()
_settings = load()
configure(_settings.log_level, _settings.log_format)
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_settings.data_dir / "metrics"))  # read by prometheus_client
Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)

# Whoever started us may hold the socket (`cli.supervisor`): then nobody is refused while we are started anew.
_held = os.environ.get("YIZHAN_LISTEN_FD")
bind = f"fd://{_held}" if _held else f"{_settings.bind_address}:{_settings.port}"
backlog = 256
worker_class = "gthread"
workers = _settings.web_processes

# Most of these threads only wait: `web.gate` lets WEB_THREADS turns be taken at a time, and turns away whom it cannot.
# It can do so only for what was heard: a connection that nobody accepts waits until WeChat gives up.
threads = 128
worker_connections = 1000


def post_worker_init(worker: Any) -> None:
    """Tell whoever started us that requests are answered from now on."""
    if ready := os.environ.get("YIZHAN_READY_FD"):
        with suppress(OSError):  # it is told once, and listens no longer
            os.write(int(ready), b".")


gc.disable()  # nothing of what is loaded now is garbage, and to find that out takes a seventh of the start


def when_ready(arbiter: Any) -> None:
    """All is loaded and nothing is forked yet: wait for whoever started us to have the tables, make what is shared."""
    if go := os.environ.pop("YIZHAN_GO_FD", ""):
        os.read(int(go), 1)
        os.close(int(go))
    arbiter.app.wsgi().extensions["before_fork"]()
    gc.enable()


# jieba's dictionary and the model are loaded once and shared. Connections are not: the engine and the Redis client
# connect when they are first used, and what was connected before the fork is closed again.
preload_app = True

timeout = 30  # seconds; a process that does not come back is replaced (WeChat stops waiting after five)
graceful_timeout = 5  # `make run` shall end within seconds
keepalive = 5
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeats must not wait for a disk

accesslog = None  # WeChat's signatures are in the addresses; a proxy's log is the place for visits
control_socket_disable = True
