"""The doors: webhook, staff console, health, the front page. Doors translate; they decide nothing.

`create_app` takes ready-made services, so that a test can open the same doors on its own stores.
"""

from flask import Flask

from web.console import console_blueprint
from web.front import front_blueprint
from web.health import health_blueprint
from web.webhook import webhook_blueprint
from wiring import Services, build


def create_app(services: Services) -> Flask:
    """Return the whole application over these services."""
    settings = services.settings
    app = Flask(__name__)
    app.secret_key = settings.secret_key
    app.register_blueprint(webhook_blueprint(services.channel, services.conversation.receive))
    app.register_blueprint(
        console_blueprint(
            services.engine, production=settings.production, kick=services.dispatch.kick, now=services.now
        )
    )
    app.register_blueprint(health_blueprint(services.checks))
    app.register_blueprint(front_blueprint(services.engine, production=settings.production))
    if not settings.production:
        from simulator import simulator_blueprint  # a stand-in WeChat has no place in a real one

        app.register_blueprint(simulator_blueprint(services))
    return app


def create_app_from_environment() -> Flask:
    """Return the application as the environment and `.env` describe it: what the web server loads."""
    return create_app(build())
