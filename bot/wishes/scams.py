"""Somebody was offered work as no honest employer offers it, or aid for money: the law first, before they pay."""

import re
from typing import Final

from bot.guard import suspicions
from bot.intents import Band, Intent
from bot.language.normalise import normalise
from bot.scene import Scene, Turn
from bot.wishes.questions import policy_topic

LAW: Final = "labor_contract_scam"
"""The entry of the policy book that says what employers may not ask for."""

_DEMANDED: Final = re.compile(
    "(?:要|叫|让|喊|逼|收|扣|押|骗|劝|问)(?:了)?(?:我|俺|咱|人家|家里|他|她)|押给|交给(?:他|她|厂|老板)|先[交打付转汇缴给]|才给|才能|统一"
)
_DOUBTED: Final = re.compile(
    "[能可敢要该](?:不能|不可|不敢|不要|不该)|[能可敢]?[去做信干来给交][得]?[不吗么没啵]|靠谱|骗|真的|假的|可信|要紧|正常|行不行|合法|对不对|可对|可照|不想"
)
_HAPPENED: Final = re.compile(
    "投诉|举报|反映|告他|告状|管一管|管管|不退|不还|不给我|跑了|不见了|交了|收了|收走|扣了|扣押?我|拿走|被骗|亏了|上当了"
)
_NOT_WORK: Final = re.compile(
    "房|租|楼盘|买车|彩礼|相亲|医保|养老|社保|合作医疗|保险|水费|电费|学校|读书|看病|事故|受伤"
)
_AID: Final = re.compile("补[贴助]|扶贫款|救济|救助|低保|国家发|领钱|发钱|奖金|退款|中奖|中了")
_ASKED_TO_PAY: Final = re.compile(
    "(?:叫|让|喊|要|逼|催|哄)(?:我们?|俺|咱|人家|他|她|先)[^，。；,;!?]{0,4}(?:交|转|打|付|汇|缴|充|花|给他|给她)"
    "[^，。；,;!?]{0,6}?(?:块|元|钱|费|税|百|千|万|押金)"
    "|(?:要|报|给|填|问)[^，。；,;!?]{0,6}?卡号"
)
"""What the guard does not know of: to pay for aid, or to tell the number of a card; 领补贴要交什么材料 is neither."""
_ELSEWHERE: Final = (Intent.POST_VACANCY, Intent.CHECK_PROGRESS, Intent.WITHDRAW_APPLICATION, Intent.UPDATE_CONTACT)


def warned(scene: Scene) -> Turn | None:
    """The law, with a tap to report the offer and one for a person; None when no such offer is told of.

    What has happened already is a complaint, filed as ever; what an employer says of their own offer is a vacancy.
    """
    said = normalise(scene.text)
    asked = (_DEMANDED.search(said) or _DOUBTED.search(said)) and not (_HAPPENED.search(said) or _NOT_WORK.search(said))
    if not asked or not (suspicions(said) or (_AID.search(said) and _ASKED_TO_PAY.search(said))):
        return None
    reading = scene.mind.detector.read(scene.text)
    if reading.intent in _ELSEWHERE and reading.band is not Band.UNKNOWN:
        return None
    return policy_topic(scene, LAW)
