from itertools import count

import pytest

from tests import dovecot
from tests.factories import feedback, mails


@pytest.fixture
def inbox(settings, db):
    """Mail comes in at this address."""
    settings.INBOUND_EMAIL = mails.INBOX
    settings.DEFAULT_FROM_EMAIL = "Candor <status@candor.example>"
    feedback.registers()
    return mails.INBOX


@pytest.fixture(scope="module")
def server():
    """A real IMAP server."""
    with dovecot.running() as running:
        yield running


@pytest.fixture(scope="session")
def mailbox_names():
    """A mailbox of its own for each test."""
    return (f"reply{number}" for number in count())
