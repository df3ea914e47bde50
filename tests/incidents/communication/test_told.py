"""From publishing to the reader: real mail server, real webhook receiver, or none at all."""

import json
import time
from datetime import timedelta

import pytest
import standardwebhooks
from django.utils import timezone

from core.accounts.queries import actor_for_user
from core.delivery import tasks
from core.delivery.models import Broadcast, Delivery
from core.delivery.states import State
from incidents.communication import actions as communication
from incidents.communication import queries
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts, subscribers
from tests.factories import communication as updates
from tests.factories import response as people
from tests.factories import statuspages as pages
from tests.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)


def tell(*channels: str) -> None:
    """What a worker does with what is owed."""
    for broadcast in Broadcast.objects.order_by("pk"):
        tasks.fan_out(broadcast.pk)
    for channel in channels:
        tasks.drain(channel)


@pytest.mark.timed
def test_p06_without_a_mail_server_publishing_answers_at_once_and_readers_see_it(client, settings, tmp_path):
    settings.EMAIL_PORT, settings.SNAPSHOT_DIR = free_port(), tmp_path
    pages.statuspage()
    incident = updates.incident(at=timezone.now() - timedelta(minutes=1))
    subscribers.crowd(50)
    user = accounts.user("Communications lead")
    at = incident.declared_at
    response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=user, by=people.actor(), at=at)
    communication.touch(incident=incident, by=actor_for_user(user), at=at)  # a server has compiled its templates
    draft = updates.draft(incident, at=at)
    headers = accounts.authorization("updates:publish", owner=user)
    client.get(f"/api/v1/updates/{draft.public_id}/", **headers)  # a server has loaded its addresses

    # Its own time, not the wall's: other tests share this machine. A wait for the network would be seen below.
    started, began = time.process_time(), time.perf_counter()
    answer = client.post(f"/api/v1/updates/{draft.public_id}/publish/", {}, "application/json", **headers)
    took, waited = time.process_time() - started, time.perf_counter() - began

    assert answer.status_code == 200, answer.content
    assert took < 1, f"{took:.2f} s"
    assert waited < settings.EMAIL_TIMEOUT / 2, f"{waited:.2f} s"
    story = client.get("/api/v2/incidents.json").json()["incidents"][0]["incident_updates"]
    assert updates.WORDS["en"] in story[0]["body"]
    assert updates.WORDS["fr"] in client.get("/fr/").content.decode()
    tell("email")
    assert set(Delivery.objects.values_list("state", flat=True)) <= {State.PENDING, State.RETRY}
    assert Delivery.objects.count() == 50


def test_each_reader_gets_a_mail_in_the_own_language_with_the_own_ways_out(smtp_server, noon):
    pages.statuspage(name="Lumen")
    incident = updates.incident()
    for language in ("en", "fr", "ja"):
        subscribers.confirmed(f"{language}@example.org", language=language)

    updates.published(incident)
    tell("email")

    mails = {mail.to: mail.message for mail in smtp_server.received}
    assert len(mails) == 3
    for language, words in updates.WORDS.items():
        message = mails[f"{language}@example.org"]
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        assert text.startswith(words)
        assert "{{" not in text + html
        assert message["Subject"].startswith("[Lumen] ")
    links = {mail.get_body(("plain",)).get_content().rsplit(" ", 1)[-1].strip() for mail in mails.values()}
    assert len(links) == 3


def test_a_webhook_is_signed_and_tells_the_story(webhook_receiver, noon):
    incident = updates.incident()
    hook = subscribers.confirmed(f"{webhook_receiver.url}/hook")

    updates.published(incident)
    tell("webhook")

    (request,) = webhook_receiver.calls
    secret = hook.secrets[0]["secret"]
    payload = standardwebhooks.Webhook(secret).verify(request.body, request.headers)
    assert payload["incident"]["incident_updates"][0]["body"] == updates.WORDS["en"]
    assert "{{" not in json.dumps(payload)


def test_what_was_recovered_in_between_still_concerns_who_heard_of_it(noon):
    incident = updates.incident()
    impact = incident.impacts.get()
    subscribers.confirmed("ann@example.org", components=[impact.component], regions=[impact.region])
    lead = updates.lead(incident)
    updates.published(incident, by=lead)
    over = updates.draft(incident, phase="resolved", incident_state="resolved")

    communication.publish(update=over, by=lead, at=noon + timedelta(hours=1))
    tell()

    assert Delivery.objects.filter(address="ann@example.org").count() == 2


def test_the_recipients_are_known_before_and_the_same_after(noon):
    incident = updates.incident()
    subscribers.confirmed("ann@example.org")
    subscribers.confirmed("bob@example.org", incident_ref="INC-1999-0001")
    draft = updates.draft(incident)

    before = queries.recipients(draft)
    update = communication.publish(update=draft, by=updates.lead(incident), at=noon)
    tell()

    assert (before.total, before.not_told) == (1, 1)
    assert before.refusals[0].reason == "other_incident"
    assert queries.recipients(update).total == Delivery.objects.count() == 1
