"""Webhooks hear of a component's state when readers can see it, once, in order, and without a supplier's name."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook

from core.actor import SYSTEM, Refused
from core.delivery import tasks as delivery
from core.delivery.models import Broadcast, Delivery
from incidents.catalogue.models import Component
from incidents.communication import actions as communication
from incidents.communication.models import ToldStatus
from incidents.communication.standing import Standing, concerned, standing
from incidents.response import actions as response
from incidents.statuspages import actions, queries, tasks
from incidents.statuspages.models import Publication
from tests.factories import catalogue, subscribers
from tests.factories import communication as words
from tests.factories import response as people

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
EVERYTHING = ["incident", "maintenance", "component"]


@pytest.fixture
def rita():
    return people.actor()


@pytest.fixture(autouse=True)
def _page(settings, tmp_path, db):
    settings.SNAPSHOT_DIR = tmp_path


@pytest.fixture
def hook(webhook_receiver):
    subscribers.audiences()
    return subscribers.confirmed(webhook_receiver.url, kinds=["component"])


@pytest.fixture
def worker(webhook_receiver, hook):
    """What the worker does after a change; gives the component updates that arrived since."""

    def work(at=None):
        with time_machine.travel(at or timezone.now(), tick=False):
            tasks.rebuild()
        for broadcast in Broadcast.objects.filter(fanned_out_at=None, key__startswith="incidents.component"):
            delivery.fan_out(broadcast.pk)
        delivery.drain("webhook")
        calls, webhook_receiver.calls = webhook_receiver.calls, []
        secret = hook.secrets[0]["secret"]
        return [Webhook(secret).verify(call.body, call.headers) for call in calls if call.path == "/"]

    return work


def moves(bodies):
    return [(body["component_update"]["old_status"], body["component_update"]["new_status"]) for body in bodies]


def test_it_is_told_when_the_update_is_published_and_not_before(worker, rita, noon):
    incident = words.incident(at=noon)
    assert worker(noon + MINUTE) == []

    words.published(incident, at=noon + 2 * MINUTE)
    (body,) = worker(noon + 2 * MINUTE)

    assert moves([body]) == [("operational", "major_outage")]
    assert worker(noon + 3 * MINUTE) == []


def test_the_body_is_statuspages_own(worker, rita, noon):
    words.published(words.incident(at=noon), at=noon)

    (body,) = worker(noon + MINUTE)

    component = Component.objects.get()
    assert set(body) == {"meta", "page", "component_update", "component"}
    assert set(body["component_update"]) == {"created_at", "new_status", "old_status", "id", "component_id"}
    assert body["component_update"]["component_id"] == body["component"]["id"] == component.public_id
    assert body["component"]["status"] == "major_outage"
    assert body["component_update"]["created_at"].endswith("Z")
    assert body["page"]["status_indicator"] == "critical"
    assert "/subscribe/unsubscribe/" in body["meta"]["unsubscribe"]


def test_what_changes_on_a_public_incident_is_told_as_the_page_shows_it(worker, rita, noon):
    incident = words.incident(at=noon)
    words.published(incident, at=noon)
    worker(noon + MINUTE)
    component = Component.objects.get()

    response.set_impact(incident=incident, component=component, status="partial_outage", by=rita, at=noon + 2 * MINUTE)
    worse = worker(noon + 2 * MINUTE)
    response.recover(incident=incident, component=component, by=rita, at=noon + 3 * MINUTE)
    fine = worker(noon + 3 * MINUTE)

    assert moves(worse + fine) == [("major_outage", "partial_outage"), ("partial_outage", "operational")]
    assert ToldStatus.objects.get().sequence == 3


def test_what_the_page_does_not_show_yet_is_not_told(worker, rita, noon):
    words.published(words.incident(at=noon), at=noon)
    Publication.objects.update(wanted=99, built=1, built_at=noon)

    assert actions.tell_components(by=SYSTEM) == 0
    assert not ToldStatus.objects.exists()


def test_what_a_crash_kept_back_is_told_by_the_next_run_once(worker, noon, monkeypatch):
    words.published(words.incident(at=noon), at=noon)
    with monkeypatch.context() as broken:
        broken.setattr("core.delivery.actions.enqueue", explode)
        with pytest.raises(RuntimeError):
            worker(noon + MINUTE)
    assert not ToldStatus.objects.exists()

    told = worker(noon + 2 * MINUTE) + worker(noon + 3 * MINUTE)

    assert moves(told) == [("operational", "major_outage")]


def explode(*_):
    raise RuntimeError


def test_two_changes_between_two_runs_are_one(worker, rita, noon):
    incident = words.incident(at=noon)
    words.published(incident, at=noon)
    response.recover(incident=incident, component=Component.objects.get(), by=rita, at=noon + MINUTE)

    assert worker(noon + 2 * MINUTE) == []


def test_the_clock_begins_and_ends_maintenance_and_both_are_told(worker, rita, noon):
    subscribers.audiences()
    impact = response.ImpactInput(catalogue.component("playback"), "under_maintenance", None)
    incident = words.incident(at=noon, kind="maintenance", severity=None, scheduled_for=noon + 60 * MINUTE,
                              scheduled_until=noon + 90 * MINUTE, impacts=[impact])  # fmt: skip
    words.published(incident, at=noon, phase="maintenance")
    assert worker(noon + MINUTE) == []

    at = noon + 61 * MINUTE
    response.keep_time(incident=incident, by=SYSTEM, at=at)
    began = renewed(worker, at)
    response.keep_time(incident=incident, by=SYSTEM, at=noon + 91 * MINUTE)
    ended = renewed(worker, noon + 91 * MINUTE)

    assert moves(began + ended) == [("operational", "under_maintenance"), ("under_maintenance", "operational")]


def renewed(worker, at):
    """As the minute's job does."""
    with time_machine.travel(at, tick=False):
        actions.rebuild(at=at, even_if_current=True)
    return worker(at)


