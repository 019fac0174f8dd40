"""Every sentence the bot can say, by name, in plain words.

Read each aloud before you keep it: would a sixty-year-old with little schooling understand? Say first what the
person gets, then what to do next; offer numbers; always leave a way to a human. `talk` holds the conversation,
`reading` what is said about an answer that could not be read, `policy` how a policy answer is shown, `stories`
how a story is told, `scams` what is said of work on doubtful conditions.
"""
