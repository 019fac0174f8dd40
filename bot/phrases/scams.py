"""What an employer is told whose offer must first be looked at by the county."""

from collections.abc import Sequence
from typing import Final

from bot.guard import Lure, Suspicion

_LAW: Final = "招工不能扣身份证，也不能要押金、先收钱（《劳动合同法》第九条）"
_WHY: Final = {
    Lure.DEPOSIT: _LAW,
    Lure.IDENTITY: _LAW,
    Lure.FEE: _LAW,
    Lure.ACCOUNT: "银行卡、密码、验证码不能向人家要",
    Lure.PAY: "工钱比一般的高出很多",
    Lure.LINK: "网址分不清真假，点进去怕上当",
    Lure.COARSE: "粗话不能登出来",
}
_HELD: Final = "您说的里头有{words}。{why}，所以县里要先跟您核实，没有问题才登出来给人看。"


def held(found: Sequence[Suspicion]) -> str:
    """Why the offer is not shown yet, and what happens next. `found` is not empty."""
    words = "、".join(f"“{each.words}”" for each in found)
    why = "；".join(dict.fromkeys(_WHY[each.lure] for each in found))
    return _HELD.format(words=words, why=why)
