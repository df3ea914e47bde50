"""What staff see of alerts without looking for it, and the words that wait for the lead."""

import pytest

from incidents.alerts import actions
from incidents.alerts.models import Proposal
from incidents.communication import tasks
from incidents.communication.models import Update
from incidents.subscribers import defaults
from tests.factories import accounts, alerts, catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(report):
    catalogue.severities()
    catalogue.component("playback", names={"fr": "Lecture", "ja": "再生"})
    _source, key = alerts.source()
    report("alertmanager", key, alerts.group("g1", alerts.firing("A")))
    return Proposal.objects.get()


@pytest.fixture
def incident(proposal):
    return actions.accept(proposal=proposal, by=people.actor(), at=proposal.last_at)


def test_the_home_page_asks_for_a_decision(client, proposal):
    client.force_login(accounts.user("Incident commander"))

    page = client.get("/admin/").content.decode()

    assert "Alerts ask for an incident" in page
    assert f"/admin/incidents/proposal/{proposal.pk}/do/accept/" in page


def test_the_room_shows_the_alerts_behind_the_incident(client, seeded, incident):
    client.force_login(accounts.user("Incident commander"))

    page = client.get(f"/admin/incidents/incident/{incident.pk}/room/").content.decode()

    assert "Playback fails" in page
    assert "alert firing" in page


def test_the_first_draft_waits_in_three_languages_and_stays_a_draft(seeded, incident):
    tasks.hold(incident.pk)
    tasks.hold(incident.pk)  # the queue may call twice

    draft = Update.objects.get()
    assert (draft.state, draft.phase) == ("draft", "holding")
    assert sorted(draft.variants.values_list("language", flat=True)) == ["en", "fr", "ja"]
    assert "{functions}" in draft.variants.get(language="ja").text
    incident.refresh_from_db()
    assert not incident.is_public


@pytest.fixture
def seeded(db, noon):
    defaults.seed(noon)
