"""Impact and recovery per component and region: "back in France, not yet in Japan"."""

import pytest

from core.web.errors import Invalid
from incidents import signals
from incidents.response import actions as response
from incidents.response import queries
from incidents.response.errors import ImpactsOpen, NothingToRecover
from incidents.response.models import Incident
from incidents.response.states import MoveNotAllowed
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db
MAJOR = "major_outage"


@pytest.fixture
def france(db):
    return catalogue.region("france", position=1)


@pytest.fixture
def japan(db):
    return catalogue.region("japan", position=2)


@pytest.fixture
def playback(france, japan):
    return catalogue.component("playback")


def now(incident):
    """{region slug or "everywhere": status} of what is open."""
    rows = incident.impacts.filter(ended_at=None).select_related("region")
    return {row.region.slug if row.region else "everywhere": row.status for row in rows}


def test_back_in_france_not_yet_in_japan(incident, playback, france, rita, later):
    response.set_impact(incident=incident, component=playback, status=MAJOR, by=rita, at=later(1))

    response.recover(incident=incident, component=playback, region=france, by=rita, at=later(30))

    assert now(incident) == {"japan": MAJOR}
    everywhere = incident.impacts.get(region=None)
    assert (everywhere.started_at, everywhere.ended_at) == (later(1), later(30))
    assert incident.impacts.get(region__slug="japan").started_at == later(30)
    assert incident.entries.order_by("-pk").first().text == "Playback, France: recovered"


def test_one_region_gets_worse_and_the_others_stay_as_they_were(incident, playback, japan, rita, later):
    response.set_impact(incident=incident, component=playback, status="degraded_performance", by=rita, at=later(1))

    response.set_impact(incident=incident, component=playback, status=MAJOR, region=japan, by=rita, at=later(5))

    assert now(incident) == {"france": "degraded_performance", "japan": MAJOR}


def test_everywhere_replaces_what_was_said_per_region(incident, playback, france, japan, rita, later):
    for minutes, (region, status) in enumerate([(france, "partial_outage"), (japan, MAJOR)], start=1):
        response.set_impact(
            incident=incident, component=playback, status=status, region=region, by=rita, at=later(minutes)
        )

    response.set_impact(incident=incident, component=playback, status="degraded_performance", by=rita, at=later(9))

    assert now(incident) == {"everywhere": "degraded_performance"}
    assert incident.impacts.filter(ended_at=later(9)).count() == 2


def test_only_the_regions_where_a_component_is_offered_are_split(incident, france, rita, later):
    catalogue.region("australia"), catalogue.region("japan")
    local = catalogue.component("tv-guide", regions=(france, catalogue.region("japan")))
    response.set_impact(incident=incident, component=local, status=MAJOR, by=rita, at=later(1))

    response.recover(incident=incident, component=local, region=france, by=rita, at=later(2))

    assert now(incident) == {"japan": MAJOR}


def test_operational_means_recovered(incident, playback, rita, later):
    response.set_impact(incident=incident, component=playback, status=MAJOR, by=rita, at=later(1))

    response.set_impact(incident=incident, component=playback, status="operational", by=rita, at=later(2))

    assert now(incident) == {}


def test_recovering_everywhere_ends_every_region(incident, playback, france, japan, rita, later):
    for region in (france, japan):
        response.set_impact(incident=incident, component=playback, status=MAJOR, region=region, by=rita, at=later(1))

    response.recover(incident=incident, component=playback, by=rita, at=later(2))

    assert now(incident) == {}
    assert incident.entries.filter(data__what="recovered").count() == 2


def test_the_same_state_again_changes_nothing(incident, playback, japan, rita, later):
    for region in (None, None, japan, japan):
        response.set_impact(incident=incident, component=playback, status=MAJOR, region=region, by=rita, at=later(1))

    assert incident.impacts.filter(ended_at=None).count() == 2
    assert incident.entries.filter(data__what="impaired").count() == 2


def test_what_is_not_impaired_does_not_recover(incident, playback, france, japan, rita, later):
    with pytest.raises(NothingToRecover):
        response.recover(incident=incident, component=playback, by=rita, at=later(1))
    response.set_impact(incident=incident, component=playback, status=MAJOR, region=japan, by=rita, at=later(2))
    with pytest.raises(NothingToRecover):
        response.recover(incident=incident, component=playback, region=france, by=rita, at=later(3))


def test_history_is_never_rewritten(incident, playback, rita, later):
    for minutes, status in enumerate(["degraded_performance", MAJOR, "partial_outage"], start=1):
        response.set_impact(incident=incident, component=playback, status=status, by=rita, at=later(minutes))

    rows = incident.impacts.order_by("pk").values_list("status", "started_at", "ended_at")
    assert list(rows) == [
        ("degraded_performance", later(1), later(2)),
        (MAJOR, later(2), later(3)),
        ("partial_outage", later(3), None),
    ]


