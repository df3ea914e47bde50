"""Writing over the API: what is taken, what is refused, and who is remembered (reliability: V05, V06)."""

import pytest

from core.audit.models import AuditEvent
from incidents.catalogue.models import Component, Region, Service
from incidents.response.models import Incident
from tests.factories import accounts
from tests.factories.probe import PROBE, REGIONS, calls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.factories.probe")]


@pytest.fixture
def header():
    return accounts.authorization("incidents:read", "incidents:write")


@pytest.fixture
def japan():
    return Region.objects.create(slug="japan", name="Japan")


def send(client, verb, path, body, header):
    return getattr(client, verb)(path, body, content_type="application/json", **header)


def test_a_write_says_who_in_the_audit_trail(client, header):
    answer = send(client, "post", REGIONS, {"slug": "japan", "name": "Japan"}, header)

    event = AuditEvent.objects.get(kind="incidents.region.created")
    assert answer.status_code == 201
    assert event.object_label == "Japan"
    assert event.actor_label.endswith("via test")
    assert event.request_id == answer["X-Request-ID"]


@pytest.mark.parametrize("field", ["id", "is_superuser", "groups", "pk"])
@pytest.mark.parametrize(("verb", "path"), [("post", REGIONS), ("patch", "detail")])
def test_fields_one_may_not_set_are_refused_by_name(client, header, japan, verb, path, field):
    before = Region.objects.values().get()
    path = f"{REGIONS}{japan.pk}/" if path == "detail" else path

    answer = send(client, verb, path, {"slug": "x", "name": "x", field: 99}, header)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert Region.objects.values().get() == before


def test_an_unknown_field_deep_inside_is_named_with_its_path(client, header):
    calls.clear()

    answer = send(client, "post", PROBE, {"name": "a", "parts": [{"number": 1, "nummer": 2}]}, header)

    assert list(answer.json()["errors"]) == ["parts.nummer"]
    assert calls == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"[" * 100_000, 400),
        (b'{"name": NaN}', 400),
        (b'{"name": "a\\u0000b"}', 400),
        (b'{"name": "\\ud800"}', 400),
        (b'{"name": "\xff"}', 400),
        (b"", 400),
    ],
)
def test_a_body_that_is_no_good_is_a_400(client, header, body, status):
    answer = client.post(PROBE, body, content_type="application/json", **header)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_anything_but_json_is_a_415(client, header):
    assert client.post(PROBE, "name=a", content_type="application/x-www-form-urlencoded", **header).status_code == 415


def test_a_move_that_is_not_one_names_those_there_are(client, header):
    answer = send(client, "post", f"{PROBE}shut/", {}, header)

    assert answer.status_code == 409
    assert answer.json()["allowed"] == ["open", "closed"]
    assert answer.json()["type"] == "urn:candor:problem:move_not_allowed"


def test_a_deleted_row_is_remembered(client, header, japan):
    assert client.delete(f"{REGIONS}{japan.pk}/", **header).status_code == 204
    assert AuditEvent.objects.filter(kind="incidents.region.deleted", object_label="Japan").exists()


def test_what_is_still_used_is_not_deleted(client, header, japan, noon):
    component = Component.objects.create(slug="play", name="Play", service=Service.objects.create(slug="tv", name="TV"))
    incident = Incident.objects.create(
        reference="INC-2026-0001", title="Down", declared_at=noon, declared_by="Ada", updated_at=noon
    )
    incident.impacts.create(component=component, region=japan, status="major_outage", started_at=noon, started_by="Ada")

    answer = client.delete(f"{REGIONS}{japan.pk}/", **header)

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:candor:problem:still_used"
    assert not AuditEvent.objects.filter(kind="incidents.region.deleted").exists()


def test_a_value_already_taken_is_a_400_by_field(client, header, japan):
    answer = send(client, "post", REGIONS, {"slug": "japan", "name": "Again"}, header)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["slug"]


def test_a_read_token_writes_nothing_and_the_attempt_is_kept(client, japan):
    answer = client.delete(f"{REGIONS}{japan.pk}/", **accounts.authorization("incidents:read"))

    assert answer.status_code == 403
    assert Region.objects.filter(pk=japan.pk).exists()
    assert AuditEvent.objects.get(kind="core.security.refused").data["rule"] == "scope incidents:write"


def test_a_role_without_the_right_writes_nothing_and_the_attempt_is_kept(client, japan):
    answer = client.delete(
        f"{REGIONS}{japan.pk}/", **accounts.authorization("incidents:write", owner=accounts.user("Observer"))
    )

    assert answer.status_code == 403
    assert AuditEvent.objects.get(kind="core.security.refused").data["rule"] == "right incidents.delete_region"


def test_what_an_action_refuses_is_a_403_and_kept(client, header):
    answer = send(client, "post", PROBE, {"name": "refuse"}, header)

    assert answer.status_code == 403
    assert AuditEvent.objects.get(kind="core.security.refused").data == {"rule": "probe.can_do", "path": PROBE}


def test_a_refusal_under_an_idempotency_key_is_kept_too(client, header):
    client.post(PROBE, {"name": "refuse"}, content_type="application/json", headers={"Idempotency-Key": "k"}, **header)

    assert AuditEvent.objects.filter(kind="core.security.refused").exists()


def test_a_bug_is_a_problem_document_without_its_text(client, header):
    client.raise_request_exception = False

    answer = send(client, "post", PROBE, {"name": "crash"}, header)

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "ZeroDivision" not in answer.content.decode()
