import re

import pytest

from core.delivery.models import Content
from tests.factories import subscribers


@pytest.fixture(autouse=True)
def _audiences(db):
    subscribers.audiences()


@pytest.fixture
def letters():
    """The paths of the links in the letters owed so far, newest last, by purpose."""

    def found(purpose: str) -> list[str]:
        texts = Content.objects.filter(channel_kind="email").order_by("pk").values_list("text", flat=True)
        return [path for text in texts for path in re.findall(rf"(/\w\w/subscribe/{purpose}/[^/\s]+/)", text)]

    return found
