"""Publishing, a real queue with its workers, real subscribers, real servers."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.utils import timezone
from standardwebhooks import Webhook

from core.delivery.models import Delivery
from core.delivery.states import State
from core.web.queue import enqueue
from tests.core.delivery import workers
from tests.factories import communication, subscribers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.crash]


@contextmanager
def queue():
    """`manage.py qcluster` on the test's database, with all it forks ended afterwards."""
    command = [sys.executable, "manage.py", "qcluster"]
    cluster = subprocess.Popen(command, env=workers.environment(), cwd=settings.BASE_DIR, start_new_session=True)
    try:
        time.sleep(3)  # until its workers are there
        yield cluster
    finally:
        os.killpg(cluster.pid, signal.SIGKILL)
        cluster.wait()


def test_an_update_published_is_received_in_three_languages_within_seconds(smtp_server, webhook_receiver):
    at = timezone.now()
    incident = communication.incident(at=at)
    subscribers.crowd(30, at=at)
    hook = subscribers.confirmed(f"{webhook_receiver.url}/hook", at=at)
    secret = hook.secrets[0]["secret"] if isinstance(hook.secrets[0], dict) else hook.secrets[0]
    draft = communication.draft(incident, at=at)
    lead = communication.lead(incident)

    with queue():
        began = time.time()
        communication.communication.publish(update=draft, by=lead, at=timezone.now())
        answered = time.time() - began
        assert workers.wait_until(lambda: workers.all_told() and Delivery.objects.exists(), seconds=30)

    assert answered < 1
    assert min(each.at for each in smtp_server.received) - began < 2
    assert len({each.to for each in smtp_server.received}) == len(smtp_server.received) == 30
    assert {each.message["Content-Language"] for each in smtp_server.received} == {"en", "fr", "ja"}
    assert all("{{" not in each.message.get_body(("plain",)).get_content() for each in smtp_server.received)
    told = [Webhook(secret).verify(call.body, call.headers) for call in webhook_receiver.calls if call.path == "/hook"]
    assert [each["incident"]["name"] for each in told if "incident" in each] == [incident.title]
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_w05_twenty_receivers_that_hang_delay_no_mail(smtp_server, webhook_receiver):
    at = timezone.now()
    incident = communication.incident(at=at)
    subscribers.crowd(100, at=at)
    for number in range(20):
        subscribers.confirmed(f"{webhook_receiver.url}/{number}", at=at)
    webhook_receiver.behave = lambda handler: time.sleep(30) or True

    with queue():
        began = time.time()
        communication.communication.publish(
            update=communication.draft(incident, at=at), by=communication.lead(incident), at=timezone.now()
        )
        assert workers.wait_until(lambda: len(smtp_server.received) == 100)

    assert max(each.at for each in smtp_server.received) - began < 10


def test_the_pulse_sends_what_a_lost_wake_up_left(smtp_server):
    at = timezone.now()
    incident = communication.incident(at=at)
    subscribers.crowd(10, at=at)
    communication.published(incident, at=at)
    workers.forget_the_queue()

    with queue():
        enqueue("core.delivery.tasks.pulse")
        assert workers.wait_until(lambda: len(smtp_server.received) == 10, seconds=30)
