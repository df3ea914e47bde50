"""Declaring: what is kept, who commands, and what is refused before anything is written."""

from datetime import UTC, datetime

import pytest

from core.actor import SYSTEM, Refused
from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents import signals
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


def test_whoever_declares_commands(incident, rita):
    held = incident.assignments.get()

    assert (held.role, held.user_id, held.from_at) == (Role.COMMANDER, rita.user_id, incident.declared_at)


def test_a_program_that_declares_commands_nothing(noon):
    assert not people.incident(by=SYSTEM, at=noon).assignments.exists()


def test_the_story_begins_with_the_declaration(incident):
    assert [entry.text for entry in incident.entries.order_by("pk")] == [
        "Declared: Playback fails for some customers (Unplanned)",
        "Severity set to 3 Significant",
        "Incident commander: Rita Responder",
    ]


def test_the_proposal_its_reasons_and_the_decision_are_all_kept(rita, noon):
    answers = {"data_exposed": "yes", "share": "under_5"}

    incident = people.incident(by=rita, at=noon, severity=catalogue.severity(4), answers=answers)

    assert (incident.severity_id, incident.proposed_severity_id) == (4, 5)
    assert {"level": 5, "criterion": "data_exposed"} in incident.severity_reasons
    proposed = incident.entries.get(data__what="proposed")
    assert (proposed.data["answers"], proposed.data["proposed"]) == (answers, 5)


def test_impacts_begin_with_the_impact(rita, noon):
    playback, japan = catalogue.component("playback"), catalogue.region("japan")
    began = noon.replace(hour=11)

    incident = people.incident(
        by=rita,
        at=noon,
        impact_started_at=began,
        impacts=[response.ImpactInput(playback, "major_outage", japan)],
    )

    row = incident.impacts.get()
    assert (row.component, row.region, row.started_at) == (playback, japan, began)


def test_it_is_audited_and_told_to_who_listens(rita, noon):
    heard = []

    def listen(incident, by, at, **_):
        heard.append((incident.title, by, at))

    signals.declared.connect(listen)
    try:
        people.incident(by=rita, at=noon)
    finally:
        signals.declared.disconnect(listen)

    assert heard == [("Playback fails for some customers", rita, noon)]
    event = AuditEvent.objects.get(kind="incidents.incident.declared")
    assert (event.actor_label, event.object_ref) == ("Rita Responder", "INC-2026-0001")


def test_a_drill_is_marked_for_good(rita, noon):
    drill = people.incident(by=rita, at=noon, kind="drill")

    assert list(Incident.objects.real()) == []
    assert drill.kind == "drill"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"title": "   "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"kind": "disaster"}, "kind"),
        ({"kind": "maintenance"}, "scheduled_for"),
        ({"kind": "maintenance", "scheduled_for": datetime(2026, 3, 3, tzinfo=UTC)}, "scheduled_until"),
        ({"impact_started_at": datetime(2026, 3, 3, tzinfo=UTC)}, "impact_started_at"),
        ({"detected_at": datetime(2026, 3, 3, tzinfo=UTC)}, "detected_at"),
        (
            {
                "impact_started_at": datetime(2026, 3, 2, 11, tzinfo=UTC),
                "detected_at": datetime(2026, 3, 2, 10, tzinfo=UTC),
            },
            "detected_at",
        ),
        ({"answers": {"share": "lots"}}, "answers"),
        ({"titles": {"xx": "?"}}, "titles"),
    ],
)
def test_what_cannot_be_is_refused_naming_the_field(rita, noon, fields, named):
    with pytest.raises(Invalid) as refusal:
        people.incident(by=rita, at=noon, **fields)

    assert list(refusal.value.fields) == [named]
    assert not Incident.objects.exists()


def test_a_component_is_impaired_once_per_region_and_only_where_it_is_offered(rita, noon):
    france, japan = catalogue.region("france"), catalogue.region("japan")
    playback = catalogue.component("playback", regions=(france,))

    for places in ([france, france], [japan]):
        with pytest.raises(Invalid) as refusal:
            people.incident(
                by=rita, at=noon, impacts=[response.ImpactInput(playback, "major_outage", place) for place in places]
            )
        assert list(refusal.value.fields) == ["impacts"]
    assert not Incident.objects.exists()


def test_an_outsider_declares_nothing(outsider, noon):
    with pytest.raises(Refused):
        people.incident(by=outsider, at=noon)

    assert not Incident.objects.exists()


def test_references_count_up_within_the_year_they_were_declared(rita, noon):
    told = [people.incident(by=rita, at=at).reference for at in (noon, noon.replace(year=2025), noon, noon)]

    assert told == ["INC-2026-0001", "INC-2025-0001", "INC-2026-0002", "INC-2026-0003"]


def test_the_year_is_that_of_the_moment_in_utc(rita):
    new_year_in_tokyo = datetime.fromisoformat("2026-01-01T08:00:00+09:00")

    assert people.incident(by=rita, at=new_year_in_tokyo).reference == "INC-2025-0001"
