from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.accounts.models import User
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.factories import accounts, communication
from tests.factories import response as people


@pytest.fixture
def incident(db) -> Incident:
    """Declared ten minutes ago: the room asks the real clock."""
    return communication.incident(at=timezone.now() - timedelta(minutes=10))


def statements(do: Callable[[], object]) -> int:
    """How many the database was asked while doing it."""
    with CaptureQueriesContext(connection) as asked:
        do()
    return len(asked)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_role(incident: Incident, user: User, role: Role) -> User:
    response.assign(incident=incident, role=role, user=user, by=people.actor(), at=timezone.now())
    return user


@pytest.fixture
def lead(incident) -> Client:
    """The one who decides what goes out."""
    user = accounts.user("Communications lead", first_name="Lena", last_name="Lead")
    return signed_in(with_role(incident, user, Role.COMMUNICATIONS_LEAD))


@pytest.fixture
def colleague(incident) -> Client:
    """A responder on the same incident who may draft and not publish."""
    user = accounts.user("Subject matter expert", first_name="Cole", last_name="League")
    return signed_in(with_role(incident, user, Role.EXPERT))


@pytest.fixture
def supporter(db) -> Client:
    """On staff, may declare and draft, holds no role here."""
    return signed_in(accounts.user("Support agent", first_name="Sue", last_name="Porter"))


@pytest.fixture
def stranger(db) -> Client:
    """On staff with no role at all."""
    return signed_in(accounts.user(first_name="Stan", last_name="Ranger"))
