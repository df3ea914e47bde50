"""Updates over the REST API: each call calls its action; each refusal is told and logged."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.audit.models import AuditEvent
from core.delivery.models import Broadcast
from incidents.communication.models import Update
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import response as people

SCOPES = ("incidents:read", "incidents:write", "updates:publish")
WORDS = {"language": "en", "text": "Playback fails. We are sorry."}


@pytest.fixture
def incident(db):
    return updates.incident(at=timezone.now() - timedelta(minutes=3))


@pytest.fixture
def lead(incident):
    user = accounts.user("Communications lead", username="lena")
    at = incident.declared_at
    response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=user, by=people.actor(), at=at)
    return user


@pytest.fixture
def call(client):
    def call(owner, path, data=None, *, method="post", expect=200, scopes=SCOPES, **extra):
        headers = accounts.authorization(*scopes, owner=owner)
        send = getattr(client, "get" if data is None else method)
        body = {} if data is None else {"data": data, "content_type": "application/json"}
        answer = send(f"/api/v1/updates/{path}", **body, **headers, **extra)
        assert answer.status_code == expect, answer.content
        return answer.json()

    return call


@pytest.fixture
def draft(call, incident, lead):
    body = {"incident": incident.reference, "phase": "holding", "incident_state": "investigating", "texts": [WORDS]}
    return call(lead, "", body, expect=201)


def test_a_draft_is_written_revised_and_published(call, incident, lead, draft):
    assert (draft["state"], draft["version"], draft["texts"][0]["audience"]) == ("draft", 1, "general")

    revised = call(
        lead,
        f"{draft['id']}/",
        {"version": 1, "texts": [{**WORDS, "text": "**Playback** fails."}], "incident_state": "identified"},
        method="patch",
    )
    assert (revised["version"], revised["texts"][0]["html"]) == (2, "<p><strong>Playback</strong> fails.</p>")

    told = call(lead, f"{draft['id']}/publish/", {"version": 2})
    assert (told["state"], told["sequence"], told["incident_state"]) == ("published", 1, "identified")
    assert told["affected"][0]["new_status"] == "major_outage"
    incident.refresh_from_db()
    assert incident.state == "identified"


def test_publishing_twice_answers_409_with_the_existing_one(call, lead, draft):
    call(lead, f"{draft['id']}/publish/", {})
    problem = call(lead, f"{draft['id']}/publish/", {}, expect=409)

    assert problem["type"].endswith("already_published")
    assert (problem["existing"]["id"], problem["existing"]["sequence"]) == (draft["id"], 1)
    assert Broadcast.objects.count() == 1


def test_a_draft_changed_meanwhile_answers_409_with_the_version_to_read(call, lead, draft):
    call(lead, f"{draft['id']}/", {"version": 1, "notify": False}, method="patch")
    problem = call(lead, f"{draft['id']}/publish/", {"version": 1}, expect=409)
    assert (problem["type"].rsplit(":", 1)[1], problem["version"]) == ("stale_version", 2)


def test_a_state_that_can_not_be_told_answers_409_with_the_allowed_ones(call, incident, lead, draft):
    response.resolve(incident=incident, by=people.actor(), at=timezone.now())
    call(lead, f"{draft['id']}/", {"version": 1, "incident_state": "monitoring"}, method="patch")
    problem = call(lead, f"{draft['id']}/publish/", {}, expect=409)
    assert "investigating" in problem["allowed"]


@pytest.mark.parametrize(
    "role",
    ["Incident commander", "Communications lead", "Deputy", "Scribe", "Support agent", "Administrator", "Observer"],
)
def test_p04_who_does_not_lead_here_publishes_nothing_and_it_is_logged(call, draft, role):
    stranger = accounts.user(role, username="stranger")

    call(stranger, f"{draft['id']}/publish/", {}, expect=403)

    row = Update.objects.get()
    assert (row.state, row.version) == ("draft", 1)
    refusal = AuditEvent.objects.filter(kind__endswith="refused").get()
    assert refusal.actor_user_id == stranger.pk
    assert Broadcast.objects.count() == 0


def test_a_token_without_the_scope_does_not_publish_for_its_lead(call, lead, draft):
    problem = call(lead, f"{draft['id']}/publish/", {}, expect=403, scopes=("incidents:read", "incidents:write"))
    assert problem["scope"] == "updates:publish"


def test_nobody_unknown_reads_or_writes(client, draft):
    for path in ("", f"{draft['id']}/", f"{draft['id']}/preview/", f"{draft['id']}/recipients/"):
        assert client.get(f"/api/v1/updates/{path}").status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"texts": []}, "texts"),
        ({"texts": [{"language": "en", "text": " "}]}, "texts"),
        ({"texts": [{"language": "xx", "text": "x"}]}, "texts"),
        ({"texts": [WORDS, WORDS]}, "texts"),
        ({"texts": [{**WORDS, "audience": "aliens"}]}, "texts"),
        ({"phase": "panic"}, "phase"),
        ({"incident_state": "closed"}, "incident_state"),
        ({"incident_state": "scheduled"}, "incident_state"),
        ({"incident": "INC-0000-0000"}, "incident"),
        ({"next_update_at": "2001-01-01T00:00:00Z"}, "next_update_at"),
        ({"next_update_at": "soon"}, "next_update_at"),
        ({"sequence": 7}, "sequence"),
        ({"state": "published"}, "state"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(call, incident, lead, body, field):
    good = {"incident": incident.reference, "phase": "holding", "incident_state": "investigating", "texts": [WORDS]}
    problem = call(lead, "", {**good, **body}, expect=400)
    assert field in problem["errors"]
    assert Update.objects.count() == 0


def test_an_unfilled_field_answers_400_and_names_it(call, lead, draft):
    call(lead, f"{draft['id']}/", {"version": 1, "texts": [{**WORDS, "text": "By {eta}."}]}, method="patch")
    problem = call(lead, f"{draft['id']}/publish/", {}, expect=400)
    assert "{eta}" in problem["errors"]["texts"][0]


def test_a_draft_is_put_away(call, lead, draft):
    assert call(lead, f"{draft['id']}/discard/", {})["state"] == "discarded"
    assert call(lead, f"{draft['id']}/publish/", {}, expect=409)["type"].endswith("discarded")


def test_still_working_is_one_call(call, incident, lead):
    touched = call(lead, "touch/", {"incident": incident.reference}, expect=201)
    assert (touched["phase"], touched["notify"], len(touched["texts"])) == ("still_working", False, 3)


def test_a_correction_is_one_call(call, lead, draft):
    call(lead, f"{draft['id']}/publish/", {})
    right = call(lead, f"{draft['id']}/correct/", {"texts": [{**WORDS, "text": "Only France."}]}, expect=201)
    assert (right["phase"], right["corrects"], right["sequence"]) == ("correction", draft["id"], 2)


def test_the_preview_and_the_recipients_are_read(call, lead, draft):
    seen = call(lead, f"{draft['id']}/preview/?channel_kind=email&language=fr")
    assert seen["fell_back"] is True
    assert "pas encore disponible" in seen["text"]
    assert (
        call(lead, f"{draft['id']}/preview/?channel_kind=webhook")["payload"]["incident"]["status"] == "investigating"
    )
    call(lead, f"{draft['id']}/preview/?language=xx", expect=400)
    call(lead, f"{draft['id']}/preview/?language=", expect=400)
    call(lead, f"{draft['id']}/preview/?colour=red", expect=400)
    assert call(lead, f"{draft['id']}/recipients/")["total"] == 0


def test_the_preview_tells_what_the_linter_says_of_the_text_one_sees(call, incident, lead):
    words = [{**WORDS, "text": "Your data is safe."}, {**WORDS, "language": "fr", "text": "Nous corrigeons."}]
    body = {"incident": incident.reference, "phase": "holding", "incident_state": "investigating", "texts": words}
    draft = call(lead, "", body, expect=201)
    where = f"{draft['id']}/preview/"
    everything = call(lead, f"{draft['id']}/findings/")["findings"]

    english, french, japanese = (call(lead, f"{where}?language={code}")["findings"] for code in ("en", "fr", "ja"))

    assert "claim_data_safe" in {row["rule"] for row in english}
    assert {row["language"] for row in english} == {"en"}
    assert {row["language"] for row in french} == {"fr"}
    assert japanese == english  # what a Japanese reader gets is the English text
    assert all(row in everything for row in [*english, *french])
    assert {row["derived"] for row in call(lead, f"{where}?channel_kind=short")["findings"]} <= {"", "short"}
    call(lead, f"{draft['id']}/publish/", {"override_reason": "Security has read the logs."})
    assert "claim_data_safe" in {row["rule"] for row in call(lead, where)["findings"]}


def test_the_list_is_filtered_and_costs_the_same_for_one_or_twenty(call, incident, lead, draft):
    assert len(call(lead, f"?incident={incident.reference}&state=draft")["results"]) == 1
    assert call(lead, "?incident=INC-1999-0001")["results"] == []
    call(lead, "?colour=red", expect=400)
    with CaptureQueriesContext(
        connection,
    ) as one:
        call(lead, "")
    for _ in range(19):
        updates.draft(incident, at=timezone.now())
    with CaptureQueriesContext(connection) as twenty:
        assert len(call(lead, "")["results"]) == 20
    assert len(twenty) == len(one)


def test_what_the_linter_holds_back_is_told_with_its_mends(call, incident, lead):
    words = {"language": "en", "text": "Playback fails in {nowhere}! Your data is safe."}
    body = {"incident": incident.reference, "phase": "holding", "incident_state": "investigating", "texts": [words]}
    draft = call(lead, "", body, expect=201)
    path = f"{draft['id']}/"

    found = call(lead, f"{path}findings/")["findings"]
    call(lead, f"{path}publish/", {}, expect=400)
    call(lead, path, {"version": 1, "texts": [words | {"text": "Your data is safe."}]}, method="patch")
    refused = call(lead, f"{path}publish/", {}, expect=400)
    told = call(lead, f"{path}publish/", {"override_reason": "Checked by security."})

    tone = next(row for row in found if row["rule"] == "tone")
    assert tone["mend"] == {"start": 27, "end": 28, "text": "."}
    assert found[0]["level"] == "block"
    assert (refused["code"] if "code" in refused else refused["type"]).endswith("wording")
    assert refused["findings"][0]["rule"] == "claim_data_safe"
    assert told["override_reason"] == "Checked by security."
    assert "claim_data_safe" in {row["rule"] for row in call(lead, f"{path}findings/")["findings"]}
