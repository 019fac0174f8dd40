"""The account's menu: three buttons under the chat. A key is what the bot does when the button is pressed.

WeChat takes three buttons of up to five lines; names of at most 16 bytes, of lines 60 (facts of the platform).
"""

from typing import Any

MENU: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("找活培训", (("找活干", "go.job"), ("免费学手艺", "go.training"), ("卖农产品", "go.produce"))),
    ("问政策", (("问补贴问政策", "go.policy"), ("驿站在哪", "go.station"))),
    (
        "我的",
        (
            ("办到哪了", "go.progress"),
            ("找驿站的人", "go.staff"),
            ("改姓名电话", "go.contact"),
            ("撤回登记", "go.withdraw"),
        ),
    ),
)


def buttons() -> list[dict[str, Any]]:
    """The menu as WeChat's API takes it (`WeChatClient.create_menu`)."""
    return [
        {"name": name, "sub_button": [{"type": "click", "name": line, "key": key} for line, key in lines]}
        for name, lines in MENU
    ]
