import pytest

from bot.scene import Mind
from wiring import mind


@pytest.fixture(scope="session")
def sense() -> Mind:
    return mind()
