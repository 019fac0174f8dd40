"""Greeting, menu, help: what can be done here."""

from bot.phrases import talk
from bot.scene import Scene, Turn


def menu(scene: Scene, lead: str = talk.MENU) -> Turn:
    """Everything that can be done, to tap."""
    return scene.saying(lead, *talk.MENU_ITEMS, tail=talk.MENU_TAIL)


def welcome(scene: Scene, lead: str) -> Turn:
    """The first words: what is here, and the three things that most people come for."""
    return scene.saying(lead + talk.WELCOME, *talk.MENU_ITEMS[:3], tail=talk.WELCOME_TAIL)


def greet(scene: Scene) -> Turn:
    """Answer a greeting."""
    return menu(scene, f"{talk.GREETING}{talk.MENU}")


def acknowledge(scene: Scene) -> Turn:
    """Answer a mere "好的" after the end, and start nothing."""
    return scene.saying(talk.ACKNOWLEDGED)


def calm(scene: Scene, lead: str) -> Turn:
    """Answer somebody who wrote nothing that can be looked at: a person first, then the menu."""
    return scene.saying(f"{lead}{talk.MENU}", ("go.staff", talk.ASK_STAFF), *talk.MENU_ITEMS, tail=talk.MENU_TAIL)


def thanks(scene: Scene) -> Turn:
    """Answer thanks, and start nothing."""
    return scene.saying(talk.THANKS)


def helping(scene: Scene) -> Turn:
    """Say what can be done."""
    return menu(scene, talk.HELP)


def not_ours(scene: Scene) -> Turn:
    """Say kindly that this is not for us."""
    return menu(scene, talk.NOT_OURS)
