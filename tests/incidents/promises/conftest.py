from datetime import datetime

import pytest

from core.accounts.models import User
from incidents.promises import defaults
from incidents.response.models import Incident
from tests.factories import communication


def reachable(name: str, locale: str = "en") -> None:
    """Give the person of that name an address and a language."""
    first, last = name.split()
    User.objects.filter(first_name=first, last_name=last).update(email=f"{first}@staff.test".lower(), locale=locale)


@pytest.fixture
def incident(db, noon: datetime) -> Incident:
    """Level 3, declared at noon by Rita, who commands; the ladder is the one we ship."""
    defaults.seed(noon)
    found = communication.incident(at=noon)
    reachable("Rita Responder")
    return found


@pytest.fixture
def lead(incident: Incident):
    actor = communication.lead(incident)
    reachable("Lena Lead", "fr")
    return actor
