"""The few words that mean the same wherever they are said: an ordered table of whole short messages.

Only whole messages count: "中午不回去吃饭了" is no going back, and "取消" inside a story cancels nothing.
"""

import re
from enum import StrEnum

from bot.language.normalise import normalise
from bot.language.sounds import sounds
from bot.readers.letters import syllables


class Command(StrEnum):
    """What outranks an open question."""

    STAFF = "staff"
    CANCEL = "cancel"
    RESTART = "restart"
    BACK = "back"
    RESUME = "resume"
    MENU = "menu"
    MORE = "more"
    DETAILS = "details"
    PROGRESS = "progress"
    STORED = "stored"
    QUIET = "quiet"
    LOUD = "loud"
    WRONG = "wrong"
    ACKNOWLEDGE = "acknowledge"
    NOTHING = "nothing"


WORDS: dict[Command, str] = {
    Command.STAFF: "转人工 人工 找人工 要人工 人工服务 人工客服 转人工服务 找个人 找真人 我要人工",
    Command.CANCEL: "取消 不办了 算了 算了吧 不报了 不登了 不登记了 不填了 不弄了 停 停下 停止 退出 不要了 结束 "
    "取消登记 取消报名 算了不弄了 算了不办了 算了不报了 算了不填了 不搞了 算了不搞了 那算了 那算了吧 那就算了 那不弄了",
    Command.RESTART: "重来 重新来 重新填 从头填 重填 重新登记 重新报名 从头来 重新开始 重新弄",
    Command.BACK: "上一步 上一个 上一问 上一题 返回 退回 退一步 往回 返回上一步 回上一步 倒回去 回到上一步",
    Command.RESUME: "继续 接着填 接着办 接着 接着来 继续填 继续办 继续登记 继续报名 接着登记",
    Command.MENU: "菜单 主菜单 目录 首页 功能 选项 主页 回主页",
    Command.MORE: "更多 下一页 还有吗 还有没有 还有别的吗 还有别的没 再看看 往下看 别的呢 还有呢",
    Command.DETAILS: "详细 详情 详细点 详细说说 说详细点 说细点 具体点 再详细点",
    Command.PROGRESS: "进度 查进度 办到哪了 查询进度",
    Command.STORED: "我的信息 我的资料 我的个人信息 看看我的信息 看我的信息 查我的信息 查看我的信息 存了我什么 "
    "你们存了我什么 存了我什么信息 你们存了我什么信息 存了我哪些信息 你们存了我哪些信息 记了我什么 你们记了我什么 "
    "记了我哪些东西 你们有我什么信息 你们有我哪些信息 我存了什么信息 我留了什么信息 我登记了什么信息 "
    "你们记了我哪些信息 你们都存了我什么 你们都记了我什么",
    Command.QUIET: "退订 别发了 td",
    Command.LOUD: "恢复 恢复订阅 恢复推送",
    Command.WRONG: "错了 打错了 写错了 说错了 刚才打错了 刚才写错了 刚才说错了 弄错了 搞错了 刚才错了 刚刚打错了",
    Command.ACKNOWLEDGE: "嗯 嗯嗯 好 好的 好吧 行 行吧 ok 中 照 对 对的 是 是的",
    Command.NOTHING: "没事 没事了 没事儿 没事儿了 没别的事 没别的事了 没别的了 没有别的了 "
    "没什么事 没什么事了 就这些 不问了 没有问题了 "
    "哦 噢 知道了 晓得了 收到 明白了 懂了 我知道了 我晓得了 我明白了 我懂了 哦知道了 哦晓得了 那我知道了 那我晓得了",
}
_BY_WORD = {word: command for command, words in WORDS.items() for word in words.split()}
_BY_SOUND = {heard: command for word, command in _BY_WORD.items() if len(heard := sounds(word)) > 1}
"""For who types them in Latin letters: qu xiao."""
_AROUND = re.compile(r"^[\W_]+|[\W_]+$|(?<=.)[吧啊呀哈了嘛]+$")


def command_of(text: str) -> Command | None:
    """Return the command that this whole message is, if it is one."""
    bare = normalise(text).strip().lower()
    if typed := syllables(bare):
        return _BY_SOUND.get(typed)
    for _ in range(3):
        if bare in _BY_WORD:
            return _BY_WORD[bare]
        shorter = _AROUND.sub("", bare)
        if shorter == bare:
            return None
        bare = shorter
    return _BY_WORD.get(bare)
