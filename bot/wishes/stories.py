"""Who asks for examples of people, firms or brands is told the stories that there are."""

import re
from typing import Final

from bot.language.normalise import normalise
from bot.phrases import stories as words
from bot.scene import Scene, Turn
from bot.stories import Kind, Story
from bot.when import today

_MOST: Final = 5
_HOW: Final = ("topic.publicity_awards", words.HOW_CHOSEN)
_SUBJECTS: Final = {
    Kind.MODEL: re.compile("典型|榜样|致富(?:能手|故事|带头人|经)|脱贫故事|身边人身边事"),
    Kind.ENTERPRISE: re.compile(
        "爱心(?:企业|老板|厂)|(?:企业|公司|厂)(?:在|来|搞|做)?(?:帮扶|帮困|帮忙)|帮扶(?:的)?(?:企业|公司|厂)"
    ),
    Kind.BRAND: re.compile("(?:劳务|务工)品牌"),
}
_ASKED: Final = re.compile("有什么|有么|有啥|有哪|哪些|哪几|有没有|讲讲|说说|介绍|看看|听听|讲个|说个|名单")
_OTHERWISE: Final = re.compile(
    "怎么|怎样|咋|如何|评|申请|申报|上报|报名|推荐|条件|标准|要求|意思|是什么|是啥|奖|好处|部门|宣传|表扬|想当|想做|我们厂|我厂|招"
)


def asked(scene: Scene) -> Turn | None:
    """The stories of the kind that is asked for; None when none is asked for, or there is none to tell.

    How a firm is chosen, what a brand is, and the like is for the policy book.
    """
    said = normalise(scene.text)
    if not _ASKED.search(said) or _OTHERWISE.search(said):
        return None
    kind = next((kind for kind, subject in _SUBJECTS.items() if subject.search(said)), None)
    there = scene.mind.stories.stories(today(scene.inbound.at), kind)[:_MOST] if kind else ()
    if not kind or not there:
        return None
    if len(there) == 1:
        return _telling(scene, there[0])
    return scene.saying(words.choose(kind), *((f"story.{story.id}", words.headline(story)) for story in there), _HOW)


def story_of_id(scene: Scene, ident: str) -> Turn | None:
    """The story that was tapped."""
    story = scene.mind.stories.story(ident, today(scene.inbound.at))
    return _telling(scene, story) if story else None


def _telling(scene: Scene, story: Story) -> Turn:
    return scene.saying(words.told(story), _HOW)
