"""What is taken out of every message before anything looks at it."""

from bot.message import squeezed


def test_a_key_that_hung_is_let_go_of() -> None:
    assert squeezed("9" * 5000) == "9" * 30
    assert squeezed("好" * 31 + "的") == "好" * 30 + "的"


def test_what_people_write_stays() -> None:
    assert squeezed("哈哈哈哈哈，13800001234，\n\n好") == "哈哈哈哈哈，13800001234，\n\n好"
