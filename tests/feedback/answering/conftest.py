"""Words that are ready to be sent, and conversations they might be sent into."""

import pytest

from feedback.answering import defaults as canned
from feedback.answering.models import CannedReply
from tests.factories import feedback


@pytest.fixture
def prepared(db, noon) -> None:
    """The registers and the canned replies we ship."""
    feedback.registers()
    canned.seed(noon)


@pytest.fixture
def sorry(prepared) -> CannedReply:
    return CannedReply.objects.get(key="complaint.sorry")
