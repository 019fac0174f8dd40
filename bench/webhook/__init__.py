"""How many of WeChat's messages a core answers, and how fast, beside other ways to answer them.

`load` plays WeChat from a process of its own, `letters` writes what it sends and reads what it gets, `systems` are who
is asked, `measuring` asks them, `report` sets them beside each other.
"""
