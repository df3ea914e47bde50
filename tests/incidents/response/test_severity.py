"""Deciding the severity: anyone raises, only command lowers, both with what was known."""

import pytest

from core.actor import Refused
from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents import signals
from incidents.response import actions as response
from incidents.response.states import MoveNotAllowed
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes():
    heard = []

    def listen(incident, before, **_):
        heard.append((before and before.pk, incident.severity_id))

    signals.severity_changed.connect(listen)
    yield heard
    signals.severity_changed.disconnect(listen)


def test_any_responder_raises_it(incident, sam, later, changes):
    raised = response.classify(incident=incident, level=catalogue.severity(5), by=sam, at=later(5))

    assert raised.severity_id == 5
    assert changes == [(3, 5)]
    assert incident.entries.order_by("-pk").first().text == "Severity raised from 3 Significant to 5 Severe"


def test_only_command_lowers_it(incident, rita, sam, later, changes):
    two = catalogue.severity(2)
    with pytest.raises(Refused):
        response.classify(incident=incident, level=two, reason="It is only us.", by=sam, at=later(5))

    lowered = response.classify(incident=incident, level=two, reason="Only the test region.", by=rita, at=later(6))

    assert lowered.severity_id == 2
    assert changes == [(3, 2)]


def test_the_right_to_command_lowers_it_only_with_a_role_on_this_incident(incident, rita, later):
    olga, other = people.person("Olga Other", "Incident commander")
    two = catalogue.severity(2)
    with pytest.raises(Refused):
        response.classify(incident=incident, level=two, reason="Trust me.", by=other, at=later(1))

    response.assign(incident=incident, role="liaison", user=olga, by=rita, at=later(2))

    assert response.classify(incident=incident, level=two, reason="Seen.", by=other, at=later(3)).severity_id == 2


def test_lowering_needs_a_reason(incident, rita, later):
    with pytest.raises(Invalid) as refusal:
        response.classify(incident=incident, level=catalogue.severity(1), reason="  ", by=rita, at=later(1))

    assert list(refusal.value.fields) == ["reason"]
    incident.refresh_from_db()
    assert incident.severity_id == 3


def test_new_answers_change_the_proposal_beside_the_decision(incident, sam, later):
    answers = {"share": "over_50", "functions": "one_core"}

    response.classify(incident=incident, level=catalogue.severity(4), answers=answers, by=sam, at=later(5))

    incident.refresh_from_db()
    assert (incident.severity_id, incident.proposed_severity_id) == (4, 5)
    entry = incident.entries.order_by("-pk").first()
    assert (entry.data["answers"], entry.data["proposed"]) == (answers, 5)
    event = AuditEvent.objects.get(kind="incidents.incident.classified")
    assert (event.data["before"]["severity"], event.data["after"]["severity"]) == (3, 4)


def test_the_same_level_again_changes_nothing(incident, sam, later, changes):
    lines = incident.entries.count()

    response.classify(incident=incident, level=catalogue.severity(3), by=sam, at=later(5))

    assert incident.entries.count() == lines
    assert changes == []


def test_what_is_closed_keeps_its_severity(incident, rita, later):
    response.resolve(incident=incident, by=rita, at=later(1), summary="Done")
    response.close(incident=incident, by=rita, at=later(2), reason="resolved")

    with pytest.raises(MoveNotAllowed):
        response.classify(incident=incident, level=catalogue.severity(5), by=rita, at=later(3))


def test_the_final_severity_is_the_one_decided_last_unless_hindsight_says_otherwise(incident, rita, later):
    other = people.incident(by=rita)
    for each, hindsight in ((incident, None), (other, catalogue.severity(5))):
        response.resolve(incident=each, by=rita, at=later(1), summary="Done")
        response.close(incident=each, by=rita, at=later(2), reason="resolved", final_severity=hindsight)
        each.refresh_from_db()

    assert (incident.final_severity_id, other.final_severity_id) == (3, 5)
    assert other.severity_id == 3
