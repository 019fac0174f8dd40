"""What the doctor found."""


class Trouble(Exception):
    """What is wrong, and what to do about it. Both in plain Chinese."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.remedy = remedy