def test_an_impact_does_not_end_before_it_began(incident, playback, rita, later):
    response.set_impact(incident=incident, component=playback, status=MAJOR, by=rita, at=later(10))

    with pytest.raises(Invalid) as refusal:
        response.recover(incident=incident, component=playback, by=rita, at=later(5))
    assert list(refusal.value.fields) == ["at"]
    assert now(incident) == {"everywhere": MAJOR}


def test_a_region_where_the_component_is_not_offered_is_refused(incident, france, japan, rita, later):
    local = catalogue.component("tv-guide", regions=(france,))

    with pytest.raises(Invalid) as refusal:
        response.set_impact(incident=incident, component=local, status=MAJOR, region=japan, by=rita, at=later(1))
    assert list(refusal.value.fields) == ["region"]


@pytest.mark.parametrize("status", ["wobbly", ""])
def test_an_unknown_state_is_refused(incident, playback, rita, later, status):
    with pytest.raises(Invalid) as refusal:
        response.set_impact(incident=incident, component=playback, status=status, by=rita, at=later(1))
    assert list(refusal.value.fields) == ["status"]


def test_nothing_is_impaired_by_what_has_ended(incident, playback, rita, later):
    response.resolve(incident=incident, by=rita, at=later(1), summary="Done")

    with pytest.raises(MoveNotAllowed):
        response.set_impact(incident=incident, component=playback, status=MAJOR, by=rita, at=later(2))


def test_resolving_recovers_what_is_left_and_says_so(incident, playback, japan, rita, later):
    response.set_impact(incident=incident, component=playback, status=MAJOR, region=japan, by=rita, at=later(1))

    done = response.resolve(incident=incident, by=rita, at=later(9), summary="Routes are back.")

    assert now(incident) == {}
    assert done.impact_ended_at == later(9)
    texts = list(incident.entries.order_by("-pk").values_list("text", flat=True)[:2])
    assert texts == ["Resolved: Routes are back.", "Playback, Japan: recovered"]


def test_resolving_may_be_asked_to_refuse_while_something_is_impaired(incident, playback, japan, rita, later):
    response.set_impact(incident=incident, component=playback, status=MAJOR, region=japan, by=rita, at=later(1))

    with pytest.raises(ImpactsOpen) as refusal:
        response.resolve(incident=incident, by=rita, at=later(9), summary="Done", recover_all=False)

    assert refusal.value.extra == {"open": ["Playback, Japan"]}
    incident.refresh_from_db()
    assert incident.state == "investigating"


def test_the_impact_ended_when_the_last_component_recovered(incident, playback, rita, later):
    response.set_impact(incident=incident, component=playback, status=MAJOR, by=rita, at=later(1))
    response.recover(incident=incident, component=playback, by=rita, at=later(20))

    done = response.resolve(incident=incident, by=rita, at=later(60), summary="Stable for 40 minutes.")

    assert (done.impact_ended_at, done.resolved_at) == (later(20), later(60))


def test_readers_pages_hear_of_impacts_of_public_incidents_only(incident, playback, rita, later):
    heard = []

    def listen(**_):
        heard.append(1)

    signals.page_changed.connect(listen)
    try:
        response.set_impact(incident=incident, component=playback, status=MAJOR, by=rita, at=later(1))
        assert heard == []
        Incident.objects.filter(pk=incident.pk).update(is_public=True)
        response.recover(incident=incident, component=playback, by=rita, at=later(2))
        assert heard == [1]
    finally:
        signals.page_changed.disconnect(listen)


def test_the_worst_open_state_of_each_component_by_region(incident, playback, france, japan, rita, later):
    other = people.incident(by=rita)
    hidden = people.incident(by=rita, impacts=[response.ImpactInput(catalogue.component("sign-in"), MAJOR)])
    Incident.objects.exclude(pk=hidden.pk).update(is_public=True)
    response.set_impact(incident=incident, component=playback, status=MAJOR, region=japan, by=rita, at=later(1))
    response.set_impact(incident=other, component=playback, status="degraded_performance", by=rita, at=later(1))

    assert queries.worst_open() == {playback.pk: MAJOR}
    assert queries.worst_open(region_id=france.pk) == {playback.pk: "degraded_performance"}
    assert queries.worst_open(component_ids=[]) == {}
    lines = queries.open_impacts(incident)
    assert [(line.component, line.status) for line in lines] == [(playback, MAJOR)]