def test_a_suppliers_name_stands_on_the_page_only(worker, noon):
    catalogue.third_party("Acme CDN", en="a delivery partner")
    component = catalogue.component("edge", name="Delivery by Acme CDN", description="What ACME-CDN brings.")
    incident = words.incident(at=noon, impacts=[response.ImpactInput(component, "partial_outage", None)])
    words.published(incident, at=noon)

    (body,) = worker(noon + MINUTE)

    assert body["component"]["name"] == "Delivery by a delivery partner"
    assert "acme" not in json.dumps(body).lower()


def test_who_hears_follows_the_choice_of_components_and_regions(worker, noon, webhook_receiver):
    france, japan = catalogue.region("france"), catalogue.region("japan")
    other = catalogue.component("payments")
    url = webhook_receiver.url
    subscribers.confirmed(f"{url}/japan", kinds=["component"], regions=[japan])
    subscribers.confirmed(f"{url}/france", kinds=["component"], regions=[france])
    subscribers.confirmed(f"{url}/payments", kinds=["component"], components=[other])
    subscribers.confirmed(f"{url}/incidents", kinds=["incident"])
    subscribers.confirmed("ann@example.org")
    words.published(words.incident(at=noon), at=noon)
    webhook_receiver.calls = []

    worker(noon + MINUTE)

    told = Delivery.objects.filter(broadcast__key__startswith="incidents.component").values_list("address", flat=True)
    assert sorted(told) == [url + "/", f"{url}/france"]


def test_a_hidden_component_is_told_of_to_nobody(worker, noon):
    component = catalogue.component("inside", is_public=False)
    incident = words.incident(at=noon, impacts=[response.ImpactInput(component, "major_outage", None)])
    words.published(incident, at=noon)

    assert worker(noon + MINUTE) == []


def test_nobody_to_tell_means_nothing_owed(noon):
    words.published(words.incident(at=noon), at=noon)

    tasks.rebuild()

    assert ToldStatus.objects.get().status == "major_outage"
    assert not Broadcast.objects.filter(key__startswith="incidents.component").exists()


def test_only_the_clockwork_tells(rita, noon):
    with pytest.raises(Refused):
        communication.tell_components(standings={}, by=rita, at=noon)


def test_looking_costs_the_same_few_statements_when_nothing_has_changed(worker, noon, django_assert_num_queries):
    for _ in range(4):
        words.published(words.incident(at=noon), at=noon)
    worker(noon + MINUTE)

    with django_assert_num_queries(8):  # two savepoints, the lock, harms, what was told, components
        assert actions.tell_components(by=SYSTEM) == 0


def test_the_worst_is_shown_and_a_change_concerns_where_it_was_or_is():
    assert standing([]) == Standing("operational")
    assert standing([("degraded_performance", 1), ("major_outage", 2)]) == Standing("major_outage", (1, 2))
    assert standing([("degraded_performance", 1), ("major_outage", None)]) == Standing("major_outage")
    assert concerned(Standing("major_outage", (1,)), Standing("operational")) == (1,)
    assert concerned(Standing("major_outage", (1,)), Standing("partial_outage", (2,))) == (1, 2)
    assert concerned(Standing("major_outage", (1,)), Standing("partial_outage")) == ()


def test_the_page_and_the_webhook_read_the_same_state(noon, rita):
    incident = words.incident(at=noon)
    words.published(incident, at=noon)
    subscribers.audiences()

    shown = queries.page(None, "en", noon)

    (line,) = [line for group in shown.groups for line in group.components]
    assert queries.standings(noon)[Component.objects.get().pk].status == line.status
