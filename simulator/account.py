"""The official account that the simulator plays."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """What WeChat's console shows of one account. Without `aes_key` messages go in the clear."""

    name: str
    app_id: str
    secret: str
    token: str
    aes_key: str = ""
    title: str = "驿站通"
