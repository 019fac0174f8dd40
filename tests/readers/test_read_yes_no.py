from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers import NotUnderstood
from bot.readers.yes_no import read_yes_no

YES = """
对的 是的 是 嗯 嗯嗯 恩 好 好的 好好好好好 行 行吧 中 中中 照 照的 管 管的 可以 可以可以 同意 我同意 没错 没得错
没有错 不错 没问题 没得问题 没意见 要得 成 得行 ok OK的 Yes 1 １ ① 1. 一 第一个 选1 👍 [OK] [强] 确认 对头 都对
都是对的 全对 要的 愿意 我愿意 登记吧 我要登记 好的谢谢 对，就这样登记吧 行，你看着办 嗯呢  昂
嗯呐 登呗 写吧 阔以 好哒 就这样 没得错 报名 好嘞 中嘞 得嘞 妥了 那就登上吧 帮我登记上 给我记上 就按这个登记 办吧 你记吧
好的麻烦你登记一下吧 可以的你们记吧没关系 行你登吧 没事你登吧 你们看着登吧 好把 行把 恁登吧 就这么定 莫得问题 hao keyi
是的没错就这样 嗯，可以，你记吧 好，考虑好了 好的你帮我报上去
"""
NO = """
不对 不是 错了 不同意 我不同意 不行 不中 不照 不管 不要 不用了 算了 不登记了 不想登记 2 ２ ② 二 第二个 选2
不，谢谢 没有 没得 别登记 不愿意 👎 [弱] no 不太对 有错 不可以 不成 否
暂时不 先不 先不登 暂时不登 不写了 不报了 我再想想 以后再说 考虑考虑 跟家里商量一下 过两天再说 下次吧再说
"""
NEITHER = """
行不行 对不对 可以吗 王桂花 13800001234 官塘村 你好 您好 不知道 不晓得 晓不得 随便 不对，电话错了
不对,我电话是13900001234 对，不过电话错了 好吗？ 为什么要登记 11 12 21 3 对，但是村子写错了 我想找活 什么意思
晓得了 知道了 好的，以后再说 登记过了 登记错了 要不要登记 登记要钱 记不得 写不好 我要改 给我看看 等一下
谢谢
"""


@pytest.mark.parametrize("said", YES.split())
def test_yes(said: str) -> None:
    assert read_yes_no(said) is True


@pytest.mark.parametrize("said", NO.split())
def test_no(said: str) -> None:
    assert read_yes_no(said) is False


@pytest.mark.parametrize("said", [*NEITHER.split(), "", " "])
def test_neither(said: str) -> None:
    with pytest.raises(NotUnderstood) as why:
        read_yes_no(said)
    assert why.value.reason == "yes_no"


@given(st.text(max_size=40) | st.text(alphabet="好不对是的行没错12,。 吗可以要", max_size=12))
def test_nothing_but_not_understood_is_raised(text: str) -> None:
    with suppress(NotUnderstood):
        assert read_yes_no(text) in {True, False}
