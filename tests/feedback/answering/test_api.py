"""Answers, drafts and canned replies for programs: the same rules, told as problems."""

import pytest

from config.roles import SCOPES
from feedback.answering import defaults as canned
from feedback.answering.models import CannedReply, CannedUse, ReplyDraft
from tests.factories import accounts, catalogue, feedback

pytestmark = pytest.mark.django_db
OWN = "Your receiver in the kitchen lost its certificate on Tuesday night, that is all."


@pytest.fixture
def thread(noon):
    feedback.registers()
    canned.seed(noon)
    return feedback.thread(register="complaint", at=noon)


@pytest.fixture
def agent():
    return accounts.user("Support agent", first_name="Sam", last_name="Support")


def post(client, path, body, owner, *scopes):
    header = accounts.authorization(*(scopes or ("feedback:read", "feedback:write")), owner=owner)
    return client.post(f"/api/v1/{path}", body, content_type="application/json", **header)


def reply(client, thread, owner, **body):
    return post(client, f"threads/{thread.reference}/replies/", body, owner)


def test_a_program_answers_as_a_person_would(client, thread, agent):
    answer = reply(client, thread, agent, text=OWN, asks=True, seen=thread.messages.get().pk)

    assert (answer.status_code, answer.json()["author"], answer.json()["text"]) == (201, "staff", OWN)
    assert answer.json()["label"] == "Sam Support"
    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human) == ("waiting_for_customer", False)


def test_an_untouched_canned_reply_is_a_400_that_says_what_to_do(client, thread, agent):
    filled = post(client, "canned-replies/complaint.sorry/fill/", {"thread": thread.reference}, agent).json()
    for body in ({"text": filled["text"]}, {"canned": "complaint.sorry"}):
        answer = reply(client, thread, agent, **body)
        assert answer.status_code == 400
        assert "text" in answer.json()["errors"]
    assert thread.messages.count() == 1


def test_where_it_may_go_as_it_stands_the_key_is_enough(client, agent, thread, noon):
    idea = feedback.thread(register="idea", at=noon)

    answer = reply(client, idea, agent, canned="idea.passed_on")

    assert answer.status_code == 201
    assert answer.json()["text"].startswith("Hello Ana,")
    assert CannedUse.objects.get().canned.key == "idea.passed_on"


def test_what_was_said_meanwhile_is_a_409(client, thread, agent):
    seen = thread.messages.get().pk
    reply(client, thread, agent, text=OWN)

    answer = reply(client, thread, agent, text=OWN, seen=seen)

    assert answer.status_code == 409
    assert "Sam Support wrote while you were writing" in answer.json()["detail"]


def test_no_suppliers_name_leaves_by_a_program(client, thread, agent):
    catalogue.third_party("Farlane CDN", en="one of our delivery partners")

    answer = reply(client, thread, agent, text="It was Farlane CDN, and we are sorry about it.")

    assert answer.status_code == 400
    assert "one of our delivery partners" in answer.json()["errors"]["text"][0]


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": OWN, "kind": "loud"}, {"text": OWN, "canned": "none"}, {"text": OWN, "x": 1}]
)
def test_nonsense_is_a_400(client, thread, agent, body):
    assert reply(client, thread, agent, **body).status_code == 400
    assert thread.messages.count() == 1


def test_a_note_is_for_colleagues(client, thread, agent):
    assert reply(client, thread, agent, text="Known.", kind="note").json()["kind"] == "note"
    thread.refresh_from_db()
    assert thread.awaits_human


@pytest.mark.parametrize("role", ["Legal", "Observer", "Training lead"])
def test_who_does_not_answer_is_refused_by_every_door_of_the_api(client, thread, role):
    owner = accounts.user(role)

    assert reply(client, thread, owner, text=OWN).status_code == 403
    assert post(client, "reply-drafts/", {"thread": thread.reference, "text": "x"}, owner).status_code == 403
    assert thread.messages.count() == 1


def test_a_token_that_only_reads_answers_nothing(client, thread, agent):
    path = f"threads/{thread.reference}/replies/"
    assert post(client, path, {"text": OWN}, agent, "feedback:read").status_code == 403
    assert post(client, "threads/F-XXXX-YYYY/replies/", {"text": OWN}, agent).status_code == 404


def test_a_draft_is_its_writers_alone(client, thread, agent):
    path, header = f"/api/v1/reply-drafts/{thread.reference}/", accounts.authorization(*SCOPES, owner=agent)
    for text in ("He", " Hello\n"):
        answer = post(client, "reply-drafts/", {"thread": thread.reference, "text": text}, agent)
        assert (answer.status_code, answer.json()["text"]) == (201, text)
    colleague = accounts.authorization(*SCOPES, owner=accounts.user("Support agent"))

    assert client.get("/api/v1/reply-drafts/", **header).json()["results"][0]["thread"] == thread.reference
    assert client.get("/api/v1/reply-drafts/", **colleague).json()["results"] == []
    assert client.get(path, **colleague).status_code == 404
    assert client.delete(path, **colleague).status_code == 404
    assert client.get(path, **header).json()["text"] == " Hello\n"
    assert client.delete(path, **header).status_code == 204
    assert not ReplyDraft.objects.exists()


def test_canned_replies_are_drafted_approved_and_retired(client, agent, thread):
    words = {language: {"title": "Hello", "text": "Hello {name}."} for language in ("en", "fr", "ja")}
    manager = accounts.user("Community manager")

    made = post(client, "canned-replies/", {"key": "own.hello", "register": "idea", "texts": words}, agent)
    assert (made.status_code, made.json()["state"], made.json()["texts"]) == (201, "draft", words)
    assert post(client, "canned-replies/own.hello/approve/", {}, agent).status_code == 403
    assert post(client, "canned-replies/own.hello/approve/", {}, manager).json()["state"] == "approved"
    written = post(client, "canned-replies/own.hello/write/", {"texts": words, "edit": 1}, agent)
    assert (written.json()["state"], written.json()["register"]) == ("draft", "idea")
    assert post(client, "canned-replies/own.hello/write/", {"texts": words, "edit": 1}, agent).status_code == 409
    assert post(client, "canned-replies/own.hello/retire/", {}, manager).json()["state"] == "retired"
    assert CannedReply.objects.get(key="own.hello").edit == 2


def test_the_list_is_filtered_by_state_and_register(client, thread, agent):
    header = accounts.authorization("feedback:read", owner=agent)

    found = client.get("/api/v1/canned-replies/?register=idea&state=approved", **header).json()["results"]

    assert {row["key"] for row in found} == {"idea.passed_on", "idea.exists_already"}
    assert client.get("/api/v1/canned-replies/?colour=red", **header).status_code == 400
