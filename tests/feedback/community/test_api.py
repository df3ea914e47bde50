"""Every write of the community over the API: what it changes, who may, and how a refusal reads."""

import pytest

from core.audit.models import AuditEvent
from feedback.community.models import PeerPost, Standing
from feedback.threads import actions as threads
from feedback.threads import queries
from tests.factories import accounts, community, feedback

pytestmark = pytest.mark.django_db
LAW = {"reason": "defamation", "because": "It calls a colleague a thief, by name."}


@pytest.fixture
def agent():
    return accounts.user("Support agent", first_name="Sam", last_name="Support")


@pytest.fixture
def manager():
    return accounts.user("Community manager", first_name="Mona", last_name="Manager")


@pytest.fixture
def press(client):
    def do(row, verb: str, owner, body=None, *, scopes=("feedback:read", "feedback:write")):
        kind = "posts" if isinstance(row, PeerPost) else "messages"
        header = accounts.authorization(*scopes, owner=owner)
        address = f"/api/v1/community-{kind}/{row.pk}/{verb}/"
        return client.post(address, body or {}, content_type="application/json", **header)

    return do


def test_marks_are_made_and_taken_back(press, agent, thread):
    message = community.answer(thread)

    for verb, field in (("accept", "accepted_at"), ("highlight", "highlighted_at")):
        assert press(message, verb, agent).json()[field] is not None
        again = press(message, f"un{verb}", agent)
        assert (again.status_code, again.json()[field]) == (200, None)

    thread.refresh_from_db()
    assert thread.awaits_human
    kinds = ["accepted", "unaccepted", "highlighted", "unhighlighted"]
    recorded = AuditEvent.objects.filter(kind__startswith="feedback.thread.").order_by("pk")
    assert [each.kind.rsplit(".")[-1] for each in recorded][-4:] == kinds


def test_thanks_go_out_with_their_words_and_name_who_thanks(press, agent, thread):
    message = community.answer(thread)

    answer = press(message, "thank", agent, {"words": "You saved an evening."})

    assert answer.json()["thanked_at"] is not None
    assert (Standing.objects.get().thanks, Standing.objects.get().thanked_by) == (
        "You saved an evening.",
        "Sam Support",  # not of a token: everybody reads it
    )


def test_nothing_is_marked_that_is_no_answer_for_everybody(press, agent, thread, noon):
    note = threads.note(thread=thread, text="Third time.", by=feedback.agent(), at=noon)

    for verb in ("accept", "unaccept", "thank", "highlight", "unhighlight"):
        assert press(thread.messages.first(), verb, agent).status_code == 409
        assert press(note, verb, agent).status_code == 404
    assert not Standing.objects.exists()


def test_hiding_needs_a_reason_of_law_and_words_and_is_taken_back(press, manager, thread):
    message = community.answer(thread)
    for body in ({}, {"reason": "negative", "because": "x"}, {**LAW, "because": " "}, {**LAW, "reason": "withdrawn"}):
        answer = press(message, "hide", manager, body)
        assert answer.status_code == 400
        assert set(answer.json()["errors"]) <= {"reason", "because"}
    assert queries.for_everybody(thread).count() == 2

    hidden = press(message, "hide", manager, LAW).json()
    assert (hidden["hidden_for"], hidden["hidden_because"]) == ("defamation", LAW["because"])
    assert hidden["text"] == community.ADVICE  # we still read it: nothing is deleted
    assert queries.for_everybody(thread).count() == 1

    assert press(message, "unhide", manager).json()["hidden_for"] == ""
    assert queries.for_everybody(thread).count() == 2


def test_personal_data_is_taken_private_and_given_back(press, manager, thread):
    message = community.answer(thread)
    assert press(message, "take-private", manager, {"because": " "}).status_code == 400
    assert press(message, "uncover", manager).status_code == 409

    assert press(message, "take-private", manager, {"because": "Her street."}).json()["private_for"] == "personal_data"
    assert queries.for_everybody(thread).count() == 1
    assert press(message, "uncover", manager).json()["private_for"] == ""
    assert queries.for_everybody(thread).count() == 2


def test_held_answers_are_shown_or_kept_back_with_a_reason(press, agent, thread):
    first, second = (community.post(thread, text, by=community.sender(trapped=True)) for text in ("One", "Two"))

    shown = press(first, "release", agent).json()
    assert (shown["state"], shown["text"], shown["message"] is None) == ("shown", "", False)
    assert press(second, "keep-back", agent).status_code == 400
    kept = press(second, "keep-back", agent, {"reason": "It advertises a shop."}).json()
    assert (kept["state"], kept["decided_because"], kept["decided_by"]) == (
        "kept_back",
        "It advertises a shop.",
        "Sam Support via test",
    )


def test_support_hides_nothing_and_a_reading_token_does_nothing(press, agent, manager, thread):
    message = community.answer(thread)
    held = community.post(thread, "One", by=community.sender(trapped=True))

    assert press(message, "hide", agent, LAW).status_code == 403
    assert press(message, "unhide", agent).status_code == 403
    for row, verb, body in ((message, "hide", LAW), (message, "accept", {}), (held, "release", {})):
        assert press(row, verb, manager, body, scopes=("feedback:read",)).status_code == 403
    assert queries.for_everybody(thread).count() == 2


def test_programs_find_what_is_accepted_hidden_and_held(client, press, manager, thread):
    accepted, hidden = community.answer(thread, "Press the key."), community.answer(thread, "You are all thieves.")
    held = community.post(thread, "One", by=community.sender(trapped=True))
    press(accepted, "accept", manager)
    press(hidden, "hide", manager, LAW)

    def found(path: str, **query) -> list[int]:
        header = accounts.authorization("feedback:read", owner=manager)
        return [each["id"] for each in client.get(f"/api/v1/{path}/", query, **header).json()["results"]]

    assert found("community-messages", accepted="true") == [accepted.pk]
    assert found("community-messages", hidden="true") == [hidden.pk]
    assert found("community-messages", thread=thread.reference, author="customer") == [thread.messages.first().pk]
    assert found("community-posts", state="held") == [held.pk]
