"""Questions about policy: an entry of the book, a few to choose from, or none."""

from dataclasses import replace

from bot.effects import Answered, Missed, QuestionEnding
from bot.phrases import policy as policy_words
from bot.phrases import talk
from bot.policy import Entry
from bot.policy.shown import shown
from bot.readers.leaning import asks_of_all, leans
from bot.scene import Scene, Turn
from bot.when import today

_NEARER = 0.6
"""How sure the book has to be that another entry answers what is asked below one."""
POPULAR = ("training_free_yearly", "aux_post_apply", "migrant_transport_subsidy", "startup_loan", "wage_arrears")


def policy(scene: Scene) -> Turn:
    """Answer from the book, offer what may be meant, or say that there is no answer."""
    if not scene.text or scene.inbound.choice:
        return policy_topics(scene)
    found = scene.topic()
    if found.entry:
        return policy_answer(scene, found.entry)
    if found.offered:
        choices = ((f"topic.{entry.id}", entry.title) for entry in found.offered)
        turn = scene.saying(policy_words.choose(found.offered), *choices, ("go.staff", talk.NONE_OF_THESE))
        likely = tuple(entry.id for entry in found.offered)
        return turn.adding(Missed(scene.text, scene.inbound.kind, likely, QuestionEnding.OFFERED, found.best))
    missed = Missed(scene.text, scene.inbound.kind, (found.best,) if found.best else ())
    return scene.saying(policy_words.none_found(), ("go.staff", talk.ASK_STAFF)).adding(missed)


def policy_topics(scene: Scene) -> Turn:
    """A few topics that are asked about often."""
    entries = [entry for topic in POPULAR if (entry := scene.mind.book.entry(topic))]
    return scene.saying(talk.ASK_POLICY, *((f"topic.{entry.id}", entry.title) for entry in entries))


def of_all(scene: Scene) -> Turn | None:
    """有什么补贴, below no answer: whoever does not know what there is cannot ask for it by name."""
    return policy_topics(scene) if asks_of_all(scene.text) and on_screen(scene) is None else None


def policy_answer(scene: Scene, entry: Entry) -> Turn:
    """One entry, word for word, and what it leads to; to another question below it what else we have of it."""
    answered = Answered(entry.id, scene.text)
    if scene.text not in ("", scene.session.unanswered) and on_screen(scene) == entry:
        more = _details(scene, entry).adding(answered) if _has_more(scene, entry) else asked_on(scene)
        if more:
            return more
    turn = Turn(replace(scene.session, topic=entry.id), shown(entry, today(scene.inbound.at)))
    return turn.adding(answered)


def leaning_on(scene: Scene) -> Turn | None:
    """A question that names nothing (我五十六了行不行), below an answer: it is about that, or what stands beside it."""
    entry = on_screen(scene) if leans(scene.text) else None
    if entry is None:
        return None
    found = scene.about(f"{entry.title}，{scene.text}")
    nearer = found.entry if found.confidence >= _NEARER else None
    return policy_answer(scene, nearer or entry)


def asked_on(scene: Scene) -> Turn | None:
    """Who asks on below an answer (要什么条件, 去上海的) and is not understood: its longer text, then that this is all.

    None below no answer.
    """
    entry = on_screen(scene)
    if entry is None:
        return None
    missed = Missed(scene.text, scene.inbound.kind, (entry.id,), topic=entry.id)
    if _has_more(scene, entry):
        return _details(scene, entry).adding(missed)
    say = shown(entry, today(scene.inbound.at), policy_words.no_more(entry))
    say = replace(say, choices=tuple(each for each in say.choices if each.token != f"more.{entry.id}"))
    return Turn(scene.session, say).adding(missed)


def _has_more(scene: Scene, entry: Entry) -> bool:
    return bool(entry.more) and f"more.{entry.id}" in scene.session.offered


def on_screen(scene: Scene) -> Entry | None:
    """The entry whose answer was the last thing said."""
    topic = scene.session.topic
    return scene.mind.book.entry(topic) if topic and f"bad.{topic}" in scene.session.offered else None


def policy_topic(scene: Scene, topic: str) -> Turn | None:
    """The entry that was tapped."""
    entry = scene.mind.book.entry(topic)
    return policy_answer(scene, entry) if entry else None


def policy_unhelpful(scene: Scene, topic: str) -> Turn | None:
    """The answer did not help: staff see what was asked, and a person is offered. "" is the answer shown last."""
    entry = scene.mind.book.entry(topic or scene.session.topic)
    if not entry:
        return None
    asked = scene.session.unanswered if scene.session.topic == entry.id else ""
    missed = Missed(asked or entry.title, scene.inbound.kind, (entry.id,), QuestionEnding.UNHELPFUL, entry.id)
    return scene.saying(policy_words.did_not_help(), ("go.staff", talk.ASK_STAFF)).adding(missed)


def policy_details(scene: Scene, topic: str) -> Turn | None:
    """The longer text of an entry."""
    entry = scene.mind.book.entry(topic)
    if not entry:
        return None
    return _details(scene, entry)


def _details(scene: Scene, entry: Entry) -> Turn:
    unhelpful = (f"bad.{entry.id}", policy_words.UNHELPFUL)
    text = policy_words.details(entry, today(scene.inbound.at))
    turn = scene.saying(text, ("go.staff", talk.ASK_STAFF), unhelpful)
    return replace(turn, session=replace(turn.session, topic=entry.id))
