"""A supplier's real name leaves the page only in the very text that legal has signed (practice P9)."""

from datetime import timedelta

import pytest

from core.delivery.models import Content
from core.text.translations import Language
from incidents.catalogue.models import Component
from incidents.communication import actions as communication
from incidents.communication import queries
from incidents.communication.states import ChannelKind
from incidents.response import actions as response
from incidents.wording.linter import names
from tests.factories import catalogue, decisions, subscribers
from tests.factories import communication as updates
from tests.factories import statuspages as pages

KNOWN = [("Farlane CDN", "Farlane")]
READERS = ("technical", "key_customers", "staff")  # they read the technical text where none is written for them
OFF_THE_PAGE = [ChannelKind.EMAIL, ChannelKind.SHORT, ChannelKind.CHAT, ChannelKind.WEBHOOK]


def leaks(text: object) -> bool:
    return bool(names.places(str(text), KNOWN))


@pytest.fixture
def incident(db, noon):
    """The supplier's name in the title, in a component's name, and in the canonical text."""
    supplier = catalogue.third_party("Farlane CDN", en="a network we rent")
    supplier.spellings = ["Farlane"]
    supplier.save()
    pages.statuspage()
    component = catalogue.component("video", name="Video by Farlane")
    Component.objects.filter(pk=component.pk).update(third_party=supplier)
    impacts = [response.ImpactInput(component, "major_outage", catalogue.region("france"))]
    found = updates.incident(title="Farlane CDN has failed", impacts=impacts)
    subscribers.confirmed("ada@example.org")
    return found


def told(incident, kind: str, *, audience: str = "technical", at, sign: bool = True):
    """One update whose every text names the supplier, one of them signed for `kind` in English."""
    lead = updates.lead(incident)
    texts = [updates.text("Farlane has failed. We are sorry.", language) for language in Language.values]
    texts.append(
        updates.text("Farlane CDN lost a ring. We are sorry.", channel_kind=kind, audience=audience, subject="Farlane")
    )
    draft = updates.draft(incident, texts=texts)
    (row,) = communication.ask_signatures(update=draft, by=lead, at=at)
    if sign:
        communication.sign(signature=row, digest=row.digest, by=decisions.legal(), at=at)
        communication.publish(update=draft, by=lead, at=at)
    draft.refresh_from_db()
    return draft


def where(update, at) -> set[tuple[str, str, str]]:
    """Everywhere off the page where the words of `update` name the supplier."""
    found = set()
    for kind in OFF_THE_PAGE:
        for audience in ("general", *READERS):
            for language in Language.values:
                made = queries.preview(update, audience=audience, channel_kind=kind, language=language, at=at)
                if leaks(f"{made.subject} {made.text} {made.html} {made.payload} {made.networks}"):
                    found.add((str(kind), audience, language))
    return found


@pytest.mark.parametrize("kind", OFF_THE_PAGE)
def test_the_name_stands_in_the_signed_text_and_nowhere_else(incident, noon, kind):
    update = told(incident, kind, at=noon)

    assert where(update, noon) == {(kind, audience, "en") for audience in READERS}
    carried = {(row.channel_kind, row.audience, row.language) for row in Content.objects.all() if leaks(vars(row))}
    by_subscription = {(kind, audience, "en") for audience in READERS} if kind in ("email", "webhook") else set()
    assert carried == by_subscription


def test_the_title_and_the_components_beside_a_signed_text_keep_the_alias(incident, noon):
    update = told(incident, "email", at=noon)

    mail = queries.preview(update, audience="technical", channel_kind="email", language="en", at=noon)
    _before, _signed, rest = mail.text.partition("lost a ring")

    assert "Farlane CDN lost a ring" in mail.text
    assert not leaks(rest)
    assert "a network we rent" in rest.lower()


@pytest.mark.parametrize("kind", OFF_THE_PAGE)
def test_unsigned_it_stands_nowhere_not_even_in_the_preview(incident, noon, kind):
    assert where(told(incident, kind, at=noon, sign=False), noon) == set()


def test_a_signature_for_one_message_is_none_for_the_next(incident, noon):
    told(incident, "webhook", at=noon)
    lead = updates.lead(incident)
    later = noon + timedelta(minutes=5)
    draft = updates.draft(
        incident, texts=[updates.text("Farlane is back soon. We are sorry.", each) for each in Language.values]
    )
    communication.publish(update=draft, by=lead, at=later)

    made = queries.preview(draft, audience="technical", channel_kind="webhook", language="en", at=later)
    newest, earlier = made.payload["incident"]["incident_updates"][:2]
    assert not leaks(newest["body"])
    assert "Farlane CDN lost a ring" in earlier["body"]  # as it was signed for this very channel
    assert where(draft, later) == {("webhook", audience, "en") for audience in READERS}


@pytest.mark.parametrize("path", ["/history.atom", "/live.json", "/api/v2/incidents.json", "/widget.json"])
def test_what_machines_read_keeps_the_alias(incident, noon, client, path):
    told(incident, "webhook", at=noon)

    answer = client.get(path)

    assert answer.status_code == 200
    assert not leaks(answer.content.decode())


def test_words_changed_after_signing_lose_the_name_at_once(incident, noon):
    lead = updates.lead(incident)
    draft = updates.draft(incident, texts=decisions.naming())
    (row,) = communication.ask_signatures(update=draft, by=lead, at=noon)
    communication.sign(signature=row, by=decisions.legal(), at=noon)
    assert where(draft, noon) == {("email", audience, "en") for audience in ("general", *READERS)}

    other = [*updates.texts(), updates.text("Farlane CDN has failed badly. Sorry.", channel_kind="email")]
    communication.revise(update=draft, version=1, texts=other, by=lead, at=noon)

    draft.refresh_from_db()
    assert where(draft, noon) == set()
