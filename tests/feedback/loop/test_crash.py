"""F05: the closing job for 500 customers, its worker killed three times: each gets exactly one message."""

import collections
from datetime import timedelta

import pytest

from core.delivery import tasks as delivery
from core.delivery.models import Delivery
from core.delivery.states import OPEN
from feedback.loop.models import ClosingLine, ClosingRun
from feedback.threads.models import Message
from tests.core.delivery import workers as processes
from tests.factories import loop
from tests.feedback.loop import workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.crash]
HOUR = timedelta(hours=1)
CUSTOMERS, KILLS = 500, 3


def told() -> int:
    return ClosingLine.objects.filter(state="told").count()


def kill_after(run: ClosingRun, some: int) -> None:
    """A worker dies without a word once it has told `some` more."""
    before = told()
    worker = workers.start(run)
    assert processes.wait_until(lambda: told() >= before + some)
    processes.kill(worker)


def test_a_closing_job_killed_three_times_tells_each_of_500_customers_exactly_once(smtp_server, noon):
    incident, lead = loop.incident(noon)
    loop.linked(incident, CUSTOMERS, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = loop.run(incident, lead, noon + HOUR)

    for _kill in range(KILLS):
        kill_after(run, 60)
        assert 0 < told() < CUSTOMERS
    last = workers.start(run)
    assert last.wait(timeout=120) == 0
    last.stdout.close()

    run.refresh_from_db()
    assert (run.state, told()) == ("done", CUSTOMERS)
    by_thread = collections.Counter(Message.objects.filter(author="staff").values_list("thread", flat=True))
    assert (len(by_thread), set(by_thread.values())) == (CUSTOMERS, {1})
    while Delivery.objects.filter(state__in=OPEN).exists():
        delivery.drain("email")
    letters = collections.Counter(mail.to for mail in smtp_server.received)
    assert (len(letters), set(letters.values())) == (CUSTOMERS, {1})
