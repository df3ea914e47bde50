"""A person decides what becomes of a proposal, once."""

import pytest

from core.actor import Refused
from incidents.alerts import actions
from incidents.alerts.errors import AlreadyDecided, IncidentOver
from incidents.alerts.models import Proposal
from incidents.response import actions as response
from incidents.response.models import Impact, Incident
from tests.factories import alerts, catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(report):
    catalogue.severities()
    catalogue.component("playback")
    _source, key = alerts.source()
    report("alertmanager", key, alerts.group("g1", alerts.firing("A")))
    return Proposal.objects.get()


@pytest.fixture
def later(proposal):
    return proposal.last_at


def test_accepting_declares_an_incident_from_what_the_alerts_say(proposal, later):
    incident = actions.accept(proposal=proposal, by=people.actor(), at=later)

    assert (incident.title, incident.severity_id, incident.is_public) == ("Playback fails", 4, False)
    assert incident.impact_started_at == proposal.first_at
    assert Impact.objects.get().component.slug == "playback"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.incident) == ("accepted", incident)


def test_the_second_to_decide_is_told_who_was_first(proposal, later):
    actions.accept(proposal=proposal, by=people.actor("Fast Fiona"), at=later)

    with pytest.raises(AlreadyDecided, match="Fast Fiona"):
        actions.accept(proposal=proposal, by=people.actor("Slow Sam"), at=later)

    assert Incident.objects.count() == 1


def test_an_observer_decides_nothing(proposal, later):
    watcher = people.actor("Otto Observer", "Observer")

    for decide in (
        lambda: actions.accept(proposal=proposal, by=watcher, at=later),
        lambda: actions.dismiss(proposal=proposal, reason="noise", by=watcher, at=later),
    ):
        with pytest.raises(Refused):
            decide()

    proposal.refresh_from_db()
    assert (proposal.state, Incident.objects.count()) == ("open", 0)


def test_alerts_join_an_incident_that_is_open_and_no_other(proposal, later):
    incident = people.incident(at=later)

    actions.attach(proposal=proposal, incident=incident, by=people.actor(), at=later)

    assert incident.proposals.get() == proposal
    assert incident.entries.filter(text__contains="Playback fails").exists()


def test_alerts_cannot_join_what_is_over(proposal, later):
    incident = people.incident(at=later)
    response.resolve(incident=incident, by=people.actor(), at=later, summary="done")

    with pytest.raises(IncidentOver):
        actions.attach(proposal=proposal, incident=incident, by=people.actor(), at=later)

    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_when_every_alert_is_over_the_incident_asks_for_monitoring_and_moves_nothing(proposal, later, report):
    incident = actions.accept(proposal=proposal, by=people.actor(), at=later)
    key = actions.rotate_key(source=proposal.source, by=people.actor(role="Administrator"), at=later)

    report("alertmanager", key, alerts.group("g1", alerts.firing("A", status="resolved"), status="resolved"))

    incident.refresh_from_db()
    assert incident.state == "investigating"
    assert incident.entries.filter(text__contains="Monitoring is the next step").exists()
