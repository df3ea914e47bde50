"""Two workers take the same notice, or the same minute, at once: readers hear it once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from core.actor import SYSTEM
from core.delivery.models import Broadcast
from incidents.maintenance import actions
from incidents.maintenance.models import Notice
from incidents.response import actions as response
from tests.factories import communication as words
from tests.incidents.maintenance.conftest import planned

pytestmark = pytest.mark.django_db(transaction=True)


def twice(call):
    """Run `call` in two threads released by one barrier."""
    barrier, problems = threading.Barrier(2), []

    def run():
        barrier.wait()
        try:
            call()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []


def test_a_doubled_run_begins_once_and_tells_once(noon):
    incident = planned(noon)
    words.published(incident, at=noon, phase="maintenance")
    start = noon + timedelta(days=3)

    twice(lambda: response.keep_time(incident=incident, by=SYSTEM, at=start))
    notice = Notice.objects.get()
    twice(lambda: actions.tell(notice=notice, by=SYSTEM, at=start))

    assert incident.updates.published().count() == 2
    assert Broadcast.objects.count() == 2
