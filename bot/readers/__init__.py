"""From a text to a value, or to `NotUnderstood`. Pure functions of the text; one file per kind of value.

Two questions are asked of a text. `read_…(text)`: the person was asked for this very thing, what did they answer?
`find_…(text)`: does a message about anything hold it, beyond doubt? The first is generous, the second strict,
because what it finds is filled in unasked.
"""


class NotUnderstood(Exception):
    """The answer could not be read. `reason` names a sentence of `phrases.reading`, `details` fill its blanks."""

    def __init__(self, reason: str, **details: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
