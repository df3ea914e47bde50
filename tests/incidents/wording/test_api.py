"""The linter over REST: one text checked, nothing stored; the rules to read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import accounts, catalogue, communication

CHECK, RULES = "/api/v1/wording/check/", "/api/v1/wording/rules/"


@pytest.fixture
def incident(db):
    catalogue.third_party("Farlane CDN", fr="l’un de nos prestataires")
    return communication.incident()


@pytest.fixture
def post(client, incident):
    def post(body, *, expect=200, role="Support agent", scopes=("incidents:read",)):
        headers = accounts.authorization(*scopes, owner=accounts.user(*([role] if role else [])))
        answer = client.post(CHECK, body, content_type="application/json", **headers)
        assert answer.status_code == expect, answer.content
        return answer.json()

    return post


def test_a_text_is_checked_with_what_its_incident_knows(post, incident):
    body = {"text": "La lecture échoue en France à cause de FARLANE-CDN !", "language": "fr", "channel_kind": "email"}

    found = {row["rule"]: row for row in post(body | {"incident": incident.reference, "phase": "scope"})["findings"]}

    assert found["third_party_named"]["mend"]["text"] == "l’un de nos prestataires"
    assert found["third_party_named"]["quote"] == "FARLANE-CDN"
    assert found["third_party_named"]["category"] == "needs_signature"
    assert {"scope_first", "who_where"}.isdisjoint(found)


def test_fields_that_exist_are_filled_when_it_is_said(post):
    rules = {row["rule"] for row in post({"text": "{functions} fail, {nowhere}.", "language": "en"})["findings"]}
    fine = {row["rule"] for row in post({"text": "{functions} fail, {eta}.", "language": "en"})["findings"]}

    assert "unfilled_placeholder" in rules
    assert "unfilled_placeholder" not in fine


def test_bad_input_is_named(post):
    assert set(post({"text": "", "language": "xx", "phase": "y"}, expect=400)["errors"]) == {
        "text",
        "language",
        "phase",
    }
    assert "nonsense" in post({"text": "a", "language": "en", "nonsense": 1}, expect=400)["errors"]


def test_a_stranger_among_staff_and_a_token_without_scope_are_refused(post):
    post({"text": "a", "language": "en"}, expect=403, role="")
    post({"text": "a", "language": "en"}, expect=403, scopes=("status:read",))


def test_a_check_costs_a_fixed_number_of_statements(post, incident):
    body = {"text": "Playback fails.", "language": "en", "incident": incident.reference}
    post(body)

    with CaptureQueriesContext(connection) as asked:
        post(body)

    assert len([each for each in asked if "thirdparty" in each["sql"] or "fact" in each["sql"]]) <= 4


def test_the_rules_can_be_read(client, incident):
    headers = accounts.authorization("incidents:read", owner=accounts.user("Observer"))

    rows = client.get(RULES, **headers).json()["rules"]

    assert rows[0]["practice"] == "P2"
    assert {"id", "level", "message", "good", "bad", "phases"} <= set(rows[0])
    assert next(row for row in rows if row["id"] == "timestamp")["phases"]
