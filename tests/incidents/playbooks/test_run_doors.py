"""Runs in the room and over the REST API: the same actions, each refusal told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.facts import actions as ledger
from incidents.facts import queries as facts
from incidents.playbooks import actions, definition, document, following, offers, queries
from incidents.playbooks.models import PlaybookRun
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts, catalogue, runs
from tests.factories import communication as updates
from tests.factories import response as people
from tests.factories.runs import MINUTE

NOON = people.NOON
pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    return updates.incident(at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def noor():
    return accounts.user("Incident commander", username="noor", first_name="Noor")


@pytest.fixture
def staff(noor):
    client = Client()
    client.force_login(noor)
    return client


@pytest.fixture
def api(client, noor):
    headers = accounts.authorization("incidents:read", "incidents:write", owner=noor)

    def call(path, data=None, expect=200):
        send = client.get if data is None else client.post
        given = {} if data is None else {"data": data, "content_type": "application/json"}
        answer = send(f"/api/v1/incidents/{path}", **given, **headers)
        assert answer.status_code == expect, answer.content
        return answer.json()

    return call


def room(client, incident):
    return client.get(reverse("admin:room", args=[incident.pk])).content.decode()


def press(client, run, verb, **data):
    address = reverse("admin:incidents_playbookrun_follow", args=[run.pk, verb])
    return client.post(address, data, follow=True).content.decode()


def test_the_room_offers_what_fits_by_component_and_by_words(incident, staff):
    sign_in = catalogue.component("sign-in", name="Sign-in")
    runs.shipped()
    response.set_impact(
        incident=incident,
        component=sign_in,
        status="major_outage",
        by=people.actor(),
        at=timezone.now(),
    )
    fitting = {offer.playbook.slug for offer in offers.offers(incident) if offer.fits}
    assert fitting == {"sign-in-outage", "playback-failure-by-region", "third-party"}  # two by the words of the title

    page = room(staff, incident)
    assert "Playbooks that fit" in page
    assert "Customers can&#x27;t sign in" in page
    assert "It lasts longer than its severity allows" not in page


def test_a_run_is_started_answered_corrected_and_abandoned_in_the_room(incident, staff):
    runs.shipped()
    staff.post(reverse("admin:incidents_playbookrun_start", args=[incident.pk]), {"playbook": "sign-in-outage"})
    run = PlaybookRun.objects.get()
    assert "Who fails?" in room(staff, incident)

    page = press(staff, run, "answer", node="q1", answer="nobody", note="Two testers only.", seen="0")
    assert "3 or more similar complaints within 10 minutes?" in page
    assert "Two testers only." in page

    page = press(staff, run, "correct", number="1", answer="new_sign_ins", note="Now confirmed.")
    assert "Publish now: stay signed in." in page
    assert "superseded" in page

    assert "Say why, in a sentence." in press(staff, run, "abandon", reason=" ")
    press(staff, run, "abandon", reason="Duplicate effort.")
    run.refresh_from_db()
    assert (run.state, run.abandon_reason) == ("abandoned", "Duplicate effort.")


def test_who_comes_second_is_told_who_was_first_and_keeps_the_note(incident, staff):
    run = runs.start(incident, at=timezone.now())
    runs.go(run, "new_sign_ins", at=timezone.now())

    page = press(staff, run, "answer", node="q1", answer="nobody", note="I doubt it.", seen="0")

    assert "Rita Responder answered “New sign-ins”" in page
    assert "You wrote: I doubt it." in page
    assert run.answers.count() == 1


def test_a_run_page_lights_the_path(incident, staff):
    run = runs.go(runs.start(incident, at=timezone.now()), "sessions", at=timezone.now())
    page = staff.get(reverse("admin:incidents_playbookrun_change", args=[run.pk])).content.decode()
    assert page.count("is-lit") > 2
    assert page.count("is-current") == 1


@pytest.mark.parametrize("role", ["Observer", None])
def test_who_may_not_respond_sees_no_button_and_is_refused(incident, role):
    run = runs.start(incident, at=timezone.now())
    outsider = Client()
    outsider.force_login(accounts.user(role) if role else accounts.user())
    address = reverse("admin:incidents_playbookrun_follow", args=[run.pk, "answer"])
    assert outsider.post(address, {"node": "q1", "answer": "nobody"}).status_code == 403
    begin = reverse("admin:incidents_playbookrun_start", args=[incident.pk])
    assert outsider.post(begin, {"playbook": "third-party"}).status_code == 403
    assert run.answers.count() == 0
    if role:
        assert 'name="answer"' not in room(outsider, incident)


def test_a_stranger_is_sent_to_the_login(incident, client):
    run = runs.start(incident, at=timezone.now())
    for verb in ("answer", "correct", "abandon", "adopt"):
        assert client.post(reverse("admin:incidents_playbookrun_follow", args=[run.pk, verb])).status_code == 302


def test_a_newer_version_is_shown_and_adopted(incident, staff, api):
    run = runs.start(incident, at=timezone.now())
    nodes = [dict(node) for node in definition.write(run.version.flow)]
    nodes[-3]["text"] = {**nodes[-3]["text"], "en": "Never mind."}  # e1
    nodes[2]["text"] = {**nodes[2]["text"], "en": "Stop the refresh."}  # s1
    by = people.actor()
    draft = actions.begin_draft(playbook=run.playbook, by=by, at=timezone.now())
    actions.save_draft(
        playbook=run.playbook,
        flow=document.read_flow(nodes),
        revision=draft.revision,
        basis="",
        note="",
        by=by,
        at=timezone.now(),
    )
    actions.publish_version(version=queries.draft(run.playbook), by=by, at=timezone.now())
    runs.go(run, "new_sign_ins", at=timezone.now())

    newer = following.one(run, timezone.now()).newer
    assert (newer.difference.count, newer.difference.ahead) == (2, ())
    assert "2 nodes differ" in room(staff, incident)

    told = api(f"{incident.reference}/runs/{run.pk}/adopt/", {})
    assert (told["version"], told["node"]["key"], told["newer"]) == (2, "m1", None)
    api(f"{incident.reference}/runs/{run.pk}/adopt/", {}, expect=409)


def test_a_whole_run_over_the_api(incident, api):
    runs.shipped()
    run = api(f"{incident.reference}/runs/", {"playbook": "third-party"}, expect=201)
    path = f"{incident.reference}/runs/{run['id']}"
    assert (run["node"]["key"], [choice["key"] for choice in run["node"]["choices"]]) == (
        "q1",
        ["yes", "no", "unknown"],
    )
    assert api(f"{incident.reference}/runs/", {"playbook": "third-party"}, expect=409)["run"] == run["id"]

    told = api(f"{path}/answer/", {"node": "q1", "answer": "yes", "note": "", "seen": 0})
    assert told["node"]["key"] == "s1"
    again = api(f"{path}/answer/", {"node": "q1", "answer": "no", "seen": 0}, expect=409)
    assert (again["existing"]["answer"], again["existing"]["answered_by"]) == ("yes", told["answers"][0]["answered_by"])
    assert "answer" in api(f"{path}/answer/", {"node": "s1", "answer": "yes"}, expect=400)["errors"]

    told = api(f"{path}/correct/", {"number": 1, "answer": "no"})
    assert (told["state"], told["outcome"], told["node"]) == ("ended", "handed_over", None)
    assert [(row["number"], row["superseded_by"]) for row in told["answers"]] == [(1, 2), (2, None)]
    api(f"{path}/abandon/", {"reason": "Late."}, expect=409)
    assert [row["id"] for row in api(f"{incident.reference}/runs/")] == [run["id"]]
    api(f"INC-1999-0001/runs/{run['id']}/", expect=404)


def test_a_note_answers_the_fact_and_a_bare_yes_only_a_yes_or_no(incident):
    run = runs.start(incident, "playback-failure-by-region", at=timezone.now())
    by, at = people.actor(), timezone.now()
    runs.go(run, "yes", "done", "done", "technical", at=at)
    actions.answer(run=run, node="q4", answer="device", note="TV app 5.2 only", language="en", by=by, at=at)
    actions.answer(run=run, node="q6", answer="yes", by=by, at=at)

    known = facts.answers(incident)
    assert known["scope"].texts == {"en": "TV app 5.2 only"}
    assert (known["scope"].state, known["started_by_change"].value["answer"]) == ("estimated", True)
    assert "Playback fails" in known["scope"].source
    assert known.get("symptom") is None or known["symptom"].state == ""


def test_a_confirmed_fact_stays_as_it_is(incident):
    by, at = people.actor(), timezone.now()
    ledger.answer(incident=incident, key="scope", state="confirmed", texts={"en": "France only"}, by=by, at=at)
    run = runs.start(incident, at=at)
    actions.answer(run=run, node="q1", answer="sessions", note="Everybody?", language="en", by=by, at=at)
    assert facts.answers(incident)["scope"].texts == {"en": "France only"}


def test_an_incident_that_lasts_too_long_without_a_playbook_is_shown_until_one_runs(incident, staff):
    response.classify(incident=incident, level=catalogue.severity(4), by=people.actor(), at=timezone.now())
    runs.shipped()
    assert "1 incident lacks a playbook" in staff.get("/admin/").content.decode()
    assert "It lasts longer than its severity allows" in room(staff, incident)

    runs.start(incident, at=timezone.now())

    assert "lacks a playbook" not in staff.get("/admin/").content.decode()
    assert offers.without_playbook(timezone.now() + 60 * MINUTE) == []


def test_the_panel_costs_the_same_however_long_the_run(incident, staff):
    run = runs.start(incident, at=timezone.now())

    def statements():
        with CaptureQueriesContext(connection) as asked:
            room(staff, incident)
        return len(asked)

    room(staff, incident)
    few = statements()
    runs.go(run, *["unknown"] * 15, at=timezone.now())
    assert statements() <= few + 3  # the answers' prefetches begin with the first answer


def test_a_level_that_is_not_decided_offers_the_severity_playbook(staff):
    runs.shipped()
    undecided = updates.incident(at=timezone.now(), severity=None)
    assert "what-severity" in {offer.playbook.slug for offer in offers.offers(undecided) if offer.fits}
    decided = updates.incident(at=timezone.now())
    assert "what-severity" not in {offer.playbook.slug for offer in offers.offers(decided) if offer.fits}


def test_calls_are_made_and_withdrawn_over_the_api(incident, api):
    told = api(f"{incident.reference}/call-role/", {"role": "scribe"})
    assert [(call["role"], call["user"]) for call in told["calls"]] == [("scribe", None)]
    assert api(f"{incident.reference}/withdraw-call/", {"role": Role.SCRIBE})["calls"] == []
