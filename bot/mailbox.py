"""How words that had to wait go out in front of a reply. Pure; what waits, and why, is the store's."""

from collections.abc import Sequence
from dataclasses import replace

from bot.effects import Say
from bot.session import Session


def join(say: Say | None, held: Sequence[Say], numbers: bool = True) -> Say:
    """One reply of both. The reply keeps its numbers; what can be tapped in front of it is numbered after them.

    Without `numbers` it is not numbered, for a number would answer the question that is open.
    """
    say = say or Say("")
    number = say.end if numbers else 0
    before = []
    for each in held:
        before.append(replace(each, first=number))
        number = before[-1].end if numbers else 0
    return replace(say, before=(*before, *say.before))


def numbered(session: Session, say: Say | None) -> bool:
    """Whether numbers after those of the reply are free: a question without options may want a number itself."""
    return session.asked is None or bool(say and say.choices)


def offering(session: Session, say: Say | None, held: Sequence[Say]) -> Session:
    """The session in which those further numbers mean the choices of `held`."""
    tokens = tuple(choice.token for each in held for choice in each.choices if choice.numbered)
    if not tokens or not numbered(session, say):
        return session
    taken = say.end - 1 if say else 0
    own = (*session.offered, *[""] * taken)[:taken]  # "" means nothing here: the form's own options come first
    return replace(session, offered=(*own, *tokens))
