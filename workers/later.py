"""What a handler raises when it is not time yet."""

from datetime import datetime


class Later(Exception):
    """Nothing went wrong: the row is due again at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until
