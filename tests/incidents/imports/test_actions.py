"""History comes over as it was: ids, times, texts; twice is once; nobody is told."""

import copy
import json
import os
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.actor import SYSTEM
from core.audit.models import AuditEvent
from core.delivery.models import Broadcast, Delivery
from incidents.catalogue.models import Component
from incidents.communication.models import Update
from incidents.imports import actions, statuspage
from incidents.response.models import Impact, Incident
from incidents.subscribers import defaults
from tests.architecture.source import ROOT

HISTORY = json.loads((ROOT / "tests/data/statuspage-history.json").read_text())
WHOLE = Path(
    os.environ.get("CANDOR_HISTORY", ROOT.parent / "shared/data/history"),
    "statuspage-incidents.json",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def document(noon):
    defaults.seed(noon)
    return copy.deepcopy(HISTORY)


def bring(document, noon, by=SYSTEM):
    return actions.import_statuspage(export=statuspage.read(document), by=by, at=noon)


def test_ids_times_texts_and_states_are_kept(document, noon):
    bring(document, noon)

    for data in document["incidents"]:
        incident = Incident.objects.get(public_id=data["id"])
        assert incident.title == data["name"]
        assert incident.state == data["status"]
        assert incident.imported_impact == data["impact"]
        assert incident.declared_at == datetime.fromisoformat(data["created_at"])
        assert incident.updated_at == datetime.fromisoformat(data["updated_at"])
        assert incident.is_public
        told = incident.updates.published().order_by("-sequence").prefetch_related("variants")
        assert [(u.public_id, u.published_at, u.variants.get().text) for u in told] == [
            (u["id"], datetime.fromisoformat(u["display_at"]), u["body"]) for u in data["incident_updates"]
        ]


def test_components_are_created_once_with_their_ids(document, noon):
    report = bring(document, noon)

    ids = {row["id"] for data in document["incidents"] for row in data["components"]}
    assert set(Component.objects.values_list("public_id", flat=True)) == ids
    assert report.components_created == len(ids)


def test_a_component_known_by_name_is_not_created_again(document, noon):
    bring(document, noon)
    Component.objects.filter(name="Actions").update(public_id="ourownactns1")
    Impact.objects.all().delete()

    assert bring(document, noon).components_created == 0


def test_maintenance_keeps_its_window(document, noon):
    bring(document, noon)

    data = next(data for data in document["incidents"] if data["impact"] == "maintenance")
    incident = Incident.objects.get(public_id=data["id"])
    assert (incident.kind, incident.state) == ("maintenance", "completed")
    assert incident.scheduled_for == datetime.fromisoformat(data["scheduled_for"])
    assert incident.scheduled_until == datetime.fromisoformat(data["scheduled_until"])


def test_references_follow_the_order_of_time(document, noon):
    bring(document, noon)

    for year in {incident.declared_at.year for incident in Incident.objects.all()}:
        rows = Incident.objects.filter(declared_at__year=year).order_by("declared_at", "public_id")
        references = list(rows.values_list("reference", flat=True))
        assert references == sorted(references)


def test_a_second_run_changes_nothing(document, noon):
    bring(document, noon)
    before = list(Incident.objects.order_by("pk").values())
    events = AuditEvent.objects.count()

    report = bring(document, noon)

    assert not report.changed
    assert report.unchanged == len(document["incidents"])
    assert list(Incident.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == events


def test_what_changed_in_the_file_changes_here(document, noon):
    bring(document, noon)
    incident = document["incidents"][0]
    incident["name"] = "A better name"
    incident["incident_updates"][0]["body"] += " Corrected."
    incident["incident_updates"].insert(0, {**incident["incident_updates"][0], "id": "laterupdate1"})

    report = bring(document, noon)

    assert (report.created, report.updated) == (0, 1)
    assert (report.updates_created, report.updates_changed) == (1, 1)
    stored = Incident.objects.get(public_id=incident["id"])
    assert stored.title == "A better name"
    assert stored.last_sequence == len(incident["incident_updates"])
    assert stored.updates.get(public_id="laterupdate1").sequence == stored.last_sequence


def test_an_incident_declared_here_is_never_overwritten(document, noon):
    bring(document, noon)
    incident = document["incidents"][0]
    Incident.objects.filter(public_id=incident["id"]).update(imported_from="", title="Ours")
    incident["name"] = "Theirs"

    report = bring(document, noon)

    assert "does not come from" in str(report.problems[0])
    assert Incident.objects.get(public_id=incident["id"]).title == "Ours"


def test_nobody_is_told(document, noon):
    bring(document, noon)

    assert not Broadcast.objects.exists()
    assert not Delivery.objects.exists()


def test_an_outsider_cannot_import(document, noon, outsider):
    with pytest.raises(PermissionDenied):
        bring(document, noon, by=outsider)

    assert not Incident.objects.exists()


def test_markup_in_a_text_stays_text(document, noon):
    document["incidents"][0]["incident_updates"][0]["body"] = "<script>alert(1)</script> [x](javascript:alert(1))"

    bring(document, noon)

    update = Update.objects.get(public_id=document["incidents"][0]["incident_updates"][0]["id"])
    assert "<script" not in update.variants.get().html
    assert 'href="javascript' not in update.variants.get().html


@pytest.mark.timed
def test_the_whole_history_comes_over_in_ten_seconds(document, noon):
    if not WHOLE.exists():
        pytest.skip(f"the whole history is not at {WHOLE} (tests/data/README.md)")
    whole = json.loads(WHOLE.read_text())
    start = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        report = bring(whole, noon)

    assert time.monotonic() - start < 10
    assert report.problems == []
    assert (report.created, report.updates_created) == (607, 3280)
    assert len(queries) / report.created < 1
