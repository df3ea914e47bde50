import pytest
from django.core.cache import cache

from feedback.doors.form import limits
from tests.factories import community, feedback


@pytest.fixture(autouse=True)
def _fresh():
    """Limits and kept pages live in the process."""
    limits.forget()
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def thread(noon):
    feedback.registers()
    return community.question(at=noon)
