"""What is said about an answer that could not be read: what is wrong. The question follows, so none repeats it."""

from typing import Final

SENTENCES: Final = {
    "name": "这个我没听明白。",
    "called": "打了电话回 1，没打回 2。",
    "name_refused": "名字只给驿站的人看，打电话好称呼您。",
    "name_no_given": "知道您姓{surname}了，还差名字。",
    "name_no_surname": "{given}我记着，还差个姓。",
    "name_two": "您说了两个名字：{first}和{second}。这回给谁登记，就发谁的。",
    "name_other": "{name}是{whom}的名字。给{whom}登记，就只发“{name}”；给自己登记，发您自己的。",
    "name_place": "{name}也是个地名。要真是叫这个，就发“我叫{name}”。",
    # what the form engine itself cannot read
    "confirm": "哪样不对，回它前面的数字，或者直接说，像“电话是13800001234”。都对就回 1。",
    "offer": "这样别人看不明白，再说详细点。",
    "choice_gone": "不巧，这一个刚刚没有了。您看看别的：",
    "yes_no": "没听出是行还是不行。行回 1，不行回 2。",
    "phone": "这里头没看到电话号码。",
    "phone_short": "这个号码只有{count}位：{digits}，手机号要11位，您看看少了哪一位。",
    "phone_long": "这个号码有{count}位：{digits}，手机号只有11位，您看看多了哪一位。",
    "phone_prefix": "{digits}不像手机号，手机号是1开头的11位数字。",
    "phone_two": "您发了两个号码：{first}和{second}。打哪个方便？回数字就行：",
    "phone_wrong": "您说这个号码不对，那就把对的发来。",
    "phone_id_card": "这像是身份证号，要收好，不用发给我。",
    "phone_refused": "不想留电话也不要紧。",
    "phone_same": "怕我记错，麻烦把号码完整发一遍。",
    "said": "没听出是多少，不说也行。",
    "asked": "这个我手上没写。登记好了，驿站的人给您打电话时，您问问他们。",
    "choice_far": "这里头没有您镇上的。",
    "choice_several": "这样的不止一个：第{first}个，还有第{second}个。您要哪个？",
    "choice": "没听出是哪一个，回前面的数字就行。",
    "choice_none": "这几个都不合适，是吧？",
    "choice_range": "这里一共{count}个，回 1 到 {count} 里的一个数字。",
    "choice_two": "一回先选一个：第{first}个，还是第{second}个？",
    "product": "没听出是什么东西。",
    "quantity": "没听出有多少，说个大概就行。",
    "quantity_unknown": "没称过不要紧，说个大概就行，像几十斤、一麻袋。",
    "place_which": "叫这个名字的地方不止一个，您是哪一个？回数字就行：",
    "place_same": "您的村子我这里还没有，说个镇名就行。",
    "place_county": "枞阳县我知道了，还要镇和村，光说镇也行。",
    "place_unknown": "这个地方我没找到，光说镇也行。",
    "place_outside": "这个地方不归枞阳县管。老家在枞阳，就说老家的镇；不是枞阳人，就回“外县”。",
    "place_refused": "不想说村子也行，说个镇就好。",
}
"""Reason of a `NotUnderstood` → what the person is told; the blanks are its details."""


def say(reason: str, **details: str) -> str:
    """The sentence for `reason` with its blanks filled. Raises KeyError for a reason that has none."""
    return SENTENCES[reason].format(**details)
