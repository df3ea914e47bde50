"""Every error is an RFC 9457 problem document."""

import pytest

from tests.factories import accounts

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_who_they_are(client):
    answer = client.get("/api/v1/")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:candor:problem:not_authenticated"
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_a_token_opens_the_listing(client):
    answer = client.get("/api/v1/", **accounts.authorization("incidents:read"))

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/api/nothing/", "/api/v1/nothing/", "/api/v1/incidents"])
def test_an_unknown_address_is_a_problem_too(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_method_the_address_lacks_names_those_it_has(client):
    answer = client.post("/api/v1/", **accounts.authorization("incidents:read"))

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_format_we_do_not_speak(client):
    answer = client.get("/api/v1/", HTTP_ACCEPT="text/csv", **accounts.authorization("incidents:read"))

    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


def test_an_unknown_parameter_is_named(client):
    answer = client.get("/api/v1/?offset=-1", **accounts.authorization("incidents:read"))

    assert answer.status_code == 400
    assert "offset" in answer.json()["errors"]


def test_too_large_a_body(client, settings):
    settings.API_MAX_BODY_BYTES = 100
    answer = client.post("/api/v1/", {"text": "x" * 200}, content_type="application/json")

    assert answer.status_code == 413
    assert answer.json()["limit"] == 100
