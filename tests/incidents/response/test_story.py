"""An incident from start to end, by the actions alone."""

from datetime import timedelta

import pytest

from incidents.response import actions as response
from incidents.response.states import ClosureReason, Role, State
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_an_incident_runs_from_declaration_to_closure(noon):
    france, japan = catalogue.region("france"), catalogue.region("japan")
    playback = catalogue.component("playback")
    rita, carl = people.actor("Rita Responder"), people.person("Carl Communicator", "Communications lead")
    incident = people.incident(
        by=rita, at=noon, impacts=[response.ImpactInput(playback, "major_outage")], answers={"share": "over_50"}
    )

    response.acknowledge(incident=incident, by=rita, at=noon + MINUTE)
    response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=carl[0], by=rita, at=noon + MINUTE)
    response.classify(incident=incident, level=catalogue.severity(5), by=carl[1], at=noon + 2 * MINUTE)
    response.note(incident=incident, text="The CDN drops half of the segments.", by=rita, at=noon + 3 * MINUTE)
    response.progress(incident=incident, to=State.MONITORING, by=rita, at=noon + 20 * MINUTE)
    response.recover(incident=incident, component=playback, region=france, by=rita, at=noon + 25 * MINUTE)
    response.resolve(incident=incident, by=rita, at=noon + 40 * MINUTE, summary="Routes are back.")
    response.reopen(incident=incident, reason="Japan fails again", by=rita, at=noon + 45 * MINUTE)
    response.set_impact(
        incident=incident, component=playback, status="partial_outage", region=japan, by=rita, at=noon + 45 * MINUTE
    )
    response.resolve(incident=incident, by=rita, at=noon + 60 * MINUTE, summary="Done.")
    response.close(incident=incident, reason=ClosureReason.RESOLVED, by=rita, at=noon + 90 * MINUTE)

    incident.refresh_from_db()
    assert incident.reference == "INC-2026-0001"
    assert incident.state == State.CLOSED
    assert incident.final_severity_id == 5
    assert incident.resolved_at == noon + 60 * MINUTE
    assert not incident.impacts.filter(ended_at=None).exists()
    assert incident.entries.count() == 18
