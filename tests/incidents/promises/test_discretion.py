"""What our own people are sent names no supplier, however it was typed: letters leave the house (practice P9)."""

from datetime import timedelta

import pytest

from core.actor import SYSTEM
from core.delivery.models import Broadcast, Content
from incidents.communication import actions as communication
from incidents.facts import actions as facts
from incidents.promises import actions
from incidents.response import actions as response
from incidents.response import discretion
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.factories import accounts, catalogue, decisions
from tests.factories import communication as updates
from tests.incidents.promises.conftest import reachable


@pytest.fixture
def named(incident, noon) -> Incident:
    """An incident, and a component, called by the supplier's name."""
    supplier = catalogue.third_party("Farlane CDN", en="a network we rent", fr="un réseau que nous louons")
    supplier.spellings = ["Farlane"]
    supplier.save()
    Incident.objects.filter(pk=incident.pk).update(title="Farlane CDN is down")
    edge = catalogue.component("edge", name="FARLANE-CDN edge")
    response.set_impact(incident=incident, component=edge, status="major_outage", by=SYSTEM, at=noon)
    incident.refresh_from_db()
    return incident


def sent() -> str:
    rows = Content.objects.order_by("pk")
    return "\n".join(f"{row.subject} {row.text} {row.html} {row.broadcast.label}" for row in rows)


def holds(*aliases: str) -> None:
    text = sent()
    assert "farlane" not in text.lower()
    assert all(alias in text for alias in aliases), text


def test_reminders(named, lead, noon):
    reachable("Rita Responder")
    updates.published(named, by=lead, at=noon)
    Content.objects.all().delete()  # what readers were told
    actions.remind(incident=named, by=SYSTEM, at=noon + timedelta(minutes=75))

    holds("A network we rent is down", "Un réseau que nous louons is down")


def test_questions_about_facts(named, noon):
    sue = accounts.user("Support agent", email="sue@staff.test", locale="fr")
    due = noon + timedelta(minutes=9)
    facts.ask(
        incident=named, key="symptom", user=sue, note="Panne de farlane ?", due_at=due, by=updates.lead(named), at=noon
    )

    holds("Un réseau que nous louons is down", "Panne de un réseau que nous louons ?")


def test_calls(named, lead, noon):
    response.call(incident=named, role=Role.DEPUTY, by=lead, at=noon)
    accounts.user("Communications lead", email="paul@staff.test")
    response.call(incident=named, role=Role.COMMUNICATIONS_LEAD, by=lead, at=noon)

    holds("A network we rent edge")


def test_signatures(named, lead, noon):
    legal = decisions.legal()
    reachable("Lena Lead", "fr")
    draft = updates.draft(named, texts=decisions.naming())
    (row,) = communication.ask_signatures(update=draft, by=lead, at=noon)
    communication.refuse(signature=row, reason="Farlane has not agreed.", by=legal, at=noon)

    holds("A network we rent is down", "Un réseau que nous louons has not agreed.")


def test_an_alarm_tells_the_label_of_what_nobody_received(named, lead, noon):
    updates.published(named, by=lead, at=noon)

    labels = " ".join(Broadcast.objects.values_list("label", flat=True))
    assert "A network we rent is down" in labels
    assert "farlane" not in labels.lower()


def test_without_anybody_who_knows_the_suppliers_nothing_is_written(monkeypatch):
    monkeypatch.setattr(discretion, "_providers", [])
    with pytest.raises(LookupError):
        discretion.veil()
