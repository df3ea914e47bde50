"""Acknowledging, resolving, reopening, closing, merging, renaming, correcting."""

import pytest

from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents import signals
from incidents.response import actions as response
from incidents.response.errors import AlreadyMerged
from incidents.response.models import Incident
from incidents.response.states import ClosureReason, MoveNotAllowed, State
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """Names of the signals sent, in order."""
    names = []
    listeners = {
        name: (lambda told: lambda **_: names.append(told))(name) for name in ("resolved", "closed", "page_changed")
    }
    for name, listen in listeners.items():
        getattr(signals, name).connect(listen)
    yield names
    for name, listen in listeners.items():
        getattr(signals, name).disconnect(listen)


def last_line(incident):
    return incident.entries.order_by("-pk").first().text


def test_the_first_acknowledgement_counts(incident, rita, sam, later):
    response.acknowledge(incident=incident, by=sam, at=later(2))
    response.acknowledge(incident=incident, by=rita, at=later(5))

    incident.refresh_from_db()
    assert (incident.acknowledged_at, incident.acknowledged_by) == (later(2), "Sam Scribe")
    assert incident.entries.filter(data__what="acknowledged").count() == 1


def test_monitoring_means_mitigated_until_it_is_not(incident, rita, later):
    response.progress(incident=incident, to=State.MONITORING, by=rita, at=later(20), note="Rerouted.")
    incident.refresh_from_db()
    assert incident.mitigated_at == later(20)
    assert last_line(incident) == "Investigating → Monitoring: Rerouted."

    response.progress(incident=incident, to=State.INVESTIGATING, by=rita, at=later(25))
    incident.refresh_from_db()
    assert incident.mitigated_at is None


def test_resolving_ends_the_promise_of_a_next_update(incident, rita, later, heard):
    Incident.objects.filter(pk=incident.pk).update(next_update_at=later(30))

    done = response.resolve(incident=incident, by=rita, at=later(20), summary="Fixed.")

    assert (done.state, done.resolved_at, done.resolved_by, done.next_update_at) == (
        State.RESOLVED,
        later(20),
        "Rita Responder",
        None,
    )
    assert heard == ["resolved"]


def test_reopening_clears_the_end_and_the_audit_remembers_it(incident, rita, later):
    response.progress(incident=incident, to=State.MONITORING, by=rita, at=later(10))
    response.resolve(incident=incident, by=rita, at=later(20), summary="Fixed.")

    again = response.reopen(incident=incident, reason="Osaka fails again.", by=rita, at=later(30))

    assert again.state == State.INVESTIGATING
    assert (again.mitigated_at, again.impact_ended_at, again.resolved_at, again.resolved_by) == (None, None, None, "")
    assert last_line(incident) == "Reopened: Osaka fails again."
    event = AuditEvent.objects.get(kind="incidents.incident.reopened")
    assert event.data["reason"] == "Osaka fails again."
    assert event.data["before"]["resolved_at"] == later(20).isoformat()


def test_reopening_needs_a_reason(incident, rita, later):
    response.resolve(incident=incident, by=rita, at=later(20), summary="Fixed.")

    with pytest.raises(Invalid) as refusal:
        response.reopen(incident=incident, reason=" ", by=rita, at=later(30))
    assert list(refusal.value.fields) == ["reason"]


def test_a_false_alarm_is_closed_at_once(incident, rita, later, heard):
    playback = catalogue.component("playback")
    response.set_impact(incident=incident, component=playback, status="major_outage", by=rita, at=later(1))

    done = response.close(
        incident=incident, reason=ClosureReason.FALSE_ALARM, note="A test probe.", by=rita, at=later(3)
    )

    assert (done.state, done.closure_reason, done.closed_at) == (State.CLOSED, "false_alarm", later(3))
    assert not incident.impacts.filter(ended_at=None).exists()
    assert heard == ["closed"]
    assert last_line(incident) == "Closed: False alarm, final severity 3 Significant: A test probe."


def test_an_open_incident_is_not_closed_as_resolved(incident, rita, later):
    with pytest.raises(MoveNotAllowed) as refusal:
        response.close(incident=incident, reason=ClosureReason.RESOLVED, by=rita, at=later(3))
    assert "resolved" in refusal.value.allowed


@pytest.mark.parametrize("reason", [ClosureReason.DUPLICATE, "boredom"])
def test_only_merging_closes_a_duplicate(incident, rita, later, reason):
    with pytest.raises(Invalid) as refusal:
        response.close(incident=incident, reason=reason, by=rita, at=later(3))
    assert list(refusal.value.fields) == ["reason"]


def test_a_duplicate_is_closed_and_both_stories_name_the_other(incident, rita, later, heard):
    playback = catalogue.component("playback")
    copy = people.incident(by=rita, impacts=[response.ImpactInput(playback, "major_outage")])

    response.merge(incident=copy, into=incident, by=rita, at=later(5))

    copy.refresh_from_db()
    assert (copy.state, copy.closure_reason, copy.merged_into) == (State.CLOSED, "duplicate", incident)
    assert not copy.impacts.filter(ended_at=None).exists()
    assert last_line(copy) == "Duplicate of INC-2026-0001, closed"
    assert last_line(incident) == "INC-2026-0002 was merged into this incident as a duplicate"
    assert heard == ["closed"]


