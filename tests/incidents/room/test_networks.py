"""The editor shows what each network gets of a text, counted as the network counts."""

import pytest

from incidents.communication import queries
from tests.core.delivery.adapters import gateway
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import outlets as make

pytestmark = pytest.mark.django_db


def test_the_preview_counts_for_every_network_in_use(client, settings, webhook_receiver, noon):
    settings.SMS = gateway(webhook_receiver.url)
    make.mastodon(webhook_receiver)
    incident = updates.incident()
    updates.lead(incident)
    draft = updates.draft(incident)
    client.force_login(accounts.user("Communications lead"))

    page = client.get(f"/admin/incidents/incident/{incident.pk}/room/?update={draft.pk}").content.decode()

    assert "On other networks" in page
    assert "of 500 characters" in page
    assert "of 459 characters" in page
    assert "{{" not in page


def test_a_text_for_short_messages_shows_every_network_that_takes_it_and_says_what_is_too_long(client, noon):
    incident = updates.incident()
    texts = [updates.text(), updates.text("word " * 120, channel_kind="short")]
    draft = updates.draft(incident, texts=texts)
    client.force_login(accounts.user("Communications lead"))

    page = client.get(f"/admin/incidents/incident/{incident.pk}/room/?update={draft.pk}").content.decode()

    assert "Too long: it can't be published like this." in page
    assert '<details class="fits" open>' in page


def test_the_api_previews_the_same(client, webhook_receiver, noon):
    make.mastodon(webhook_receiver)
    draft = updates.draft(updates.incident(), texts=[updates.text("Long " * 200 + ".")])
    headers = accounts.authorization("incidents:read", owner=accounts.user("Scribe"))

    seen = client.get(f"/api/v1/updates/{draft.public_id}/preview/?channel_kind=any", **headers).json()
    short = client.get(f"/api/v1/updates/{draft.public_id}/preview/?channel_kind=short", **headers).json()

    (mastodon,) = seen["networks"]
    assert (mastodon["network"], mastodon["limit"], mastodon["too_long"]) == ("mastodon", 500, False)
    assert "… http" in mastodon["text"]
    assert {each["network"] for each in short["networks"]} == {"sms", "mastodon"}


def test_what_is_shown_is_what_is_sent(settings, webhook_receiver, noon):
    settings.SMS = gateway(webhook_receiver.url)
    incident = updates.incident()
    lead = updates.lead(incident)
    draft = updates.draft(incident)

    shown = queries.preview(draft, audience="general", channel_kind="any", language="ja").networks[0].text
    update = updates.published(incident, by=lead)
    sent = queries.preview(update, audience="general", channel_kind="any", language="ja").networks[0].text

    assert shown == sent
