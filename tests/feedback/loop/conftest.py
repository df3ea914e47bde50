import pytest

from tests.factories import loop


@pytest.fixture
def story(noon):
    """(incident, its communications lead)."""
    return loop.incident(noon)
