"""An incident over the REST API: each move calls its action and answers with the incident."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.response.models import Incident
from incidents.response.states import Role
from tests.factories import accounts, catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita():
    return accounts.user("Incident commander", username="rita", first_name="Rita")


@pytest.fixture
def headers(rita):
    return accounts.authorization("incidents:read", "incidents:write", owner=rita)


@pytest.fixture
def api(client, headers):
    def call(path, data=None, expect=200, **extra):
        catalogue.severities()
        send = client.get if data is None else client.post
        body = () if data is None else (data,)
        kind = {} if data is None else {"content_type": "application/json"}
        answer = send(f"/api/v1/incidents/{path}", *body, **kind, **{**headers, **extra})
        assert answer.status_code == expect, answer.content
        return answer.json()

    return call


@pytest.fixture
def reference(api):
    return api("", {"title": "Playback fails", "severity": 3}, expect=201)["reference"]


def test_declaring_answers_with_reference_commander_and_duty(api):
    catalogue.component("playback"), catalogue.region("japan")

    told = api(
        "",
        {
            "title": "Playback fails",
            "titles": {"fr": "La lecture échoue", "ja": "再生できません"},
            "severity": 4,
            "answers": {"share": "over_50", "functions": "one_core"},
            "impacts": [{"component": "playback", "status": "major_outage", "region": "japan"}],
            "summary": "Complaints from Tokyo.",
        },
        expect=201,
    )

    assert told["state"] == "investigating"
    assert told["severity"] == {"level": 4, "alias": "SEV2", "name": "Serious"}
    assert told["proposed_severity"]["level"] == 5
    assert told["severity_reasons"][0]["text"] == "More than half of active customers lose a core function."
    assert told["commander"]["username"] == "rita"
    assert told["next_duty"] == "first_update"
    assert told["titles"]["ja"] == "再生できません"
    assert [(row["component"], row["region"]) for row in told["impacts"]] == [("playback", "japan")]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "x", "severity": 6}, "severity"),
        ({"title": "x", "severity": 10**30}, "severity"),
        ({"title": "x", "kind": "disaster"}, "kind"),
        ({"title": "x", "kind": "maintenance"}, "scheduled_for"),
        ({"title": "x", "answers": {"share": "lots"}}, "answers"),
        ({"title": "x", "titles": {"xx": "?"}}, "titles"),
        ({"title": "x", "impacts": [{"component": "nothing", "status": "major_outage"}]}, "impacts"),
        ({"title": "x", "impacts": [{"component": "playback", "status": "operational"}]}, "impacts"),
        ({"title": "x", "impact_started_at": "2999-01-01T00:00:00Z"}, "impact_started_at"),
        ({"title": "x", "impact_started_at": "yesterday"}, "impact_started_at"),
        ({"title": "x", "impact_started_at": "0001-01-01T00:00:00+14:00"}, "impact_started_at"),
        ({"title": "x", "scheduled_until": "9999-12-31T23:59:59-14:00"}, "scheduled_until"),
        ({"title": "x", "reference": "INC-1999-0001"}, "reference"),
        ({"title": "x", "is_public": True}, "is_public"),
    ],
)
def test_bad_input_names_the_field_and_declares_nothing(api, body, field):
    catalogue.component("playback")

    assert field in api("", body, expect=400)["errors"]
    assert not Incident.objects.exists()


def test_the_same_component_is_given_once(api):
    catalogue.component("playback")
    twice = [{"component": "playback", "status": "major_outage"}] * 2

    assert "impacts" in api("", {"title": "x", "impacts": twice}, expect=400)["errors"]
    assert not Incident.objects.exists()


def test_an_incident_is_worked_on_resolved_and_closed(api, reference):
    catalogue.component("playback"), catalogue.region("france"), catalogue.region("japan")
    accounts.user("Communications lead", username="carl")
    api(f"{reference}/acknowledge/", {})
    api(f"{reference}/classify/", {"level": 5})
    api(f"{reference}/assign/", {"role": "communications_lead", "user": "carl"})
    api(f"{reference}/note/", {"text": "Routes are flapping."}, expect=201)
    api(f"{reference}/set-impact/", {"component": "playback", "status": "major_outage"})
    api(f"{reference}/recover/", {"component": "playback", "region": "france"})
    api(f"{reference}/progress/", {"to": "monitoring", "note": "Rerouted."})
    api(f"{reference}/rename/", {"title": "Playback fails in Japan", "titles": {"fr": "Lecture impossible"}})
    api(f"{reference}/resolve/", {"summary": "All routes are back."})
    api(f"{reference}/reopen/", {"reason": "Still failing in Osaka."})
    api(f"{reference}/resolve/", {"summary": "Now really."})
    told = api(f"{reference}/close/", {"reason": "resolved", "final_severity": 4})

    assert told["state"] == "closed"
    assert told["final_severity"]["level"] == 4
    assert [row["role"] for row in told["roles"]] == [Role.COMMANDER, Role.COMMUNICATIONS_LEAD]
    assert all(row["ended_at"] for row in told["impacts"])
    assert told["allowed"] == []
    story = api(f"{reference}/timeline/")["results"]
    assert story[0]["text"].startswith("Closed")
    assert story[-1]["text"] == "Declared: Playback fails (Unplanned)"


def test_a_move_that_the_table_lacks_answers_409_with_those_there_are(api, reference):
    told = api(f"{reference}/reopen/", {"reason": "?"}, expect=409)
    assert told["allowed"] == ["identified", "monitoring", "resolved"]

    told = api(f"{reference}/close/", {"reason": "resolved"}, expect=409)
    assert told["allowed"] == ["identified", "monitoring", "resolved"]

    told = api(f"{reference}/progress/", {"to": "in_progress"}, expect=409)
    assert "monitoring" in told["allowed"]


def test_resolving_without_recovering_names_what_is_still_impaired(api, reference):
    catalogue.component("playback"), catalogue.region("japan")
    api(f"{reference}/set-impact/", {"component": "playback", "status": "partial_outage", "region": "japan"})

    told = api(f"{reference}/resolve/", {"summary": "Done", "recover_all": False}, expect=409)

    assert told["open"] == ["Playback, Japan"]
    assert Incident.objects.get().state == "investigating"


def test_a_duplicate_is_merged(api, reference):
    other = api("", {"title": "The same", "severity": 3}, expect=201)["reference"]

    told = api(f"{other}/merge/", {"into": reference})

    assert (told["state"], told["merged_into"]) == ("closed", reference)
    assert api(f"{reference}/")["duplicates"] == [other]


def test_a_milestone_is_corrected_with_a_reason(api, reference):
    declared = api(f"{reference}/")["declared_at"]
    body = {"name": "impact_started_at", "to": "2026-01-01T00:00:00Z", "reason": "First complaint at midnight."}

    assert api(f"{reference}/set-milestone/", body)["impact_started_at"] == "2026-01-01T00:00:00Z"
    assert api(f"{reference}/")["declared_at"] == declared
    wrong = {"name": "detected_at", "to": "2025-01-01T00:00:00Z", "reason": "?"}
    assert "to" in api(f"{reference}/set-milestone/", wrong, expect=400)["errors"]


def test_roles_are_handed_over_taken_over_and_released(api, reference, client):
    dana = accounts.user("Incident commander", username="dana")
    api(f"{reference}/hand-over/", {"role": "commander", "to": "dana", "note": "I must sleep."})
    told = api(f"{reference}/take-over/", {"role": "commander"})
    assert told["commander"]["username"] == "rita"

    told = api(f"{reference}/release/", {"role": "commander"})
    assert told["commander"] is None
    assert dana.is_active


MOVES = {
    "acknowledge": {},
    "classify": {"level": 5},
    "assign": {"role": "scribe", "user": "rita"},
    "hand-over": {"role": "commander", "to": "rita", "note": "?"},
    "take-over": {"role": "scribe"},
    "progress": {"to": "identified"},
    "set-impact": {"component": "playback", "status": "major_outage"},
    "recover": {"component": "playback"},
    "resolve": {"summary": "?"},
    "reopen": {"reason": "?"},
    "close": {"reason": "false_alarm"},
    "rename": {"title": "?"},
    "set-milestone": {"name": "detected_at", "to": None, "reason": "?"},
}


@pytest.mark.parametrize("verb", MOVES)
def test_a_colleague_who_only_watches_may_make_no_move(api, reference, verb):
    catalogue.component("playback")
    watcher = accounts.authorization("incidents:read", "incidents:write", owner=accounts.user("Observer"))
    before = Incident.objects.values().get()

    api(f"{reference}/{verb}/", MOVES[verb], expect=403, **watcher)

    assert Incident.objects.values().get() == before
    api(f"{reference}/", **watcher)


def test_who_may_only_draft_may_note_and_declare_but_not_move(api, reference):
    agent = accounts.authorization("incidents:read", "incidents:write", owner=accounts.user("Support agent"))

    api(f"{reference}/note/", {"text": "Twelve calls in ten minutes."}, expect=201, **agent)
    api("", {"title": "Sign-in fails"}, expect=201, **agent)
    api(f"{reference}/resolve/", {"summary": "?"}, expect=403, **agent)


def test_a_token_that_only_reads_and_a_stranger_are_refused(api, reference, client):
    reader = accounts.authorization("incidents:read")

    api(f"{reference}/", **reader)
    api(f"{reference}/acknowledge/", {}, expect=403, **reader)
    assert client.get("/api/v1/incidents/").status_code == 401
    assert client.post(f"/api/v1/incidents/{reference}/resolve/").status_code == 401


@pytest.mark.parametrize("reference", ["INC-2026-9999", "x", "INC-2026-0001%00"])
def test_what_does_not_exist_is_not_found(api, reference):
    api(f"{reference}/", expect=404)
    api(f"{reference}/resolve/", {"summary": "?"}, expect=404)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?state=investigating", 2),
        ("?state=investigating&state=resolved", 3),
        ("?kind=drill", 1),
        ("?severity=5", 1),
        ("?open=true", 2),
        ("?open=false", 1),
        ("?component=playback", 1),
        ("?region=france", 1),
        ("?declared_after=2026-03-02T12:30:00Z", 0),
        ("?page_size=2", 2),
    ],
)
def test_the_list_is_filtered(api, query, count):
    playback, france = catalogue.component("playback"), catalogue.region("france")
    impact = people.response.ImpactInput(playback, "major_outage", france)
    people.incident(impacts=[impact])
    people.incident(kind="drill", severity=catalogue.severity(5))
    done = people.incident()
    people.response.resolve(incident=done, by=people.actor(), at=people.NOON, summary="Done")

    assert len(api(query)["results"]) == count


@pytest.mark.parametrize(
    "query",
    [
        "?colour=red",
        "?state=boiling",
        "?severity=9",
        "?open=perhaps",
        "?declared_after=x",
        "?declared_after=0001-01-01T00:00:00%2B14:00",
    ],
)
def test_an_unknown_filter_or_value_is_refused(api, query):
    assert api(query, expect=400)["errors"]


def test_the_list_costs_the_same_few_statements_for_10_and_for_200(api, rita):
    def make(count):
        for number in range(count):
            people.incident(title=f"Incident {number}", titles={"fr": f"Incident {number}"})

    def statements():
        with CaptureQueriesContext(connection) as captured:
            api("?page_size=200")
        return len(captured)

    make(10)
    statements()
    few = statements()
    make(190)
    assert statements() == few <= 5  # with session and person
