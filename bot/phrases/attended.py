"""What is said while staff have the talk, and when the bot has it again."""

READING = "{who}正在看您的话，一会儿就回您。您接着说，都看得见。"
STILL = "{who}在跟您说话，您的话都看得见，请等一等。{phone}"
NO_MENU = "{who}在跟您说话，先不用点菜单。有话直接打字，都看得见。"
PHONE = "急的话打驿站电话{phone}。"
NO_NAME = "驿站的工作人员"

BACK = "工作人员跟您说完了，现在换我来。"
LEFT = "工作人员这会儿走开了，现在换我来。"
KEPT = "工作人员这会儿走开了。您刚才的话都记下了，他们上班就看，再给您回话。现在换我来。"
GO_ON = "刚才的{title}接着填，前面填的都在。"
GO_ON_LATER = "刚才的{title}还没填完，前面填的都在。回“继续”，接着填。"
AT_HAND = "还有事，直接跟我说就行。要找人，回“转人工”。"

AGAIN = "刚才这一问再问您一遍。不想办了，回“取消”。"
FREED = "刚才的{title}先不填了，驿站的工作人员来帮您。别的事直接跟我说就行。"
FREED_NOTHING = "有事直接跟我说就行。要找人，回“转人工”。"

# What staff see of what is not a text.
SHOWN = {
    "voice": "［语音］",
    "image": "［图片］",
    "sticker": "［表情］",
    "location": "［位置］",
    "menu": "［点了菜单］",
    "scan": "［扫了驿站的码］",
    "follow": "［关注了公众号］",
    "other": "［发来的东西看不了］",
}
