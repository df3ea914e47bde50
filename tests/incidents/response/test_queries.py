"""What the room reads: timeline, roles, clocks, measures, and the story in the reader's language."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from incidents.response import actions as response
from incidents.response import clocks, metrics, queries, states, story
from incidents.response.models import Incident
from tests.factories import catalogue
from tests.factories import response as people

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_the_timeline_is_read_page_by_page_newest_first(incident, rita, later):
    for minute in range(7):
        response.note(incident=incident, text=f"Minute {minute}", by=rita, at=later(minute // 2))

    first = queries.timeline(incident, limit=6)
    second = queries.timeline(incident, limit=6, older_than=first.older)

    texts = [line.text for page in (first, second) for line in page.lines]
    assert texts[:7] == [f"Minute {minute}" for minute in range(6, -1, -1)]
    assert texts[-1].startswith("Declared")
    assert second.older is None


@pytest.mark.django_db
def test_the_room_shows_the_newest_twenty_lines_and_where_the_rest_is(incident, rita, later):
    for minute in range(30):
        response.note(incident=incident, text=f"Minute {minute}", by=rita, at=later(minute))

    shown = queries.room(queries.listed().get(pk=incident.pk), later(31)).timeline

    assert [line.text for line in shown.lines] == [f"Minute {minute}" for minute in range(29, 9, -1)]
    assert shown.older == (later(10), shown.lines[-1].pk)
    assert len(queries.timeline(incident).lines) == incident.entries.count() > 30


@pytest.mark.django_db
def test_the_story_is_told_in_the_readers_language_and_words_stay_as_written(incident, rita, later):
    response.progress(incident=incident, to="monitoring", note="Rerouted.", by=rita, at=later(1))

    with translation.override("fr"):
        assert queries.timeline(incident).lines[0].text == "En cours d’analyse → Sous surveillance\u202f: Rerouted."
    with translation.override("ja"):
        assert "Rerouted." in queries.timeline(incident).lines[0].text
    assert incident.entries.order_by("-pk").first().text == "Investigating → Monitoring: Rerouted."


@pytest.mark.parametrize("language", ["fr", "ja"])
def test_every_sentence_of_the_story_is_translated(language):
    with translation.override("en"):
        english = {
            what: str(text) for what, text in story.SENTENCES.items() if what not in ("moved", "playbook_answered")
        }
    with translation.override(language):
        assert [what for what in english if str(story.SENTENCES[what]) == english[what]] == []


@pytest.mark.django_db
def test_every_role_is_listed_held_or_not(incident):
    lines = queries.roles(incident)

    assert [line.role for line in lines] == states.Role.values
    assert [str(row.user) for row in lines[0].holders] == ["Rita Responder"]
    assert lines[1].holders == ()


@pytest.mark.django_db
def test_the_room_costs_the_same_few_statements_however_long_the_story(incident, rita, later):
    playback = catalogue.component("playback")
    response.set_impact(incident=incident, component=playback, status="major_outage", by=rita, at=later(1))

    def statements():
        row = queries.listed().get(pk=incident.pk)
        with CaptureQueriesContext(connection) as captured:
            queries.room(row, later(5))
        return len(captured)

    few = statements()
    for minute in range(80):
        response.note(incident=incident, text=f"Minute {minute}", by=rita, at=later(minute))
    assert statements() == few <= 4


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "minutes"), [(5, 5), (4, 10), (3, 15), (2, 30), (1, None)])
def test_the_first_update_is_due_by_severity(rita, noon, level, minutes):
    incident = people.incident(by=rita, at=noon, severity=catalogue.severity(level))

    clock = clocks.of(incident, noon + 7 * MINUTE)

    assert clock.due_at == (noon + minutes * MINUTE if minutes else None)
    assert clock.duty == (clocks.Duty.FIRST_UPDATE if minutes else None)
    assert clock.overdue is (level == 5)
    assert clock.elapsed == 7 * MINUTE


@pytest.mark.django_db
def test_a_raised_severity_brings_the_first_update_forward(incident, sam, later):
    assert clocks.due(incident)[1] == later(15)

    raised = response.classify(incident=incident, level=catalogue.severity(5), by=sam, at=later(1))

    assert clocks.due(raised)[1] == later(5)


@pytest.mark.django_db
def test_a_proposal_keeps_the_clock_running_until_somebody_decides(rita, noon):
    incident = people.incident(by=rita, at=noon, severity=None, answers={"safety": "yes"})

    assert clocks.due(incident) == (clocks.Duty.FIRST_UPDATE, noon + 5 * MINUTE)


@pytest.mark.django_db
def test_a_promise_made_to_readers_is_the_next_duty_until_the_end(incident, rita, later):
    Incident.objects.filter(pk=incident.pk).update(next_update_at=later(40), last_sequence=1)
    incident.refresh_from_db()
    assert clocks.due(incident) == (clocks.Duty.NEXT_UPDATE, later(40))

    done = response.resolve(incident=incident, by=rita, at=later(30), summary="Done")

    assert clocks.due(done) == (None, None)
    assert clocks.of(done, later(600)).elapsed == 30 * MINUTE


@pytest.mark.django_db
def test_updates_grow_rarer_in_a_long_incident():
    severe = catalogue.severity(5)

    assert severe.update_every(119 * MINUTE) == 20 * MINUTE
    assert severe.update_every(120 * MINUTE) == 60 * MINUTE
    assert catalogue.severity(4).update_every(600 * MINUTE) == 30 * MINUTE
    assert catalogue.severity(1).update_every(0 * MINUTE) is None


def test_each_measure_names_its_two_moments(noon):
    moments = {
        "impact_started_at": noon,
        "detected_at": noon + 4 * MINUTE,
        "declared_at": noon + 5 * MINUTE,
        "first_update_at": noon + 11 * MINUTE,
        "resolved_at": None,
    }

    found = {each.key: each for each in metrics.measures(moments)}

    assert found["time_to_detect"].duration == 4 * MINUTE
    assert found["declared_to_first_update"].seconds == 360
    assert found["impact_to_first_update"].duration == 11 * MINUTE
    assert (found["time_to_detect"].from_name, found["time_to_detect"].to_name) == ("impact_started_at", "detected_at")
    assert "declared_to_resolved" not in found


def test_no_measure_is_negative(noon):
    assert metrics.measures({"impact_started_at": noon, "first_update_at": noon - MINUTE}) == ()


@pytest.mark.django_db
def test_what_readers_may_see_leaves_out_drills_and_what_was_never_published(incident, rita):
    people.incident(by=rita, kind="drill")
    Incident.objects.filter(pk=incident.pk).update(is_public=True)
    people.incident(by=rita)

    assert list(Incident.objects.public()) == [incident]
    assert Incident.objects.open().count() == 3
    assert Incident.objects.ended().count() == 0
