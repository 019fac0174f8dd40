"""What is said about an answer that could not be read: what is wrong with it, and what a good one looks like."""

from typing import Final

SENTENCES: Final = {
    "name": "您叫什么名字？姓和名一起说，比如：王桂花。",
    "name_refused": "知道您的名字，驿站的人打电话好称呼您，别人看不到。比如：王桂花。",
    "name_no_given": "您姓{surname}，名字是什么？连名带姓说一遍，比如：王桂花。",
    "name_no_surname": "{given}是名字吧？您姓什么？连名带姓说一遍，比如：王桂花。",
    "name_two": "您说了两个名字：{first}和{second}。这回给谁登记？把那个名字再发一遍。",
    "name_other": "{name}是您{whom}的名字吧？您自己叫什么？给{whom}登记的话，就只发“{name}”。",
    # what the form engine itself cannot read
    "confirm": "对的话回 1；哪样不对，回它前面的数字，或者直接说，比如“电话不对，是13800001234”。",
    "offer": "再说详细点，做什么的、要几个人、多少钱。",
    "choice_gone": "不巧，这一个刚刚没有了。您看看别的：",
    "yes_no": "您说行还是不行？行就回 1，不行就回 2。",
    "phone": "这里头我没看到电话号码。手机号是11位数字，比如 13800001234。",
    "phone_short": "这个号码只有{count}位（{digits}），手机号要11位。您看看少了哪一位，再完整发一遍好吗？",
    "phone_long": "这个号码有{count}位（{digits}），手机号只有11位。您看看多了哪一位，再完整发一遍好吗？",
    "phone_prefix": "{digits}不像是手机号。手机号是1开头的11位数字，比如 13800001234，您再看看？",
    "phone_two": "您发了两个号码：{first}和{second}。打哪个找您方便？把那个再发一遍就行。",
    "phone_wrong": "您说这个号码不对，那对的是哪个？完整发一遍就行。",
    "phone_id_card": "这像是身份证号，不用发给我，身份证号要收好。我只要手机号，11位数字，比如 13800001234。",
    "phone_refused": "不想留电话也不要紧。",
    "phone_same": "麻烦您把号码再完整发一遍，免得我记错，比如 13800001234。",
    "choice": "您要哪一个？回前面的数字就行，比如 1。",
    "choice_none": "这几个都不合适，是吧？",
    "choice_range": "这里一共{count}个，回 1 到 {count} 里的一个数字就行。",
    "choice_two": "先选一个就行：您是要第{first}个，还是第{second}个？回一个数字。",
    "product": "您要卖什么？说个名字就行，比如：山芋、土鸡蛋、茶叶。",
    "quantity": "大概有多少？说个数就行，比如：200斤、50个。",
    "quantity_unknown": "没称过不要紧，说个大概就行，比如：几十斤、一麻袋。",
    "place_which": "叫这个名字的地方不止一个，您是哪一个？回数字就行：",
    "place_county": "枞阳县里您是哪个镇、哪个村的？比如：横埠镇官塘村。",
    "place_unknown": "这个地方我没找到。您是枞阳哪个镇的？光说镇也行，比如：横埠镇。",
    "place_outside": "这个地方不归枞阳县管。您老家是枞阳哪个镇的？不是枞阳人，就回“外县”。",
    "place_refused": "不想说村子也行，说个镇就好，比如：横埠镇。好把您的事交给最近的驿站。",
}
"""Reason of a `NotUnderstood` → what the person is told; the blanks are its details."""


def say(reason: str, **details: str) -> str:
    """The sentence for `reason` with its blanks filled. Raises KeyError for a reason that has none."""
    return SENTENCES[reason].format(**details)
