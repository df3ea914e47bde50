"""Many readers press at the same moment, on a real database: each is counted, the same one once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

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
    barrier = Barrier(len(presses))

    def press(message, voter):
        try:
            barrier.wait(30)
            actions.mark_helpful(message=message, voter=voter, at=noon)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as readers:
        for pressed in [readers.submit(press, *each) for each in presses]:
            pressed.result(30)  # raises what the press raised

    assert [each.helpful for each in Standing.objects.order_by("pk")] == [3, 3]
    assert Discussion.objects.get().helpful == 6
