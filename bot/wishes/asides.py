"""What is asked of ourselves, beside any wish: what we are, whether we can be trusted, how to talk to us."""

import re

from bot.language.normalise import normalise
from bot.phrases import talk
from bot.scene import Scene, Turn
from bot.wishes.meeting import menu

_WHO = re.compile(
    r"(?:那|请问|哎|喂)?[你您]们?这?(?:里|边)?(?:到底|究竟)?(?:是|系)(?:不是)?(?:个|一个)?"
    r"(?:谁|哪个|哪位|什么人|干什么的|做什么的|搞么事的|真?人(?:还是|是)?(?:机器人?)?|机器人?(?:还是)?(?:真?人)?|电脑|自动的?)(?:回复|回答)?的?[吗么吧啊呀呢]*[?？。]?"
    r"|[你您]叫(?:什么|么|啥)(?:名字?)?[啊呀呢?？]*|(?:这|对面)是(?:真?人|机器人?)(?:还是(?:机器人?|真?人))?[吗么吧?？]*"
)
_TRUST = re.compile(
    r"(?:那|这|你们?|您们?|驿站|这个|这里|这上面|该|到底|打?电话|登记|报名|填这个)*(?:是不是|不会是?|会不会|是|不是)?(?:要|都)?"
    r"(?:骗人|骗我|骗子|搞诈骗|诈骗|真的假的|真的|真假|靠谱|可靠|可信|收费|收钱)的?[吗么吧不没啊呢?？。]*"
    r"|(?:我|俺|就|是|有点|还是)*怕(?:[你您]们)?(?:是|被|遇到|碰到|上)?(?:人)?(?:骗子|骗人|骗|当|上当)(?:的|了|啊|呀)*[,，。!！]*"
)
_CANNOT_TYPE = re.compile(
    r"(?:那|我|俺|可是|就是|又|也|都|人老了|年纪大了?|[,， ])*"
    r"(?:不识字|不认得?字|认不得字|不认识字|没念过书|不会(?:打字|写字|认字|打|写)|(?:打字|写字)不会|打不来字)"
    r"(?:怎么(?:办|搞|弄)|咋(?:办|搞|弄))?[的了啊呀呢吗么吧哦,，。?？! ]*"
)
_MAY_SPEAK = re.compile(
    r"(?:那|我|俺|能不能|可不可以|可以|可能|能|会|直接|只会|就会|怎么|咋)*(?:发语音|说话|讲话|用?语音|用嘴[讲说])"
    r"(?:行不行|可行|可以|能行|行|中|照|成)?[吗么不啊呢吧,，。?？! ]*"
)


def aside(scene: Scene) -> Turn | None:
    """The answer to such a question; None for other words."""
    said = normalise(scene.text).strip()
    if _WHO.fullmatch(said):
        return menu(scene, f"{talk.WHO_I_AM}{talk.MENU}")
    if _TRUST.fullmatch(said):
        return scene.saying(talk.TRUST)
    if _CANNOT_TYPE.fullmatch(said) or _MAY_SPEAK.fullmatch(said):
        return scene.saying(talk.SPEAK, ("go.staff", talk.ASK_STAFF))
    return None
