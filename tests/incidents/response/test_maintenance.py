"""Planned maintenance impairs nothing before it begins, and nothing at all when it is called off."""

from datetime import timedelta

import pytest

from incidents.response import actions as response
from incidents.response.models import Impact
from incidents.response.states import State
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def playback(db):
    catalogue.region("france"), catalogue.region("japan")
    return catalogue.component("playback")


@pytest.fixture
def window(rita, noon, playback):
    return people.incident(
        by=rita,
        at=noon,
        kind="maintenance",
        severity=None,
        scheduled_for=noon + DAY,
        scheduled_until=noon + DAY + timedelta(hours=2),
        impacts=[response.ImpactInput(playback, "under_maintenance")],
    )


def test_the_impact_waits_for_the_planned_beginning(window, noon):
    assert window.state == State.SCHEDULED
    assert window.impacts.get().started_at == noon + DAY


def test_it_begins_when_the_work_begins_and_ends_with_it(window, rita, noon):
    late = noon + DAY + timedelta(minutes=20)
    response.progress(incident=window, to=State.IN_PROGRESS, by=rita, at=late)
    assert window.impacts.get().started_at == late

    done = response.resolve(incident=window, by=rita, at=late + timedelta(hours=1), summary="All disks are new.")

    assert done.state == State.COMPLETED
    assert window.impacts.get().ended_at == late + timedelta(hours=1)


def test_work_may_begin_early(window, rita, later):
    response.progress(incident=window, to=State.IN_PROGRESS, by=rita, at=later(10))

    assert window.impacts.get().started_at == later(10)


def test_what_is_called_off_leaves_no_impact(window, rita, later):
    response.resolve(incident=window, by=rita, at=later(5), summary="Called off.")

    assert not Impact.objects.exists()
    assert window.entries.get(data__what="called_off").text == "Playback, everywhere: no longer planned"


def test_one_region_is_taken_out_of_the_plan(window, playback, rita, noon, later):
    japan = catalogue.region("japan")

    response.recover(incident=window, component=playback, region=japan, by=rita, at=later(5))

    assert [(row.region.slug, row.started_at) for row in window.impacts.all()] == [("france", noon + DAY)]


def test_the_plan_is_changed_before_it_begins(window, playback, rita, noon, later):
    response.set_impact(incident=window, component=playback, status="partial_outage", by=rita, at=later(5))

    row = window.impacts.get()
    assert (row.status, row.started_at) == ("partial_outage", noon + DAY)
