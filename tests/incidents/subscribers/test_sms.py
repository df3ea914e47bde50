"""Subscribers by SMS: asked, confirmed, told and left, through a real gateway on loopback."""

import json
import re
from io import BytesIO

import pytest
from django.utils import timezone

from core.actor import SYSTEM, visitor
from core.delivery import tasks
from core.delivery.models import Broadcast
from core.text.lengths import Sms
from core.web.errors import Invalid
from incidents.subscribers import actions, csvfile, links, tokens
from incidents.subscribers.models import Letter, Subscriber
from incidents.subscribers.states import State
from incidents.subscribers.tokens import Purpose
from tests.core.delivery.adapters import gateway
from tests.factories import communication as updates
from tests.factories import subscribers

pytestmark = pytest.mark.django_db
NUMBER = "+33612345678"


@pytest.fixture
def phone(webhook_receiver, settings):
    """A gateway; `phone()` works off what is owed and gives the texts sent so far."""
    settings.SMS = gateway(webhook_receiver.url)
    webhook_receiver.says = lambda call: b'{"id": "sm-1"}'

    def phone() -> list[str]:
        for broadcast in Broadcast.objects.order_by("pk"):
            tasks.fan_out(broadcast.pk)
        tasks.drain("sms")
        return [json.loads(call.body)["text"] for call in webhook_receiver.calls]

    return phone


def path_in(text: str) -> str:
    return re.search(r"/s/[^\s]+/", text)[0]


def test_the_whole_way_from_asking_to_leaving(client, phone):
    asked = client.post(
        "/fr/subscribe/",
        {
            "channel": "sms",
            "address": "+33 6 12 34 56 78",
            "language": "fr",
            "audience": "general",
            "kinds": ["incident", "maintenance"],
            "which_components": "all",
            "which_regions": "all",
        },
    )
    (letter,) = phone()
    opened = client.get(path_in(letter), follow=True)
    confirmed = client.post(opened.redirect_chain[-1][0])
    incident = updates.incident(at=timezone.now())
    updates.published(incident, at=timezone.now())
    told = phone()[-1]
    left = client.get(path_in(told), follow=True)
    client.post(left.redirect_chain[-1][0])

    assert asked.status_code == 200
    assert "+33 6 12 34 56 78" in asked.content.decode()
    assert "confirmez" in letter
    assert (opened.status_code, confirmed.status_code) == (200, 200)
    assert "La lecture échoue pour certains clients." in told
    assert f"/fr/incidents/{incident.reference}/" in told
    assert Subscriber.objects.get().state == State.UNSUBSCRIBED


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_an_update_takes_no_more_messages_than_allowed(phone, noon, language):
    subscribers.confirmed(NUMBER, channel="sms", language=language)
    updates.published(updates.incident())

    (text,) = phone()

    measure = Sms(3).measure(text)
    assert not measure.too_long, (measure, text)
    assert measure.parts <= 3


def test_opening_the_short_link_changes_nothing_and_a_wrong_one_opens_nothing(client, phone, noon):
    actions.subscribe(channel="sms", address=NUMBER, by=visitor(), at=timezone.now())
    path = path_in(phone()[0])

    client.get(path, follow=True)

    assert Subscriber.objects.get().state == State.PENDING
    for forged in (path[:-3] + "A/", path.replace(".c1.", ".m1."), "/s/x/", path.replace(".c1.", ".c2.")):
        if forged != path:
            assert client.get(forged).status_code == 404, forged


def test_the_confirm_link_ends_with_its_time(client, phone, noon):
    actions.subscribe(channel="sms", address=NUMBER, by=visitor(), at=noon)  # years ago

    answer = client.get(path_in(phone()[0]), follow=True)

    assert answer.status_code == 410


def test_a_short_link_is_as_long_as_the_room_kept_for_it(phone, noon, settings):
    row = subscribers.confirmed(NUMBER, channel="sms")
    whose = {"public_id": row.public_id, "key_version": 99, "base": settings.PUBLIC_URL}
    link = links.short_url(Purpose.UNSUBSCRIBE, **whose)

    assert len(link) == len(links.short_sample())
    assert tokens.read_short(link.split("/")[-2])[0] == Purpose.UNSUBSCRIBE


def test_without_a_gateway_sms_is_offered_nowhere(client, settings, noon):
    settings.SMS = None

    page = client.get("/subscribe/?channel=sms").content.decode()

    assert "By SMS" not in page
    assert 'value="email"' in page
    with pytest.raises(Invalid):
        actions.subscribe(channel="sms", address=NUMBER, by=visitor(), at=noon)


def test_a_country_we_do_not_write_to_is_refused(settings, noon):
    settings.SMS = gateway("http://127.0.0.1:9", countries=("+33", "+81"))

    with pytest.raises(Invalid) as refused:
        actions.subscribe(channel="sms", address="+1 202 555 0100", by=visitor(), at=noon)

    assert "address" in refused.value.fields


def test_many_asked_for_by_strangers_wait_because_each_costs(phone, noon):
    for number in range(25):
        actions.subscribe(channel="sms", address=f"+3361234{number:04}", by=visitor(), at=noon)

    assert Letter.objects.filter(sent_at=None).count() == 5
    actions.subscribe(channel="email", address="ann@example.org", by=visitor(), at=noon)
    assert Letter.objects.filter(sent_at=None).count() == 5


def test_numbers_come_in_and_go_out_as_csv(phone, noon):
    subscribers.confirmed(NUMBER, channel="sms", language="ja")
    exported = "".join(actions.export(subscribers=Subscriber.objects.all(), by=SYSTEM, at=noon)).encode()
    Subscriber.objects.all().delete()
    file = BytesIO(exported)
    rows = csvfile.read_rows(file, csvfile.read_header(file))

    report = actions.import_rows(rows=rows, confirmed=True, by=SYSTEM, at=noon)

    assert (report.added, report.refused) == (1, 0)
    assert Subscriber.objects.get().address == NUMBER
    assert f"'{NUMBER}" in exported.decode()  # harmless in a spreadsheet
