"""Fixtures every test may use; slices add their own in their folder's conftest."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import hypothesis
import pytest
from django.urls import set_script_prefix
from django.utils import timezone, translation

from core.actor import Actor, Kind
from tests import flushing
from tests.servers import Mailbox, Receiver, http_server, mail_server

pytest_plugins = ["tests.lanes", "tests.chromium"]
flushing.install()
# The same examples each time and no deadline: a busy machine is no bug. HYPOTHESIS_PROFILE=search looks for new ones.
_patient = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("house", derandomize=True, **_patient)
hypothesis.settings.register_profile("search", max_examples=2000, **_patient)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English and UTC at the site's root, whatever the one before it asked for."""
    set_script_prefix("/")
    timezone.deactivate()
    with translation.override("en"):
        yield


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def outsider() -> Actor:
    """Somebody signed in with no right at all."""
    return Actor(kind=Kind.USER, label="Olive Outsider")


@pytest.fixture
def smtp_server(settings) -> Iterator[Mailbox]:
    """A real mail server that the settings point to; `smtp_server.on_rcpt = …` decides its replies."""
    mailbox = Mailbox()
    controller = mail_server(mailbox)
    settings.EMAIL_HOST, settings.EMAIL_PORT = mailbox.host, mailbox.port
    yield mailbox
    controller.stop()


@pytest.fixture
def webhook_receiver(settings) -> Iterator[Receiver]:
    """A real HTTP receiver on loopback, allowed to be called by its port."""
    receiver = Receiver()
    server = http_server(receiver)
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{receiver.port}"]
    yield receiver
    server.shutdown()
    server.server_close()
