import pytest

from tests.factories import communication as updates
from tests.factories import facts
from tests.factories import response as people


@pytest.fixture
def incident(db):
    return updates.incident()


@pytest.fixture
def commander(incident):
    return people.actor()


@pytest.fixture
def lead(incident):
    return updates.lead(incident)


@pytest.fixture
def expert(incident):
    return facts.expert(incident)


@pytest.fixture
def responder(db):
    return facts.responder()
