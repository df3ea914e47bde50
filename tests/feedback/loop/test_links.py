"""Which conversation belongs to which incident: suggested by what is known, decided by people."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from feedback.loop import actions, queries, tasks
from feedback.loop.models import IncidentLink
from feedback.threads import actions as threads
from feedback.threads.models import Thread
from incidents.catalogue.models import Component, Region
from incidents.facts import actions as facts
from incidents.facts import queries as facts_queries
from incidents.response.models import Incident
from tests.factories import catalogue, feedback, loop
from tests.factories import response as people
from tests.queue import work_off

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def playback() -> Component:
    return Component.objects.get(name="Playback")


def suggested() -> dict[str, list[str]]:
    return dict(IncidentLink.objects.suggested().values_list("thread__reference", "reasons"))


@pytest.fixture
def _looking(story, monkeypatch, noon):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + 10 * MINUTE)


@pytest.mark.usefixtures("_looking")
def test_what_is_written_during_an_incident_is_suggested_by_component_region_and_words(noon):
    japan = catalogue.region("japan")
    france = Region.objects.get(slug="france")
    same = feedback.thread("It is broken.", component=playback(), region=france, at=noon + MINUTE)
    words = feedback.thread("Playback fails on my phone", at=noon + MINUTE)
    french = feedback.thread("La lecture s’arrête sans cesse", language="fr", at=noon + MINUTE)
    japanese = feedback.thread("再生が止まります", language="ja", at=noon + MINUTE)
    feedback.thread("It is broken.", component=playback(), region=japan, at=noon + MINUTE)
    feedback.thread("My invoice is wrong.", component=catalogue.component("billing"), at=noon + MINUTE)
    feedback.thread("Playback fails", held_for="spam", at=noon + MINUTE)

    tasks.examine()
    tasks.examine()

    assert suggested() == {
        same.reference: ["component", "region"],
        words.reference: ["words"],
        french.reference: ["words"],
        japanese.reference: ["words"],
    }


@pytest.mark.usefixtures("_looking")
def test_a_thread_sorted_later_is_looked_at_again_and_what_a_person_put_aside_stays_aside(story, noon):
    incident, _lead = story
    thread = feedback.thread("It is broken.", at=noon + MINUTE)
    tasks.examine()
    assert suggested() == {}

    threads.triage(thread=thread, component_id=playback().pk, by=feedback.agent(), at=noon + 2 * MINUTE)
    work_off()
    assert list(suggested()) == [thread.reference]

    actions.unlink(thread=thread, incident=incident, by=feedback.agent(), at=noon + 3 * MINUTE)
    threads.triage(thread=thread, component_id=playback().pk, by=feedback.agent(), at=noon + 4 * MINUTE)
    work_off()
    assert suggested() == {}


def test_what_was_written_before_the_declaration_is_found_when_it_comes(noon, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    feedback.registers()
    early = feedback.thread("Playback fails", at=noon - 20 * MINUTE)
    feedback.thread("Playback fails", at=noon - timedelta(hours=9))
    loop.incident(noon)

    work_off()

    assert list(suggested()) == [early.reference]


def test_linked_by_a_person_it_says_who_and_the_first_complaint_is_the_incidents(story, noon):
    incident, _lead = story
    early, late = feedback.thread(at=noon - 9 * MINUTE), feedback.thread(at=noon, email="ben@example.org")

    link = actions.link(thread=late, incident=incident, by=feedback.agent(), at=noon + MINUTE)
    actions.link(thread=early, incident=incident, by=feedback.agent(), at=noon + MINUTE)

    assert (link.state, link.linked_by, link.linked_at) == ("linked", "Sam Support", noon + MINUTE)
    assert Incident.objects.get().first_reported_at == noon - 9 * MINUTE
    assert queries.standing(incident) == queries.Linked(
        customers=2, threads=2, wishing=2, suggested=0, first_at=early.created_at
    )
    actions.unlink(thread=early, incident=incident, by=feedback.agent(), at=noon + 2 * MINUTE)
    assert Incident.objects.get().first_reported_at == noon


def reports(incident):
    answer = facts_queries.answers(incident).get("reports_count")
    return answer and (answer.value, answer.state, answer.by, answer.source)


def test_how_many_have_reported_it_is_counted_until_a_person_says_otherwise(story, noon):
    """Customers, not conversations; an estimate, for others wrote elsewhere."""
    incident, _lead = story
    mine = loop.linked(incident, 3, at=noon, email="ana@example.org")
    loop.linked(incident, 1, at=noon, email="ben@example.org")
    work_off()
    source = "Conversations linked to the incident"
    assert reports(incident) == ({"low": 2, "high": 2}, "estimated", "Candor", source)

    actions.unlink_many(threads=mine, incident=incident, by=feedback.agent(), at=noon + MINUTE)
    work_off()
    work_off()
    assert reports(incident) == ({"low": 1, "high": 1}, "estimated", "Candor", source)
    assert incident.facts.get(key="reports_count").version == 2

    by = people.actor("Rita Responder", "Incident commander")
    facts.answer(
        incident=incident, key="reports_count", state="estimated", value={"low": 40}, source="The shops", by=by, at=noon
    )
    loop.linked(incident, 1, at=noon, email="cleo@example.org")
    work_off()
    assert reports(incident)[0]["low"] == 40
    facts.retract(incident=incident, key="reports_count", reason="Counted twice.", by=by, at=noon)
    loop.linked(incident, 1, at=noon, email="dora@example.org")
    work_off()
    assert reports(incident)[1] == "retracted"


def test_one_customer_with_three_threads_is_one_customer(story, noon):
    incident, _lead = story
    loop.linked(incident, 3, at=noon, email="Ana@example.org")

    assert (queries.standing(incident).customers, queries.standing(incident).threads) == (1, 3)


def test_linking_again_changes_nothing(story, noon):
    incident, _lead = story
    (thread,) = loop.linked(incident, 1, at=noon)

    link = actions.link(thread=thread, incident=incident, by=feedback.agent("Ben Busy"), at=noon + MINUTE)

    assert (link.linked_by, IncidentLink.objects.count()) == ("Sam Support", 1)


@pytest.mark.parametrize("role", ["Observer", "Training lead", "Scribe"])
def test_who_does_not_listen_links_nothing(story, noon, role):
    incident, _lead = story
    thread = feedback.thread()
    somebody = feedback.agent("Una Other", role)

    for act in (actions.link, actions.unlink):
        with pytest.raises(PermissionDenied):
            act(thread=thread, incident=incident, by=somebody, at=noon)
    assert not IncidentLink.objects.exists()


def test_linking_many_costs_the_same_for_one_and_for_forty(story, noon, django_assert_max_num_queries):
    incident, _lead = story
    made = [feedback.thread(email=f"c{number}@example.org", at=noon) for number in range(40)]

    with django_assert_max_num_queries(20):
        actions.link_many(threads=made, incident=incident, by=feedback.agent(), at=noon)

    assert Thread.objects.filter(incident_links__state="linked").count() == 40
