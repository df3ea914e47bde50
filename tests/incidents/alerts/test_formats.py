"""Grafana, a supplier's Statuspage, and any JSON through a mapping."""

import pytest

from incidents.alerts.models import Proposal
from tests.factories import alerts, catalogue

pytestmark = pytest.mark.django_db
INCIDENT = {
    "meta": {"unsubscribe": "https://s.example/u"},
    "page": {"id": "p1", "status_indicator": "major", "url": "https://status.supplier.example"},
    "incident": {
        "id": "abc",
        "name": "Edge nodes unreachable",
        "status": "investigating",
        "impact": "major",
        "created_at": "2026-03-02T11:50:00Z",
        "shortlink": "https://stspg.example/1",
        "incident_updates": [{"body": "We are looking into it.", "status": "investigating"}],
        "components": [{"id": "c1", "name": "CDN"}],
    },
}


def test_grafana_is_read_like_alertmanager_with_its_own_links(report):
    _source, key = alerts.source("grafana")
    alert = alerts.firing("A") | {"panelURL": "https://grafana.example/d/1?viewPanel=2", "values": {"B": 22.9}}

    report("grafana", key, alerts.group("g1", alert) | {"orgId": 1, "title": "[FIRING:1] A"})

    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.link) == ("Playback fails", "https://grafana.example/d/1?viewPanel=2")


def test_a_suppliers_incident_proposes_and_its_end_ends(report):
    cdn = catalogue.component("cdn")
    _source, key = alerts.source("statuspage", components={"CDN": "cdn"})

    report("statuspage", key, INCIDENT)
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.level, proposal.component) == ("Edge nodes unreachable", 3, cdn)

    over = INCIDENT["incident"] | {"status": "resolved", "resolved_at": "2026-03-02T12:30:00Z"}
    report("statuspage", key, INCIDENT | {"incident": over})
    proposal.refresh_from_db()
    assert proposal.status == "resolved"


def test_a_suppliers_component_proposes_until_it_is_operational(report):
    _source, key = alerts.source("statuspage")
    body = {
        "page": {"id": "p1"},
        "component": {"id": "c1", "name": "CDN", "status": "major_outage"},
        "component_update": {"new_status": "major_outage", "created_at": "2026-03-02T11:50:00Z"},
    }

    report("statuspage", key, body)
    assert Proposal.objects.get().level == 4

    body["component_update"] = {"new_status": "operational", "created_at": "2026-03-02T12:50:00Z"}
    report("statuspage", key, body)
    assert Proposal.objects.get().state == "expired"


def test_any_json_is_read_through_the_mapping_of_the_source(report):
    mapping = {"title": "check.name", "key": "check.id", "status": "state", "severity": "tags.0", "resolved_when": "UP"}
    _source, key = alerts.source("generic", mapping=mapping)
    body = {"check": {"name": "Sign-in", "id": 7}, "state": "DOWN", "tags": ["warning"]}

    report("generic", key, body)
    assert (Proposal.objects.get().title, Proposal.objects.get().level) == ("Sign-in", 2)

    report("generic", key, body | {"state": "UP"})
    assert Proposal.objects.get().state == "expired"


def test_json_without_a_title_is_refused_naming_where_it_was_looked_for(report):
    _source, key = alerts.source("generic", mapping={"title": "check.name"})

    answer = report("generic", key, {"check": {}})

    assert answer.status_code == 400
    assert "check.name" in answer.json()["detail"]
