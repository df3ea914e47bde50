"""Sixty payloads in every text that readers and staff see (reliability X01): nothing acts anywhere."""

import xml.etree.ElementTree as xml

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.delivery.models import Content
from incidents.catalogue.models import ThirdParty
from incidents.response import actions as response
from incidents.statuspages import snapshot
from tests.factories import accounts, catalogue
from tests.factories import communication as updates
from tests.factories import response as people
from tests.factories import statuspages as pages
from tests.payloads import PAGE, PAYLOADS, harm_in

pytestmark = pytest.mark.django_db


def say(payload: str):
    """An incident whose every text is `payload`; braces are a placeholder's, so they go elsewhere."""
    words = payload.replace("{", "(").replace("}", ")").replace("\x00", "")
    region = catalogue.region("france", name=words[:120])
    component = catalogue.component("playback", name=words[:120], names={"fr": words[:120]}, regions=(region,))
    component.description = words
    component.save()
    supplier = ThirdParty.objects.create(name=f"Acme {words[:100]}")
    pages.statuspage(name=words[:120])
    incident = updates.incident(
        title=words[:200],
        titles={"fr": words[:200], "ja": words[:200]},
        impacts=[response.ImpactInput(component, "major_outage", region)],
        third_party=supplier,
        at=timezone.now(),
    )
    texts = [updates.text(words, language, subject=words[:200]) for language in ("en", "fr", "ja")]
    texts.append(updates.text(words, audience="technical"))
    update = updates.published(incident, texts=texts, at=incident.declared_at)
    response.note(incident=incident, text=words, by=people.actor(), at=incident.declared_at)
    return update


def shown_to_readers(at) -> dict[str, str]:
    bundle = snapshot.build(sequence=1, at=at, previous=None)
    return {f"{entry.language} {entry.path}": entry.plain.decode() for entry in bundle.entries if entry.kind}


def acting(pages: dict[str, str]) -> dict[str, list[str]]:
    found = {}
    for path, text in pages.items():
        if text.lstrip().lower().startswith("<!doctype html"):
            found[path] = harm_in(text, ours=PAGE)
        elif text.lstrip().startswith("<?xml"):
            # Titles of Atom are plain text; content of Atom and description of RSS are read as HTML.
            marked = [each for each in xml.fromstring(text).iter() if _is_html(each)]
            found[path] = [harm for each in marked for harm in harm_in(each.text or "")]
    return found


def _is_html(element: xml.Element) -> bool:
    return element.get("type") == "html" or element.tag == "description"


def seen_by_staff(client, update) -> dict[str, str]:
    client.force_login(accounts.user(is_superuser=True))
    incident = update.incident
    addresses = [
        reverse("admin:incidents_update_change", args=[update.pk]),
        reverse("admin:incidents_update_changelist"),
        reverse("admin:incidents_incident_change", args=[incident.pk]),
        reverse("admin:incidents_incident_changelist"),
        reverse("admin:room", args=[incident.pk]),
        reverse("admin:index"),
    ]
    return {address: client.get(address).content.decode() for address in addresses}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_acts_on_a_page_in_a_feed_or_in_a_mail(payload):
    update = say(payload)

    seen = acting(shown_to_readers(update.published_at))
    mails = [row.html for row in Content.objects.filter(channel_kind="email")]

    assert len(seen) > 10
    assert {path: harm for path, harm in seen.items() if harm} == {}
    assert [harm for mail in mails for harm in harm_in(mail)] == []


def test_no_payload_acts_before_staff(client):
    """All at once: a page of the staff interface costs more than one of the public."""
    for number, payload in enumerate(PAYLOADS):
        if number % 6:
            continue
        with transaction.atomic():
            seen = acting(seen_by_staff(client, say(payload)))
            transaction.set_rollback(True)

        assert len(seen) == 6
        assert {path: harm for path, harm in seen.items() if harm} == {}, payload
