"""A series plans its windows ahead, once each, and what a person has touched is theirs."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.actor import SYSTEM, Refused
from incidents.maintenance import actions
from incidents.maintenance.models import MaintenanceSeries, Occurrence
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import State
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db):
    """Sundays at four in Paris, an hour, from March 8, 2026."""
    row = MaintenanceSeries.objects.create(
        title="Weekly database care",
        rule="FREQ=WEEKLY;BYDAY=SU",
        first_on=date(2026, 3, 1),
        clock=time(4),
        time_zone="Europe/Paris",
        duration_minutes=60,
    )
    row.components.add(catalogue.component("playback"))
    row.translations.create(language="fr", title="Entretien hebdomadaire")
    return row


def plan(series, at):
    return actions.plan(series=series, by=SYSTEM, at=at)


def begins():
    rows = Incident.objects.filter(state=State.SCHEDULED).order_by("scheduled_for")
    return [f"{row.scheduled_for:%m-%d %H:%M}" for row in rows]


def test_windows_are_planned_a_month_ahead_at_the_same_wall_time(series, noon):
    plan(series, noon)

    incident = Occurrence.objects.get(on=date(2026, 3, 8)).incident
    assert begins() == ["03-08 03:00", "03-15 03:00", "03-22 03:00", "03-29 02:00"]
    assert incident.scheduled_until - incident.scheduled_for == timedelta(hours=1)
    assert incident.title_in("fr") == "Entretien hebdomadaire"
    assert incident.impacts.get().started_at == incident.scheduled_for


def test_planning_twice_plans_once(series, noon):
    plan(series, noon)

    assert plan(series, noon) == []
    assert Incident.objects.count() == 4
    assert plan(series, noon + timedelta(days=7)) != []


def test_a_change_moves_what_nobody_has_touched(series, noon):
    plan(series, noon)
    rita = people.actor()
    mine = Occurrence.objects.get(on=date(2026, 3, 15)).incident
    response.reschedule(
        incident=mine,
        scheduled_for=datetime(2026, 3, 16, 1, tzinfo=UTC),
        scheduled_until=datetime(2026, 3, 16, 2, tzinfo=UTC),
        reason="A match is on.",
        by=rita,
        at=noon,
    )
    series.clock, series.title = time(5), "Database care"
    series.save()

    plan(series, noon)

    assert begins() == ["03-08 04:00", "03-16 01:00", "03-22 04:00", "03-29 03:00"]
    assert Incident.objects.filter(title="Database care").count() == 3


def test_what_the_new_rule_lacks_is_called_off_and_comes_again_with_it(series, noon):
    plan(series, noon)
    series.rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"
    series.save()
    plan(series, noon)
    assert begins() == ["03-15 03:00", "03-29 02:00"]

    series.rule = "FREQ=WEEKLY;BYDAY=SU"
    series.save()
    plan(series, noon)
    assert begins() == ["03-08 03:00", "03-15 03:00", "03-22 03:00", "03-29 02:00"]


def test_one_that_a_person_called_off_does_not_come_back(series, noon):
    plan(series, noon)
    mine = Occurrence.objects.get(on=date(2026, 3, 15)).incident
    response.cancel_maintenance(incident=mine, reason="A match is on.", by=people.actor(), at=noon)

    assert plan(series, noon) == []
    assert len(begins()) == 3


def test_other_components_are_taken_over(series, noon):
    plan(series, noon)
    series.components.set([catalogue.component("sign-in")])

    plan(series, noon)
    plan(series, noon)

    for row in Incident.objects.all():
        assert [each.component.slug for each in row.impacts.all()] == ["sign-in"]


def test_switched_off_it_plans_nothing_more(series, noon):
    plan(series, noon)
    MaintenanceSeries.objects.update(is_active=False)

    plan(series, noon)

    assert begins() == []


def test_an_outsider_plans_nothing(series, outsider, noon):
    with pytest.raises(Refused):
        actions.plan(series=series, by=outsider, at=noon)


def test_staff_read_the_rule_in_words_and_the_next_five(series, admin_client):
    page = admin_client.get(f"/admin/incidents/maintenanceseries/{series.pk}/change/").content.decode()

    assert "Every week · Sunday · 04:00, Europe/Paris time" in page


def test_a_program_plans_a_series(admin_client):
    catalogue.component("playback")
    answer = admin_client.post(
        "/api/v1/maintenance-series/",
        {
            "title": "Care",
            "titles": {"fr": "Entretien"},
            "rule": "FREQ=DAILY",
            "first_on": "2026-03-01",
            "clock": "04:00",
            "time_zone": "Australia/Sydney",
            "duration_minutes": 30,
            "components": ["playback"],
        },
        content_type="application/json",
    )

    assert answer.status_code == 201, answer.content
    assert answer.json()["titles"] == {"fr": "Entretien"}
    assert len(answer.json()["next_five"]) == 5
    broken = admin_client.patch(
        f"/api/v1/maintenance-series/{answer.json()['id']}/", {"rule": "often"}, content_type="application/json"
    )
    assert broken.status_code == 400
