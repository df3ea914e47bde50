import pytest

from tests.factories import communication as updates


@pytest.fixture
def incident(db):
    return updates.incident()


@pytest.fixture
def lead(incident):
    return updates.lead(incident)


@pytest.fixture
def draft(incident):
    return updates.draft(incident)
