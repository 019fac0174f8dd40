"""What is told to somebody who asked us for workers, when something came of it. Each says first how it stands."""

POSTED = "您要招的“{title}”登出来了，群众现在就能看到。有人报名，驿站的人会跟您联系。"
HELD = "您要招的“{title}”记下了。里面有几句话要县里先看一看，看过了马上告诉您。"
RELEASED = "您要招的“{title}”县里看过了，登出来了，群众现在就能看到。"
REFUSED = "您要招的“{title}”这回不能登。{reason}想问清楚，回“转人工”。"
LAW = "招工不能扣身份证，也不能要押金、先收钱，这些去掉了就能登。"
WHAT_NEXT = "招够了，或者不招了，回“撤回”就行。"
