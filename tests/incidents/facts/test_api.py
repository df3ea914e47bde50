"""The ledger over REST."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.facts.models import FactRequest
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import facts as made
from tests.factories import response as people


@pytest.fixture
def incident(db):
    return updates.incident(at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def expert(incident):
    user = accounts.user("Subject matter expert", username="elsa", first_name="Elsa", last_name="Expert")
    response.assign(incident=incident, role=Role.EXPERT, user=user, by=people.actor(), at=timezone.now())
    return accounts.authorization("incidents:read", "incidents:write", owner=user)


def address(incident, *parts):
    return "/".join(["/api/v1/incidents", incident.reference, "facts", *parts, ""])


def post(client, path, body, headers):
    return client.post(path, body, content_type="application/json", **headers)


def test_the_ledger_names_what_the_next_message_lacks(client, incident, expert):
    answer = client.get(address(incident), **expert)

    assert answer.status_code == 200
    body = answer.json()
    assert body["phase"] == "holding"
    assert body["due"] == ["impact_started_at", "symptom", "running_event", "next_update_at"]
    functions = next(fact for fact in body["facts"] if fact["key"] == "functions")
    assert (functions["derived"], functions["state"]) == (True, "confirmed")


def test_an_answer_comes_back_with_its_version(client, incident, expert):
    body = {"state": "confirmed", "value": {"low": 100, "high": 300}, "source": "Player metrics", "expected": 0}
    answer = post(client, address(incident, "affected_now", "answer"), body, expert)

    assert answer.status_code == 200, answer.json()
    fact = answer.json()
    assert (fact["version"], fact["state"], fact["value"]) == (1, "confirmed", {"low": 100, "high": 300})
    assert fact["answered_by"] == "Elsa Expert via test"

    again = post(client, address(incident, "affected_now", "answer"), body, expert)
    assert again.status_code == 409
    assert again.json()["current"]["answered_by"] == "Elsa Expert via test"


def test_each_wrong_field_is_named(client, incident, expert):
    later, sooner = timezone.now() + timedelta(hours=2), timezone.now() + timedelta(hours=1)
    value = {"earliest": later.isoformat(), "latest": sooner.isoformat(), "basis": "A guess."}
    wrong = post(client, address(incident, "eta", "answer"), {"state": "estimated", "value": value}, expert)
    strange = post(client, address(incident, "eta", "answer"), {"state": "estimated", "value": {"low": 3}}, expert)

    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["latest"])
    assert (strange.status_code, list(strange.json()["errors"])) == (400, ["low"])


def test_an_unknown_key_is_not_found(client, incident, expert):
    assert client.get(address(incident, "weather"), **expert).status_code == 404
    assert post(client, address(incident, "weather", "answer"), {"state": "unknown"}, expert).status_code == 404


def test_history_tells_every_answer(client, incident, expert):
    for low in (1, 2):
        value = {"state": "estimated", "value": {"low": low}}
        post(client, address(incident, "reports_count", "answer"), value, expert)
    post(client, address(incident, "reports_count", "retract"), {"reason": "Counted twice."}, expert)

    rows = client.get(address(incident, "reports_count", "history"), **expert).json()
    assert [(row["number"], row["state"]) for row in rows] == [(3, "retracted"), (2, "estimated"), (1, "estimated")]


def test_one_asks_a_person_and_they_find_it(client, incident, expert):
    accounts.user("Support agent", username="sue", email="sue@example.org")
    due = (timezone.now() + timedelta(minutes=10)).isoformat()
    body = {"user": "sue", "due_at": due, "note": "From the forum?"}
    answer = post(client, address(incident, "symptom", "ask"), body, expert)

    assert answer.status_code == 201, answer.json()
    row = FactRequest.objects.get()
    listed = client.get("/api/v1/fact-requests/?open=true", **expert).json()["results"]
    assert [each["user"] for each in listed] == ["sue"]
    withdrawn = post(client, f"/api/v1/fact-requests/{row.pk}/withdraw/", {}, expert)
    assert withdrawn.json()["settled_by"] == "Elsa Expert via test"


def test_an_organisation_adds_its_own_question(client, incident, expert):
    admin = accounts.authorization("incidents:read", "incidents:write")
    body = {
        "key": "refunds",
        "label": "Refunds",
        "kind": "text",
        "need": "scoping",
        "translations": [{"language": "fr", "label": "Remboursements", "question": "Qui sera remboursé ?"}],
    }
    made_one = post(client, "/api/v1/checklist-items/", body, admin)
    assert made_one.status_code == 201, made_one.json()
    answered = post(
        client, address(incident, "refunds", "answer"), {"state": "estimated", "texts": {"en": "Everyone."}}, expert
    )
    assert (answered.status_code, answered.json()["label"]) == (200, "Refunds")

    taken = post(client, "/api/v1/checklist-items/", {**body, "key": "title"}, admin)
    assert (taken.status_code, list(taken.json()["errors"])) == (400, ["key"])


def test_a_reader_may_not_answer(client, incident):
    headers = accounts.authorization("incidents:read", owner=accounts.user("Observer"))
    assert client.get(address(incident), **headers).status_code == 200
    assert post(client, address(incident, "symptom", "answer"), {"state": "unknown"}, headers).status_code == 403


def test_the_ledger_costs_the_same_however_much_is_answered(client, incident, expert):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(address(incident), **expert)
        return len(asked)

    client.get(address(incident), **expert)
    before = cost()
    commander = people.actor()
    for key in ("symptom", "scope", "workaround"):
        made.answered(incident, key, by=commander, at=timezone.now())
    assert cost() == before
    assert before <= 11
