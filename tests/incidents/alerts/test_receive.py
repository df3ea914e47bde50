"""Alerts become proposals: grouped, counted once, never published."""

import threading

import pytest
from django.db import connections

from core.delivery.models import Broadcast
from incidents.alerts import actions, policies
from incidents.alerts.models import Alert, Proposal
from incidents.alerts.parsers import all_parsers
from incidents.communication.models import Update
from incidents.response.models import Incident
from tests.factories import alerts, catalogue

pytestmark = pytest.mark.django_db


def test_a_group_proposes_one_incident_with_what_it_knows(report):
    playback = catalogue.component("playback")
    _source, key = alerts.source()

    answer = report("alertmanager", key, alerts.group("g1", alerts.firing("A"), alerts.firing("B")))

    assert answer.status_code == 202
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.level, proposal.component, proposal.firing) == ("Playback fails", 4, playback, 2)
    assert proposal.first_at.isoformat() == "2026-03-02T11:58:00+00:00"


def test_an_alert_declares_and_publishes_nothing(report):
    _source, key = alerts.source()

    report("alertmanager", key, alerts.group("g1", alerts.firing("A")))

    assert (Incident.objects.count(), Update.objects.count(), Broadcast.objects.count()) == (0, 0, 0)


def test_a_repeated_body_changes_nothing_but_the_count(report):
    _source, key = alerts.source()
    body = alerts.group("g1", alerts.firing("A"))

    for _ in range(3):
        report("alertmanager", key, body)

    assert (Proposal.objects.get().reports, Alert.objects.count()) == (3, 1)


def test_a_partly_recovered_group_goes_on_firing(report):
    _source, key = alerts.source()
    report("alertmanager", key, alerts.group("g1", alerts.firing("A"), alerts.firing("B")))

    report("alertmanager", key, alerts.group("g1", alerts.firing("A", status="resolved"), alerts.firing("B")))

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.status, proposal.firing) == ("open", "firing", 1)


def test_the_last_message_ends_the_whole_group(report):
    _source, key = alerts.source()
    report("alertmanager", key, alerts.group("g1", alerts.firing("A"), alerts.firing("B")))

    report("alertmanager", key, alerts.group("g1", alerts.firing("B", status="resolved"), status="resolved"))

    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.status, proposal.firing) == ("expired", "resolved", 0)
    assert not Alert.objects.exclude(status="resolved").exists()


def test_a_group_that_fires_anew_proposes_anew(report):
    _source, key = alerts.source()
    report("alertmanager", key, alerts.group("g1", alerts.firing("A")))
    report("alertmanager", key, alerts.group("g1", alerts.firing("A", status="resolved"), status="resolved"))

    report("alertmanager", key, alerts.group("g1", alerts.firing("A")))

    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["expired", "open"]


def test_a_storm_of_a_thousand_alerts_in_ten_groups_makes_ten_proposals(report):
    _source, key = alerts.source()

    for number in range(10):
        storm = [alerts.firing(f"A{number}-{each}") for each in range(100)]
        assert report("alertmanager", key, alerts.group(f"g{number}", *storm)).status_code == 202

    assert (Proposal.objects.count(), Alert.objects.count()) == (10, 1_000)


def test_a_report_costs_the_same_for_one_alert_and_for_three_hundred(report, django_assert_max_num_queries):
    _source, key = alerts.source()

    for count in (1, 300):
        body = alerts.group(f"g{count}", *[alerts.firing(f"A{each}") for each in range(count)])
        with django_assert_max_num_queries(20):
            assert report("alertmanager", key, body).status_code == 202


def test_resolving_what_is_not_live_is_dropped(enqueue):
    _source, key = alerts.source("pagerduty")

    answer = enqueue(key, alerts.event("resolve"))

    assert (answer.status_code, answer.json()["dedup_key"], Proposal.objects.count()) == (202, "db-1", 0)


def test_a_trigger_without_a_key_is_given_one(enqueue):
    _source, key = alerts.source("pagerduty")
    body = alerts.event()
    del body["dedup_key"]

    given = enqueue(key, body).json()["dedup_key"]

    assert Proposal.objects.get().key == given


def test_acknowledging_is_seen_on_the_proposal(enqueue):
    _source, key = alerts.source("pagerduty")
    enqueue(key, alerts.event())

    enqueue(key, alerts.event("acknowledge"))

    assert (Proposal.objects.get().status, Alert.objects.get().title) == ("acknowledged", "Sign-in fails")


@pytest.mark.django_db(transaction=True)
def test_i01_fifty_reports_of_one_key_at_once_make_one_alert(noon):
    """I01: one deduplication key, 50 parallel triggers: 1 alert, nothing published."""
    source, _key = alerts.source("pagerduty")
    groups = all_parsers()["pagerduty"].parse(alerts.event(), {})
    barrier, failures = threading.Barrier(50), []

    def tell():
        barrier.wait()
        try:
            actions.receive(source=source, groups=groups, by=policies.as_actor(source), at=noon)
        except Exception as error:  # a thread's error would vanish otherwise
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell) for _ in range(50)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert failures == []
    assert (Proposal.objects.get().reports, Alert.objects.count()) == (50, 1)
    assert not Update.objects.exists()
