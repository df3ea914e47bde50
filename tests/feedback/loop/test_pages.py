"""The loop on staff pages: in the room, beside a thread, and the page of the closing messages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.actor import SYSTEM
from feedback.loop import actions
from feedback.loop.models import ClosingRun, IncidentLink
from feedback.threads.models import Thread
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.factories import accounts, feedback, loop
from tests.factories import response as people
from tests.incidents.room.conftest import statements
from tests.queue import work_off

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def signed_in(role: str, incident: Incident | None = None) -> Client:
    user = accounts.user(role)
    if incident:
        response.assign(incident=incident, role=Role.DEPUTY, user=user, by=people.actor(), at=timezone.now())
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def world():
    """(incident ten minutes old, its lead, threads linked, one suggested)."""
    at = timezone.now() - 10 * MINUTE
    incident, lead = loop.incident(at)
    threads = loop.linked(incident, 3, at=at + MINUTE)
    maybe = feedback.thread("Playback fails <b>again</b>", at=at + 2 * MINUTE, email="maybe@example.org")
    actions.suggest(found={(maybe.pk, incident.pk): ["words"]}, by=SYSTEM, at=at)
    return incident, lead, threads, maybe


def room(client: Client, incident: Incident) -> str:
    return client.get(reverse("admin:room", args=[incident.pk])).content.decode()


def test_the_room_says_how_many_wrote_and_who_else_may_have(world):
    incident, _lead, _threads, maybe = world

    page = room(signed_in("Community manager"), incident)

    assert "3 customers wrote" in page
    assert maybe.reference in page
    assert "&lt;b&gt;again" in page


def test_who_does_not_listen_to_customers_reads_nothing_of_them(world):
    incident, _lead, _threads, maybe = world

    for role in ("Scribe", "Observer"):
        client = signed_in(role)
        assert maybe.reference not in room(client, incident)
        assert client.get(reverse("admin:feedback_incidentlink_of", args=[incident.pk])).status_code == 403
        address = reverse("admin:feedback_incidentlink_decide", args=[incident.pk])
        assert client.post(address, {"do": "link", "thread": maybe.pk}).status_code == 403
    assert IncidentLink.objects.get(thread=maybe).state == "suggested"


@pytest.mark.parametrize(("verb", "state"), [("link", "linked"), ("unlink", "removed"), ("all", "linked")])
def test_what_is_ticked_in_the_room_is_decided_in_the_room(world, verb, state):
    incident, _lead, _threads, maybe = world
    client = signed_in("Support agent")

    answer = client.post(
        reverse("admin:feedback_incidentlink_decide", args=[incident.pk]),
        {"do": verb, "thread": [maybe.pk], "from": "room"},
    )

    assert answer["Location"].endswith("#panel-customers")
    assert IncidentLink.objects.get(thread=maybe).state == state


def test_others_are_linked_by_their_references(world):
    incident, *_rest = world
    thread = feedback.thread(at=timezone.now())

    signed_in("Support agent").post(
        reverse("admin:feedback_incidentlink_decide", args=[incident.pk]),
        {"do": "link", "reference": f"{thread.reference.lower()} F-2222-2222"},
    )

    assert IncidentLink.objects.get(thread=thread).state == "linked"


def test_one_click_in_the_room_sends_the_closing_messages(world):
    incident, lead, _threads, _maybe = world
    loop.resolved(incident, lead, timezone.now())
    work_off()
    client = signed_in("Communications lead", incident)
    assert "Send to 3 customers" in room(client, incident)

    client.post(
        reverse("admin:feedback_closingrun_act", args=[ClosingRun.objects.get().pk]), {"do": "start", "from": "room"}
    )
    work_off()

    assert "3 of 3 told" in room(client, incident)


def test_the_page_shows_each_text_as_its_first_reader_gets_it_and_keeps_what_is_typed(world):
    incident, lead, _threads, _maybe = world
    loop.resolved(incident, lead, timezone.now())
    work_off()
    client = signed_in("Communications lead", incident)
    run = ClosingRun.objects.get()
    address = reverse("admin:feedback_closingrun_change", args=[run.pk])
    assert "Hello Customer 0," in client.get(address).content.decode()

    client.post(
        reverse("admin:feedback_closingrun_act", args=[run.pk]), {"do": "save", "text-en": "{greeting} It was us."}
    )
    page = client.get(address).content.decode()

    assert "Hello Customer 0, It was us." in page
    assert run.texts.get(language="en").edited_by


def test_who_does_not_speak_for_the_incident_reads_and_changes_but_does_not_send(world):
    incident, lead, _threads, _maybe = world
    loop.resolved(incident, lead, timezone.now())
    work_off()
    run = ClosingRun.objects.get()
    client = signed_in("Support agent")

    page = client.get(reverse("admin:feedback_closingrun_change", args=[run.pk])).content.decode()
    answer = client.post(reverse("admin:feedback_closingrun_act", args=[run.pk]), {"do": "start"})

    assert "Send to" not in page
    assert answer.status_code == 403
    run.refresh_from_db()
    assert run.state == "draft"


@pytest.mark.parametrize("name", ["incidentlink_of", "survey_of"])
def test_pages_about_an_incident_open_for_who_listens(world, name):
    incident, *_rest = world
    address = reverse(f"admin:feedback_{name}", args=[incident.pk])

    assert signed_in("Community manager").get(address).status_code == 200
    assert signed_in("Training lead").get(address).status_code == 403
    assert signed_in("Community manager").get(address.replace(str(incident.pk), "99999")).status_code == 404


def test_pages_cost_the_same_for_three_and_for_thirty(world):
    incident, lead, _threads, _maybe = world
    at = timezone.now()
    client = signed_in("Communications lead", incident)
    loop.resolved(incident, lead, at)
    run = actions.prepare(incident=Incident.objects.get(), by=lead, at=at)
    pages = [
        reverse("admin:feedback_incidentlink_of", args=[incident.pk]),
        reverse("admin:feedback_closingrun_change", args=[run.pk]),
        reverse("admin:room", args=[incident.pk]),
    ]
    for page in pages:
        client.get(page)
    before = [statements(lambda page=page: client.get(page)) for page in pages]
    more = [feedback.thread(at=at, email=f"m{number}@example.org") for number in range(30)]
    actions.link_many(threads=more[:15], incident=incident, by=feedback.agent(), at=at)
    actions.suggest(found={(each.pk, incident.pk): ["words"] for each in more[15:]}, by=SYSTEM, at=at)

    after = [statements(lambda page=page: client.get(page)) for page in pages]

    assert after == before
    assert Thread.objects.count() > 30
