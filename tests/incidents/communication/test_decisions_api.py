"""Second signatures, objections and their delays over REST; each door refuses whom its action refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.actor import SYSTEM
from incidents.communication import actions as communication
from incidents.communication.models import ObjectionRule, ObjectionWindow
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts, decisions
from tests.factories import communication as updates
from tests.factories import response as people

ALL = ("incidents:read", "incidents:write", "updates:publish", "updates:sign")


@pytest.fixture
def incident(db):
    return updates.incident(at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def lead(incident):
    user = accounts.user("Communications lead", username="lena")
    role = {"role": Role.COMMUNICATIONS_LEAD, "user": user}
    response.assign(incident=incident, by=people.actor(), at=incident.declared_at, **role)
    return user


@pytest.fixture
def advocate(db):
    return accounts.user("Legal", username="ada")


@pytest.fixture
def draft(incident):
    return updates.draft(incident, at=timezone.now(), texts=decisions.exposing())


@pytest.fixture
def call(client):
    def call(owner, path, data=None, *, method="post", expect=200, scopes=ALL):
        headers = accounts.authorization(*scopes, owner=owner)
        body = {} if data is None else {"data": data, "content_type": "application/json"}
        answer = getattr(client, "get" if data is None else method)(f"/api/v1/{path}", **body, **headers)
        assert answer.status_code == expect, answer.content
        return answer.json() if answer.content else None

    return call


def test_asked_signed_published(call, lead, advocate, draft, incident):
    refused = call(lead, f"updates/{draft.public_id}/publish/", {}, expect=409)
    assert (refused["type"], refused["needed"]) == ("urn:candor:problem:signature_needed", ["data_exposure"])
    (asked,) = call(lead, f"updates/{draft.public_id}/ask-signatures/", {})
    (waiting,) = call(advocate, "signatures/?waiting=true")["results"]
    assert (waiting["id"], waiting["seconds"]) == (asked["id"], None)
    assert {each["language"] for each in waiting["words"]} == {"en", "fr", "ja"}

    signed = call(advocate, f"signatures/{asked['id']}/sign/", {"digest": asked["digest"], "note": "Agreed."})
    assert (signed["state"], signed["note"]) == ("signed", "Agreed.")
    assert signed["seconds"] >= 0
    assert call(lead, f"updates/{draft.public_id}/publish/", {})["state"] == "published"

    found = call(lead, f"incidents/{incident.reference}/decisions/")
    assert {"signature", "publication"} <= {row["what"] for row in found}


def test_refused_decided_and_changed(call, lead, advocate, draft):
    (asked,) = call(lead, f"updates/{draft.public_id}/ask-signatures/", {})
    path = f"signatures/{asked['id']}"

    assert call(advocate, f"{path}/sign/", {"digest": "0" * 64}, expect=409)["type"].endswith("words_changed")
    assert "reason" in call(advocate, f"{path}/refuse/", {}, expect=400)["errors"]
    assert call(advocate, f"{path}/refuse/", {"reason": "Not confirmed."})["state"] == "refused"
    assert call(advocate, f"{path}/sign/", {}, expect=409)["type"].endswith("already_decided")
    assert call(advocate, "signatures/?waiting=true")["results"] == []


def test_the_scope_and_the_right_are_both_needed(call, lead, advocate, draft):
    (asked,) = call(lead, f"updates/{draft.public_id}/ask-signatures/", {})

    problem = call(advocate, f"signatures/{asked['id']}/sign/", {}, expect=403, scopes=ALL[:3])
    assert problem["scope"] == "updates:sign"
    call(lead, f"signatures/{asked['id']}/sign/", {}, expect=403)
    call(accounts.user("Observer"), f"updates/{draft.public_id}/ask-signatures/", {}, expect=403)


def test_words_that_need_nothing_ask_nothing(call, lead, incident):
    harmless = updates.draft(incident, at=timezone.now())

    problem = call(lead, f"updates/{harmless.public_id}/ask-signatures/", {}, expect=409)
    assert problem["type"] == "urn:candor:problem:nothing_to_sign"


@pytest.fixture
def held(call, incident, lead):
    first = updates.draft(incident, at=timezone.now())
    call(lead, f"updates/{first.public_id}/publish/", {})
    ObjectionRule.objects.create(seconds=300)
    return updates.draft(incident, at=timezone.now(), phase="scope")


def test_held_then_withdrawn_then_objected_to(call, lead, advocate, held, incident):
    path = f"updates/{held.public_id}"
    waiting = call(lead, f"{path}/publish/", {})
    assert (waiting["state"], waiting["held_until"] is not None) == ("draft", True)
    assert call(lead, f"{path}/publish/", {}, expect=409)["type"].endswith("held")

    assert call(lead, f"{path}/withdraw/", {})["held_until"] is None
    assert call(lead, f"{path}/withdraw/", {}, expect=409)["type"].endswith("not_held")
    call(lead, f"{path}/publish/", {})
    call(lead, f"{path}/object/", {"reason": "No."}, expect=403)
    assert call(advocate, f"{path}/object/", {"reason": "The number is wrong."})["held_until"] is None

    outcomes = [row["outcome"] for row in call(lead, f"incidents/{incident.reference}/decisions/")]
    assert outcomes.count("withdrawn") == outcomes.count("objected") == 1


def test_it_goes_out_by_the_clock(call, lead, held):
    call(lead, f"updates/{held.public_id}/publish/", {})
    communication.let_out(window=ObjectionWindow.objects.get(), by=SYSTEM, at=timezone.now() + timedelta(minutes=6))

    told = call(lead, f"updates/{held.public_id}/")
    assert (told["state"], told["held_until"], told["published_by"]) == ("published", None, str(lead))


def test_an_administrator_keeps_the_rules(call, lead):
    administrator = accounts.user("Administrator")

    made = call(administrator, "objection-rules/", {"seconds": 90}, expect=201)
    assert made == {"id": made["id"], "level": None, "seconds": 90, "first_message": False}
    assert "level" in call(administrator, "objection-rules/", {"seconds": 60}, expect=400)["errors"]
    assert "level" in call(administrator, "objection-rules/", {"seconds": 60, "level": 77}, expect=400)["errors"]
    assert "seconds" in call(administrator, "objection-rules/", {"seconds": 9999, "level": 3}, expect=400)["errors"]
    call(administrator, "objection-rules/", {"seconds": 30, "level": 3}, expect=201)
    call(lead, f"objection-rules/{made['id']}/", {"seconds": 0}, method="patch", expect=403)
    assert call(lead, "objection-rules/")["results"][0]["seconds"] == 90


def test_calls_are_measured_too(call, lead, incident):
    at = timezone.now() - timedelta(minutes=10)
    response.call(incident=incident, role=Role.SCRIBE, by=people.actor(), at=at)
    user, _actor = people.person("Sue Scribe", "Scribe")
    answered = at + timedelta(seconds=130)
    response.assign(incident=incident, role=Role.SCRIBE, user=user, by=people.actor(), at=answered)

    (row,) = [row for row in call(lead, f"incidents/{incident.reference}/decisions/") if row["what"] == "call"]
    assert (row["subject"], row["outcome"], row["seconds"]) == ("scribe", "answered", 130.0)
