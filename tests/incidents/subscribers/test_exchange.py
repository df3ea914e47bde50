"""Staff takes subscribers in from a file, and gives them out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.audit.models import AuditEvent
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State
from tests.factories import accounts, subscribers

IMPORT = "/admin/incidents/subscriber/import/"
EXPORT = "/admin/incidents/subscriber/export/"


@pytest.fixture
def lead(client):
    client.force_login(accounts.user("Communications lead", username="lea", is_staff=True))
    return client


def upload(client, data: bytes, **more):
    return client.post(IMPORT, {"file": SimpleUploadedFile("people.csv", data), **more})


def test_the_file_is_looked_at_first_and_written_when_confirmed(lead):
    assert lead.get(IMPORT).status_code == 200

    shown = upload(lead, b"address,shoe\nann@example.org,1\n\xe9,2\n", confirmed="on")
    page = shown.content.decode()
    assert "To be added: 1. Already there: 0. Refused: 1." in page
    assert "not UTF-8" in page
    assert "shoe" in page
    assert not Subscriber.objects.exists()

    done = lead.post(IMPORT, shown.context["form"].initial, follow=True)
    assert "1 added, 0 already there, 1 refused" in done.content.decode()
    assert Subscriber.objects.get().state == State.CONFIRMED


UNREADABLE = {
    "another encoding": b"\xff\xfea\0",
    "no address": b"name\nx\n",
    "empty": b"",
    "too many lines": b"address\n" + b"x\n" * 20_001,
    "too big": b"x" * 1_000_001,
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_can_not_be_read_is_refused_on_the_same_page(lead, data):
    answer = upload(lead, data)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not answer.context["report"]


def test_what_came_back_broken_writes_nothing(lead):
    answer = lead.post(IMPORT, {"text": "é", "confirmed": "True"})

    assert answer.context["form"].errors
    assert not Subscriber.objects.exists()


def test_x04_the_export_holds_the_filtered_list_harmless_and_without_secrets(lead):
    subscribers.confirmed("+ann@example.org", language="fr")
    subscribers.confirmed("bob@example.org", language="ja")
    subscribers.confirmed("https://93.184.216.34/hook", language="fr")

    answer = lead.get(EXPORT, {"language__exact": "fr"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(text.splitlines()) == 3
    assert "email,'+ann@example.org,fr,general," in text
    assert "bob" not in text
    assert "whsec_" not in text
    event = AuditEvent.objects.get(kind="incidents.subscriber.exported")
    assert (event.data["count"], event.actor_user_id) == (2, int(lead.session["_auth_user_id"]))


def test_an_exported_list_comes_in_again_as_it_was(lead):
    subscribers.confirmed("+ann@example.org", language="fr", kinds=("incident",))
    data = b"".join(lead.get(EXPORT).streaming_content)

    assert "Already there: 1." in upload(lead, data, confirmed="on").content.decode()


@pytest.mark.parametrize("role", ["Head of customer service", "Support agent"])
def test_who_may_not_change_subscribers_neither_imports_nor_exports(client, role):
    client.force_login(accounts.user(role, username="hal", is_staff=True))

    answers = [client.get(IMPORT), client.get(EXPORT), upload(client, b"address\nann@example.org\n")]

    assert {answer.status_code for answer in answers} == {403}
    assert not Subscriber.objects.exists()


def test_the_list_offers_both_to_who_may(lead):
    page = lead.get(reverse("admin:incidents_subscriber_changelist"), {"language__exact": "fr"}).content.decode()

    assert IMPORT in page
    assert f"{EXPORT}?language__exact=fr" in page
