"""Telling people what is kept of them."""

from bot.phrases import stored as words
from bot.scene import Scene, Turn


def stored(scene: Scene) -> Turn:
    """All that is kept of the person, and how to have it deleted or put right."""
    facts = scene.facts
    text = words.stored(facts.profile(), facts.records(), facts.stored())
    if text == words.NOTHING:
        return scene.saying(text)
    return scene.saying(text, ("go.forget", words.FORGET), ("go.contact", words.CHANGE))
