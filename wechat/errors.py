"""The two ways in which a request at the webhook can be unacceptable.

Sending fails with `bot.ports.ChannelError` instead.
"""


class Refused(Exception):
    """Not shown to be from WeChat and for us (signature, key, app id). The reason names the check, never a secret."""


class Malformed(Exception):
    """Not a message that can be read. The reason holds nothing that the person wrote."""
