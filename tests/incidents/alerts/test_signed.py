"""A source with a signing secret is heard only when it signs (Standard Webhooks), and once per message."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from standardwebhooks import Webhook

from core.audit.models import AuditEvent
from core.sources.errors import NotSigned
from core.web.models import IdempotencyKey
from incidents.alerts import actions
from incidents.alerts.models import Alert, AlertSource, Proposal
from tests.factories import accounts, alerts
from tests.factories.response import actor

pytestmark = pytest.mark.django_db
BODY = json.dumps(alerts.group("g1", alerts.firing("A")))


@pytest.fixture
def source():
    """A source that must sign, its key and its secret."""
    made, key = alerts.source()
    secret = _rotate(made)
    return made, key, secret


def _rotate(source, at=None):
    return actions.rotate_secret(source=source, by=actor(role="Administrator"), at=at or timezone.now())


def signed(secret, body=BODY, *, named="msg_1", ago=timedelta(0)):
    """The headers a sender adds."""
    moment = datetime.now(UTC) - ago
    return {
        "webhook-id": named,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(named, moment, body),
    }


def _without(headers, name):
    return {each: value for each, value in headers.items() if each != name}


def test_a_signed_report_is_taken(report, source):
    _source, key, secret = source

    assert report("alertmanager", key, BODY, **signed(secret)).status_code == 202
    assert Alert.objects.count() == 1


def test_i02_old_future_forged_and_unsigned_reports_are_refused_alike_and_leave_nothing(report, source):
    """I02: old timestamp, bad signature: 401 in one wording, no row and nothing acknowledged."""
    made, key, secret = source
    other, _key = alerts.source("grafana")
    good = signed(secret)
    wrong = [
        signed(secret, ago=timedelta(minutes=6)),
        signed(secret, ago=timedelta(minutes=-6)),
        {**signed(secret, ago=timedelta(minutes=6)), "webhook-timestamp": good["webhook-timestamp"]},
        signed(secret, BODY.replace("critical", "warning")),
        signed(_rotate(other)),
        {**good, "webhook-id": "msg_2"},
        *[_without(good, name) for name in good],
        *[{**good, "webhook-signature": each} for each in ("", "v1", "v1,%%%", "v1,é", "v1a,AAAA", "x,y,z")],
        *[{**good, "webhook-timestamp": each} for each in ("soon", "nan", "1e400", "-1")],
        signed(secret, named="m" * 256),
    ]

    answers = [report("alertmanager", key, BODY, **headers) for headers in wrong]

    assert [answer.status_code for answer in answers] == [401] * len(wrong)
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["Content-Type"] == "application/problem+json"
    assert (Proposal.objects.count(), Alert.objects.count(), IdempotencyKey.objects.count()) == (0, 0, 0)
    made.refresh_from_db()
    assert (made.last_received_at, made.last_error) == (None, "")


@pytest.mark.parametrize("body", ["no json", b"\xff\xfe", "[]"])
def test_an_unsigned_body_is_not_even_read(report, source, body):
    _source, key, _secret = source

    assert report("alertmanager", key, body).status_code == 401


def test_i02_another_sources_key_makes_a_separate_alert(report, source):
    """I02: each source is heard at its own door, with its own key and signature, and makes its own proposal."""
    _source, key, secret = source
    other, other_key = alerts.source(slug="other")
    other_secret = _rotate(other)

    assert report("alertmanager", other_key, BODY, **signed(other_secret)).status_code == 401
    assert report("alertmanager", key, BODY, **signed(secret)).status_code == 202
    assert report("other", other_key, BODY, **signed(other_secret)).status_code == 202
    assert sorted(Proposal.objects.values_list("source__slug", flat=True)) == ["alertmanager", "other"]


def test_a_signature_alone_opens_nothing(report, source):
    _source, _key, secret = source

    assert report("alertmanager", "f" * 32, BODY, **signed(secret)).status_code == 401


def test_a_replayed_message_is_done_once_and_brings_nothing_back(report, source):
    """Captured and sent again within its five minutes it must not make a fresh proposal of what has ended."""
    _source, key, secret = source
    headers = signed(secret)
    first = report("alertmanager", key, BODY, **headers)
    over = json.dumps(alerts.group("g1", alerts.firing("A", status="resolved"), status="resolved"))
    assert report("alertmanager", key, over, **signed(secret, over, named="msg_2")).status_code == 202

    again = report("alertmanager", key, BODY, **headers)
    tried_anew = report("alertmanager", key, BODY, **signed(secret, ago=timedelta(seconds=-9)))

    assert (again.status_code, again.json()) == (tried_anew.status_code, tried_anew.json()) == (202, first.json())
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.reports) == ("expired", 2)


def test_what_failed_may_come_again_under_its_id(report, source):
    _source, key, secret = source
    broken = json.dumps({"version": "9"})

    assert report("alertmanager", key, broken, **signed(secret, broken)).status_code == 400
    assert AlertSource.objects.get().last_error
    assert report("alertmanager", key, BODY, **signed(secret)).status_code == 202


def test_pagerdutys_door_refuses_in_its_own_manner(client, enqueue):
    made, key = alerts.source("pagerduty")
    secret = _rotate(made)
    body = json.dumps({"routing_key": key, **alerts.event()})

    unsigned = enqueue(key, alerts.event())
    answers = [
        client.post("/v2/enqueue", body, content_type="application/json", headers=signed(secret, body)) for _ in "12"
    ]

    assert (unsigned.status_code, unsigned.json()["status"]) == (400, "invalid event")
    assert [answer.status_code for answer in answers] == [202, 202]
    assert Proposal.objects.get().reports == 1


def test_a_replaced_secret_is_good_for_one_more_day(report, source):
    made, key, old = source
    new = _rotate(made)

    for number, secret in enumerate((old, new)):
        assert report("alertmanager", key, BODY, **signed(secret, named=f"msg_{number}")).status_code == 202
    last = _rotate(made, at=timezone.now() - timedelta(hours=24, seconds=1))
    assert report("alertmanager", key, BODY, **signed(new, named="msg_8")).status_code == 401
    assert report("alertmanager", key, BODY, **signed(last, named="msg_9")).status_code == 202


def test_a_dropped_secret_leaves_the_key_and_is_told_to_the_audit_trail(report, source):
    made, key, _secret = source
    administrator = actor(role="Administrator")
    actions.drop_secret(source=made, by=administrator, at=timezone.now())

    assert report("alertmanager", key, BODY).status_code == 202
    kinds = set(AuditEvent.objects.values_list("kind", flat=True))
    assert {"incidents.alertsource.secret_rotated", "incidents.alertsource.secret_dropped"} <= kinds
    with pytest.raises(NotSigned):
        actions.drop_secret(source=made, by=administrator, at=timezone.now())


def test_over_the_api_the_secret_is_told_once_and_kept_in_no_copy(client, report):
    made, key = alerts.source()
    token = accounts.authorization("alerts:write", "incidents:read", owner=accounts.user("Administrator"))

    def press(verb, **headers):
        door = f"/api/v1/alert-sources/{made.slug}/{verb}/"
        return client.post(door, {}, content_type="application/json", **token, headers=headers)

    told = press("rotate-secret", **{"Idempotency-Key": "a"}).json()
    assert told["is_signed"] is True
    assert press("rotate-secret", **{"Idempotency-Key": "a"}).json()["type"].endswith("told_once")
    assert report("alertmanager", key, BODY, **signed(told["secret"])).status_code == 202
    listed = client.get("/api/v1/alert-sources/", **token).content.decode()
    assert "whsec_" not in listed
    assert '"is_signed":true' in listed.replace(" ", "")
    press("rotate-key", **{"Idempotency-Key": "b"})
    assert all(bytes(kept.body) == b"" for kept in IdempotencyKey.objects.filter(key__in="ab"))
    assert press("drop-secret").json()["is_signed"] is False
    assert press("drop-secret").json()["type"] == "urn:candor:problem:not_signed"


@pytest.mark.parametrize("button", ["rotate-key", "rotate-secret"])
def test_staff_see_a_new_key_or_secret_once_and_no_session_keeps_it(client, button):
    made, _key = alerts.source()
    client.force_login(accounts.user("Administrator"))

    answer = client.post(f"/admin/incidents/alertsource/{made.pk}/do/{button}/", {"confirm": "1"})

    told = answer.context["told"]
    assert (answer.status_code, told in answer.content.decode()) == (200, True)
    assert "no-store" in answer["Cache-Control"]
    made.refresh_from_db()
    assert told[-4:] == made.key_hint if button == "rotate-key" else told == made.secrets[0]["secret"]
    assert told not in str([row.get_decoded() for row in Session.objects.all()])
    assert told not in str(answer.cookies)
    assert told not in client.get(f"/admin/incidents/alertsource/{made.pk}/change/").content.decode()


def test_a_new_sources_key_is_in_no_session_either(client):
    client.force_login(accounts.user("Administrator"))
    form = {"name": "Grafana", "slug": "grafana", "format": "grafana", "is_active": "on"}

    answer = client.post(
        "/admin/incidents/alertsource/add/", form | {"components": "{}", "levels": "{}", "mapping": "{}"}
    )

    told = answer.context["told"]
    assert told.endswith(AlertSource.objects.get().key_hint)
    assert told in answer.content.decode()
    assert told not in str([row.get_decoded() for row in Session.objects.all()])
    assert told not in str(answer.cookies)


def test_an_observer_makes_and_drops_no_secret(client, source):
    made, _key, secret = source
    client.force_login(accounts.user("Observer"))

    for button in ("rotate-secret", "drop-secret"):
        assert client.post(f"/admin/incidents/alertsource/{made.pk}/do/{button}/", {"confirm": "1"}).status_code in {
            403,
            404,
        }
    made.refresh_from_db()
    assert [entry["secret"] for entry in made.secrets] == [secret]