def test_merges_never_form_a_circle(incident, rita, later):
    second, third = people.incident(by=rita), people.incident(by=rita)
    response.merge(incident=incident, into=second, by=rita, at=later(1))
    response.merge(incident=second, into=third, by=rita, at=later(2))

    with pytest.raises(AlreadyMerged, match="INC-2026-0002"):
        response.merge(incident=third, into=incident, by=rita, at=later(3))
    with pytest.raises(Invalid):
        response.merge(incident=third, into=third, by=rita, at=later(3))
    third.refresh_from_db()
    assert third.state == State.INVESTIGATING


def test_what_is_closed_is_not_merged(incident, rita, later):
    other = people.incident(by=rita)
    response.close(incident=incident, reason=ClosureReason.FALSE_ALARM, by=rita, at=later(1))

    with pytest.raises(MoveNotAllowed):
        response.merge(incident=incident, into=other, by=rita, at=later(2))


def test_an_exercise_is_never_merged_with_what_is_real(incident, rita, later):
    drill = people.incident(by=rita, kind="drill")

    for one, other in ((drill, incident), (incident, drill)):
        with pytest.raises(Invalid) as refusal:
            response.merge(incident=one, into=other, by=rita, at=later(1))
        assert list(refusal.value.fields) == ["into"]


def test_a_title_is_changed_for_staff_and_readers(incident, rita, later, heard):
    Incident.objects.filter(pk=incident.pk).update(is_public=True)
    response.rename(
        incident=incident, title="Playback fails", titles={"fr": "Lecture", "ja": "再生"}, by=rita, at=later(1)
    )

    response.rename(
        incident=incident, title="Playback fails in Japan", titles={"fr": "La lecture échoue", "ja": ""}, by=rita,
        at=later(2),
    )  # fmt: skip

    incident.refresh_from_db()
    assert (incident.title, incident.title_in("fr")) == ("Playback fails in Japan", "La lecture échoue")
    assert not incident.translations.filter(language="ja").exists()
    assert last_line(incident) == "Renamed from “Playback fails” to “Playback fails in Japan”"
    assert heard == ["page_changed", "page_changed"]


@pytest.mark.parametrize(
    ("title", "titles", "field"), [("", {}, "title"), ("x" * 201, {}, "title"), ("x", {"xx": "?"}, "titles")]
)
def test_a_title_that_cannot_be_is_refused(incident, rita, later, title, titles, field):
    with pytest.raises(Invalid) as refusal:
        response.rename(incident=incident, title=title, titles=titles, by=rita, at=later(1))
    assert list(refusal.value.fields) == [field]
    incident.refresh_from_db()
    assert incident.title == "Playback fails for some customers"


def test_a_moment_is_corrected_and_the_old_one_kept(incident, rita, noon, later):
    began = noon.replace(hour=11)

    response.set_milestone(
        incident=incident, name="impact_started_at", to=began, reason="The first complaint.", by=rita, at=later(5)
    )

    incident.refresh_from_db()
    assert incident.impact_started_at == began
    event = AuditEvent.objects.get(kind="incidents.incident.milestone_corrected")
    assert (event.data["before"], event.data["after"]) == (
        {"impact_started_at": None},
        {"impact_started_at": began.isoformat()},
    )
    assert "The first complaint." in last_line(incident)


@pytest.mark.parametrize(
    ("name", "minutes", "reason", "field"),
    [
        ("birthday", 0, "?", "name"),
        ("detected_at", 1, "?", "to"),
        ("acknowledged_at", -1, "?", "to"),
        ("acknowledged_at", 500, "?", "to"),
        ("declared_at", None, "?", "to"),
        ("detected_at", 0, " ", "reason"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(incident, rita, later, name, minutes, reason, field):
    to = None if minutes is None else later(minutes)

    with pytest.raises(Invalid) as refusal:
        response.set_milestone(incident=incident, name=name, to=to, reason=reason, by=rita, at=later(60))
    assert list(refusal.value.fields) == [field]


def test_the_end_of_what_has_ended_is_corrected_but_not_removed(incident, rita, later):
    response.resolve(incident=incident, by=rita, at=later(20), summary="Fixed.")

    with pytest.raises(Invalid):
        response.set_milestone(incident=incident, name="resolved_at", to=None, reason="?", by=rita, at=later(30))
    done = response.set_milestone(
        incident=incident, name="resolved_at", to=later(25), reason="Typo.", by=rita, at=later(30)
    )
    assert done.resolved_at == later(25)


def test_an_empty_note_is_refused_and_a_note_stays_as_it_was_written(incident, ann, later):
    with pytest.raises(Invalid) as refusal:
        response.note(incident=incident, text=" \n", by=ann, at=later(1))
    assert list(refusal.value.fields) == ["text"]

    assert response.note(incident=incident, text=" Twelve calls. ", by=ann, at=later(1)).text == "Twelve calls."


def test_nothing_happens_before_the_declaration(incident, rita, later):
    with pytest.raises(Invalid) as refusal:
        response.progress(incident=incident, to=State.IDENTIFIED, by=rita, at=later(-1))
    assert list(refusal.value.fields) == ["at"]


def test_every_change_counts_the_version_up(incident, rita, later):
    before = incident.version

    response.progress(incident=incident, to=State.IDENTIFIED, by=rita, at=later(1))

    incident.refresh_from_db()
    assert (incident.version, incident.updated_at) == (before + 1, later(1))
