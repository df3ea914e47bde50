"""The conversations over REST: reading, entering, and every move, as programs and staff do it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.threads import actions
from feedback.threads.models import Thread
from feedback.threads.states import Kind
from tests.factories import accounts, catalogue, feedback

pytestmark = pytest.mark.django_db
LIST = "/api/v1/threads/"


@pytest.fixture
def agent():
    feedback.registers()
    return accounts.user("Support agent", username="sam")


@pytest.fixture
def header(agent):
    return accounts.authorization("feedback:read", "feedback:write", owner=agent)


@pytest.fixture
def send(client, header):
    def post(path: str, body: dict | None = None):
        return client.post(f"{LIST}{path}", body or {}, content_type="application/json", **header)

    return post


def references(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["reference"] for row in answer.json()["results"]]


def test_a_program_enters_what_a_customer_said_and_reads_it_again(client, header, send):
    catalogue.component("playback")
    body = {"text": "It stops.", "language": "en", "register": "problem", "component": "playback"}

    made = send("", {**body, "email": "ana@example.org", "reply_by": "email"})

    assert made.status_code == 201, made.content
    told = client.get(f"{LIST}{made.json()['reference']}/", **header).json()
    assert made.json() == told
    assert (told["origin"], told["register"], told["component"]) == ("api", "problem", "playback")
    assert [(each["author"], each["text"]) for each in told["messages"]] == [("customer", "It stops.")]


def test_a_call_back_needs_a_number(send):
    refused = send("", {"text": "Call me.", "language": "en", "origin": "phone", "reply_by": "phone"})

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["telephone"])
    assert not Thread.objects.exists()


def test_every_move_is_the_action_of_its_name(send, agent):
    thread = feedback.thread(visibility="public")
    name = thread.reference

    assert send(f"{name}/show/", {"visibility": "private"}).json()["visibility"] == "private"
    assert send(f"{name}/triage/", {"register": "idea"}).json()["state"] == "triaged"
    assert send(f"{name}/assign/", {"to": "sam"}).json()["assignee"] == "sam"
    assert send(f"{name}/show/", {"visibility": "public"}).json()["visibility"] == "public"
    assert send(f"{name}/hold/").json()["held_for"] == "staff"
    assert send(f"{name}/release/").json()["state"] == "new"
    assert send(f"{name}/note/", {"text": "Again."}).json()["kind"] == Kind.NOTE
    assert send(f"{name}/close/").json()["closed_by"].startswith("Person")
    assert send(f"{name}/messages/", {"text": "Still broken."}).status_code == 201
    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human, thread.assignee) == ("open", True, agent)
    assert send(f"{name}/close/").json()["state"] == "closed"
    assert send(f"{name}/reopen/").json()["state"] == "open"


def test_a_move_the_table_lacks_is_a_conflict(send):
    thread = feedback.thread()
    send(f"{thread.reference}/close/")

    assert send(f"{thread.reference}/hold/").status_code == 409


def test_each_filter_keeps_what_it_names(client, header, agent, noon):
    component = catalogue.component("playback")
    early = feedback.thread("Early", at=noon - timedelta(days=9))
    mine = feedback.thread("Mine", language="fr", register="problem", component=component, at=noon)
    actions.assign(thread=mine, to=agent, by=feedback.agent(), at=noon)
    shown = feedback.thread("Shown", visibility="public", origin="social", at=timezone.now())
    held = feedback.thread("Held", held_for="spam", at=timezone.now())

    def found(**query):
        return references(client.get(LIST, query, **header))

    everything = [held.reference, shown.reference, mine.reference, early.reference]
    assert found() == everything
    assert found(state="held") == [held.reference]
    assert found(state=["held", "new"]) == everything
    assert found(language="fr") == found(component="playback") == found(assignee="sam") == [mine.reference]
    assert found(register="problem") == [mine.reference]
    assert mine.reference not in found(register="none") + found(assignee="none")
    assert found(visibility="public") == found(origin="social") == [shown.reference]
    assert found(overdue="true") == [mine.reference, early.reference]
    assert found(created_before=noon.isoformat()) == [early.reference]
    assert client.get(LIST, {"colour": "red"}, **header).status_code == 400


@pytest.mark.parametrize("rows", [1, 50])
def test_a_list_is_three_statements_however_long(client, header, rows, noon):
    for number in range(rows):
        feedback.thread(f"Number {number}", component=catalogue.component(f"c{number}"), at=noon)
    client.get(LIST, **header)

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(LIST, {"page_size": 200}, **header)

    assert len(references(answer)) == rows
    assert len(asked) <= 3


def test_who_does_not_listen_reads_no_conversation_and_a_reader_writes_none(client, send):
    thread = feedback.thread()
    outsider = accounts.authorization("feedback:read", "feedback:write", owner=accounts.user("Observer"))
    reader = accounts.authorization("feedback:read", owner=accounts.user("Support agent"))

    assert client.get(LIST, **outsider).status_code == 403
    assert client.get(f"{LIST}{thread.reference}/", **outsider).status_code == 403
    assert client.get(LIST).status_code == 401
    assert client.post(f"{LIST}{thread.reference}/close/", **reader).status_code == 403
    thread.refresh_from_db()
    assert thread.state == "new"
