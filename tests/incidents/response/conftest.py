"""A running incident with its people: Rita commands, Sam responds, Ann may only draft."""

from datetime import timedelta

import pytest

from core.actor import Actor
from incidents.response.models import Incident
from tests.factories import response as people

MINUTE = timedelta(minutes=1)


@pytest.fixture
def rita() -> Actor:
    """The commander: she declared it."""
    return people.actor("Rita Responder", "Incident commander")


@pytest.fixture
def sam() -> Actor:
    """A colleague who may respond but holds no role."""
    return people.actor("Sam Scribe", "Scribe")


@pytest.fixture
def ann() -> Actor:
    """A colleague who may declare and draft, not respond."""
    return people.actor("Ann Agent", "Support agent")


@pytest.fixture
def carl() -> Actor:
    return people.actor("Carl Communicator", "Communications lead")


@pytest.fixture
def incident(db, rita, noon) -> Incident:
    return people.incident(by=rita, at=noon)


@pytest.fixture
def later(noon):
    """The moment so many minutes after noon."""
    return lambda minutes: noon + minutes * MINUTE
