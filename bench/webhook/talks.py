"""What people say under the load: whole talks, each of another person, with what must stand in the answers.

Of eleven messages seven are answers to a form, the last of which files a request; four are said freely. These come
from the examples by which the detector learns, so that hardly any is said twice in a run.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random

from bench.filling import GIVEN, SURNAMES
from bench.webhook.letters import Letter, Post
from bot.readers.divisions import TOWNSHIPS

_EXAMPLES = Path(__file__).parents[2] / "bot" / "intents" / "examples"
_FREE = {"ask_policy": 6, "station_info": 2, "check_progress": 2, "greet": 1, "out_of_scope": 1}
"""How often each is what somebody says freely."""
_JOB = (
    ("我想找活", "登记要记下"),
    ("同意", "您叫什么名字"),
    ("{name}", "手机号"),
    ("{phone}", "哪个乡镇"),
    ("{town}", "想做哪一个"),
    ("1", "看看对不对"),
    ("对的", "登记好了"),
)

_OPENINGS = ("", "请问", "哎，")
"""Before what is said freely, so that it is not word for word an example."""

Said = tuple[str, str]
"""A text, and what must stand in the answer."""


def talks() -> Iterator[Sequence[Said]]:
    """Talks without end, always the same ones."""
    dice = Random(9)  # noqa: S311 - nothing is kept secret with it
    free = {name: _examples(name) for name in _FREE}
    towns = sorted(TOWNSHIPS.values())
    for number in count():
        name = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
        told = {"name": name, "phone": f"1380000{number % 10000:04}", "town": dice.choice(towns)}
        kinds = dice.choices(list(_FREE), list(_FREE.values()), k=4)
        asked = [(dice.choice(_OPENINGS) + dice.choice(free[kind]), "") for kind in kinds]
        form = [(text.format(**told), expects) for text, expects in _JOB]
        yield [*form, *asked]  # free words before a form may be understood as the beginning of another


def letters(post: Post, people: int, run: str, echo: bool = False) -> list[list[Letter]]:
    """The talks of so many people, sealed. `echo`: the answer must be what was said."""
    written = []
    for number, talk in zip(range(people), talks(), strict=False):
        person = f"bench-{run}-{number}"
        written.append([post.letter(person, text, text if echo else expects) for text, expects in talk])
    return written


def _examples(name: str) -> list[str]:
    lines = (_EXAMPLES / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#") and "]]" not in line]
