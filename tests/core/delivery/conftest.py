from collections.abc import Callable
from datetime import timedelta

import pytest

from core.delivery import dialect, tasks
from core.delivery.models import Delivery
from tests.factories import delivery as make


@pytest.fixture(autouse=True)
def figures(settings):
    """A copy of the figures of delivery that a test may change."""
    settings.DELIVERY = {}
    return settings.DELIVERY


@pytest.fixture
def tell(noon) -> Callable[..., None]:
    """Owe, fan out, and let a worker send once."""

    def tell(*contents, channel: str = "email", **over):
        broadcast = make.owed(over.pop("at", noon), *contents, **over)
        tasks.fan_out(broadcast.pk)
        tasks.drain(channel)
        return broadcast

    return tell


@pytest.fixture
def time_passes() -> Callable[[], None]:
    """As if every wait were over, a second ago: machines set their clocks back by a little."""

    def skip() -> None:
        Delivery.objects.filter(state="retry").update(due_at=dialect.database_now() - timedelta(seconds=1))

    return skip
