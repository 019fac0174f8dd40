"""What is said when a message cannot be taken now. Each says whether it was done, and what to do."""

STILL = "您这句话我还在办。请等一分钟，回“进度”，就知道办好了没有。"
BEHIND = "您前一句话我还在办，刚才这句没来得及看。请等一分钟，再发一次。"
TOO_MANY = "这会儿找我的人太多，您刚才这句我没来得及看。请过两分钟再发一次。"
TOO_FAST = "您发得太快，后面的我没来得及看。请歇一分钟，再把要办的事发一次。"
