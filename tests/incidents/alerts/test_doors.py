"""Wrong keys, wrong bodies and too much: a clear answer, and nothing kept."""

import pytest

from core.sources import gate
from incidents.alerts import actions
from incidents.alerts.models import AlertSource, Proposal
from tests.factories import alerts
from tests.factories.response import actor

pytestmark = pytest.mark.django_db


def test_no_key_a_wrong_one_and_another_sources_key_are_refused_alike(report):
    alerts.source()
    _other, key = alerts.source("grafana")
    body = alerts.group("g1", alerts.firing("A"))

    answers = [report("alertmanager", wrong, body) for wrong in ("", "f" * 32, key)]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert Proposal.objects.count() == 0


def test_a_rotated_key_and_a_source_set_inactive_are_refused_at_once(report, noon):
    source, key = alerts.source()
    body = alerts.group("g1", alerts.firing("A"))
    fresh = actions.rotate_key(source=source, by=actor(role="Administrator"), at=noon)

    assert report("alertmanager", key, body).status_code == 401
    assert report("alertmanager", fresh, body).status_code == 202
    AlertSource.objects.update(is_active=False)
    assert report("alertmanager", fresh, body).status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": "4", "groupKey": "g"}, "alerts"),
        ({"version": "4", "alerts": []}, "groupKey"),
        ({"version": "9", "groupKey": "g", "alerts": []}, "version"),
        ({"groupKey": "g", "alerts": [{"status": "odd"}]}, "alerts[0].status"),
        ({"groupKey": "g", "alerts": [{"status": "firing", "startsAt": "soon"}]}, "alerts[0].startsAt"),
        ({"groupKey": "g", "alerts": [7]}, "alerts[0]"),
    ],
)
def test_a_broken_body_is_refused_naming_the_field(report, body, field):
    _source, key = alerts.source()

    answer = report("alertmanager", key, body)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("body", ["no json", "[]", b"\xff", '{"a":' * 5_000])
def test_what_is_no_json_object_is_refused(report, body):
    _source, key = alerts.source()

    assert report("alertmanager", key, body).status_code == 400


def test_a_body_over_half_a_megabyte_is_refused(report):
    _source, key = alerts.source()

    assert report("alertmanager", key, '{"a": "' + "x" * 524_288 + '"}').status_code == 413


@pytest.mark.parametrize("wrong", [{"severity": "bad"}, {"summary": ""}, {"summary": "x" * 1025}, {"source": 5}])
def test_a_pagerduty_event_is_checked_like_the_real_one(enqueue, wrong):
    _source, key = alerts.source("pagerduty")

    answer = enqueue(key, alerts.event(**wrong))

    assert (answer.status_code, answer.json()["status"]) == (400, "invalid event")
    assert next(iter(wrong)) in answer.json()["errors"][0]


def test_an_unknown_routing_key_is_a_bad_event(enqueue):
    assert enqueue("f" * 32, alerts.event()).status_code == 400


def test_overload_is_shed_with_a_503_that_senders_repeat(report, settings):
    _source, key = alerts.source()
    settings.ALERTS_AT_ONCE = 1
    body = alerts.group("g1", alerts.firing("A"))

    with gate.admitted():
        answer = report("alertmanager", key, body)

    assert (answer.status_code, answer["Retry-After"], Proposal.objects.count()) == (503, "5", 0)
    assert report("alertmanager", key, body).status_code == 202


def test_text_with_markup_and_nul_stays_text(report):
    _source, key = alerts.source("generic", mapping={"title": "event.name"})

    report("generic", key, {"event": {"name": "<b>down</b>\x00"}})

    assert Proposal.objects.get().title == "<b>down</b>"
