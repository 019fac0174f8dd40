import pytest

from bot.intents.detector import TrainedDetector, load


@pytest.fixture(scope="session")
def detector() -> TrainedDetector:
    """The detector as it runs; the first test run trains it, later ones find it in the cache."""
    return load()
