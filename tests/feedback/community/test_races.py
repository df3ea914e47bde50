"""Many readers press at the same moment, on a real database: each is counted, the same one once."""

from threading import Barrier
from threading import Thread as Worker

import pytest
from django.db import connection

from feedback.community import actions
from feedback.community.models import Discussion, Standing
from tests.factories import community, feedback

pytestmark = pytest.mark.django_db(transaction=True)


def test_readers_who_press_together_are_all_counted(noon):
    feedback.registers()
    thread = community.question(at=noon)
    messages = [community.answer(thread, text) for text in ("Press the key.", "Ask your son.")]
    presses = [(message, f"reader {number}") for message in messages for number in (1, 2, 3, 3)]
    barrier, failed = Barrier(len(presses)), []

    def press(message, voter):
        try:
            barrier.wait()
            actions.mark_helpful(message=message, voter=voter, at=noon)
        except Exception as error:  # reported below: an exception in a thread would pass unseen
            failed.append(error)
        finally:
            connection.close()

    workers = [Worker(target=press, args=each) for each in presses]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert failed == []
    assert [each.helpful for each in Standing.objects.order_by("pk")] == [3, 3]
    assert Discussion.objects.get().helpful == 6
