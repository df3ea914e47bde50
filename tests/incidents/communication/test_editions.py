"""Who subscribed on a page of its own hears in its name, on its clock and with its address (practice P13)."""

import json
from datetime import timedelta

import pytest

from core.delivery import tasks
from core.delivery.models import Broadcast, Content, Delivery
from incidents.communication import actions as communication
from incidents.communication.masthead import every
from tests.core.delivery.adapters import gateway
from tests.factories import catalogue, subscribers
from tests.factories import communication as updates
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db(transaction=True)
JP = "status.lumen.jp"


@pytest.fixture
def japanese(noon):
    told.statuspage(name="Lumen")
    return told.regional(
        JP,
        regions=[catalogue.region("japan")],
        language="ja",
        time_zone="Asia/Tokyo",
        words={"ja": {"name": "ルーメン日本"}, "en": {"name": "Lumen Japan"}},
    )


def tell(*channels: str) -> None:
    for broadcast in Broadcast.objects.order_by("pk"):
        tasks.fan_out(broadcast.pk)
    for channel in channels:
        tasks.drain(channel)


def test_a_mail_carries_the_name_the_clock_and_the_links_of_the_page(japanese, smtp_server, noon):
    incident = updates.incident()
    lead = updates.lead(incident)
    for address, language in (("mio@example.jp", "ja"), ("tom@example.jp", "en")):
        subscribers.confirmed(address, language=language, page=japanese.public_id)
    subscribers.confirmed("ann@example.org")
    texts = [updates.text("We write again by {next_update_at}.")]

    communication.publish(update=updates.draft(incident, texts=texts), by=lead, at=noon)
    tell("email")

    mails = {mail.to: mail.message for mail in smtp_server.received}
    bodies = {to: message.get_body(("plain",)).get_content() for to, message in mails.items()}
    assert mails["mio@example.jp"]["Subject"].startswith("[ルーメン日本] ")
    assert mails["tom@example.jp"]["Subject"].startswith("[Lumen Japan] ")
    assert mails["ann@example.org"]["Subject"].startswith("[Lumen] ")
    assert "JST" in bodies["tom@example.jp"].splitlines()[0]
    assert "JST" in bodies["mio@example.jp"]
    assert "UTC" not in bodies["tom@example.jp"]
    assert "JST" not in bodies["ann@example.org"]
    assert f"http://{JP}:8000/en/incidents/{incident.reference}/" in bodies["tom@example.jp"]
    assert f"http://{JP}:8000/en/subscribe/manage/" in bodies["tom@example.jp"]
    assert JP not in bodies["ann@example.org"]


def test_a_webhook_names_the_page_and_how_it_stands(japanese, webhook_receiver, noon):
    incident = updates.incident()  # in France alone
    assert set(incident.impacts.values_list("region__slug", flat=True)) == {"france"}
    subscribers.confirmed(f"{webhook_receiver.url}/jp", page=japanese.public_id)
    subscribers.confirmed(f"{webhook_receiver.url}/all")

    updates.published(incident)
    tell("webhook")

    payloads = {call.path: json.loads(call.body) for call in webhook_receiver.calls}
    mine, all_of_it = payloads["/jp"], payloads["/all"]
    assert mine["page"]["id"] == mine["incident"]["page_id"] == japanese.public_id
    assert (mine["page"]["name"], mine["page"]["url"]) == ("Lumen Japan", f"http://{JP}:8000")
    assert mine["incident"]["shortlink"].startswith(f"http://{JP}:8000/incidents/")
    assert {row["page_id"] for row in mine["incident"]["components"]} == {japanese.public_id}
    assert mine["page"]["status_indicator"] == "none"
    assert all_of_it["page"]["name"] == "Lumen"
    assert all_of_it["page"]["status_indicator"] != "none"


def test_an_sms_leads_to_the_page_and_out_by_it(japanese, webhook_receiver, settings):
    settings.SMS = gateway(webhook_receiver.url)
    webhook_receiver.says = lambda call: b'{"id": "sm-1"}'
    subscribers.audiences()
    subscribers.confirmed("+81312345678", channel="sms", page=japanese.public_id)

    incident = updates.incident()
    updates.published(incident)
    tell("sms")

    (call,) = webhook_receiver.calls
    text = json.loads(call.body)["text"]
    assert f"http://{JP}:8000/incidents/{incident.reference}/" in text
    assert f"http://{JP}:8000/s/" in text
    assert settings.PUBLIC_URL not in text


def test_words_are_written_for_pages_that_somebody_follows_and_no_others(japanese):
    updates.published(updates.incident())
    assert set(Content.objects.values_list("edition", flat=True)) == {""}

    subscribers.confirmed("mio@example.jp", page=japanese.public_id)
    assert set(every()) == {"", japanese.public_id}


def test_who_came_by_a_page_that_is_gone_hears_from_the_default_one(japanese, noon):
    subscribers.audiences()
    subscribers.confirmed("mio@example.jp", page=japanese.public_id)
    japanese.visibility = "private"
    japanese.save()

    updates.published(updates.incident())
    tell()

    assert Delivery.objects.get().content.edition == ""


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_more_pages_cost_no_more_statements(japanese, noon, count, django_assert_max_num_queries):
    incident = updates.incident()
    lead = updates.lead(incident)
    for number in range(count):
        page = told.regional(f"s{number}.lumen.example", regions=[catalogue.region("japan")])
        subscribers.confirmed(f"reader{number}@example.org", page=page.public_id)
    updates.published(incident, by=lead)
    draft = updates.draft(incident)

    with django_assert_max_num_queries(48):  # SQLite takes more words than 999 values in two steps
        communication.publish(update=draft, by=lead, at=noon + timedelta(minutes=1))
