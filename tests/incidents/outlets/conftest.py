import pytest

from core.delivery import tasks
from core.delivery.models import Broadcast
from tests.factories import communication as updates
from tests.mastodon import Mastodon


@pytest.fixture
def incident(db):
    return updates.incident()


@pytest.fixture
def lead(incident):
    return updates.lead(incident)


@pytest.fixture
def mastodon(webhook_receiver):
    return Mastodon().attach(webhook_receiver)


@pytest.fixture
def work():
    """What a worker does with what is owed."""

    def work(*channels: str) -> None:
        for broadcast in Broadcast.objects.order_by("pk"):
            tasks.fan_out(broadcast.pk)
        for channel in channels:
            tasks.drain(channel)

    return work
