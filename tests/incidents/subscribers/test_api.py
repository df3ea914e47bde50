"""Subscribers and audiences over the REST API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit.models import AuditEvent
from incidents.subscribers.models import Audience, Subscriber
from incidents.subscribers.states import State
from tests.factories import accounts, catalogue, subscribers

ANN = {"channel": "email", "address": "ann@example.org"}


@pytest.fixture
def lead():
    return accounts.user("Communications lead", username="lea")


@pytest.fixture
def api(client, lead):
    headers = accounts.authorization("subscribers:write", "incidents:read", "incidents:write", owner=lead)

    def call(path, data=None, expect=200, verb="post", **extra):
        if data is None:
            answer = client.get(f"/api/v1/{path}", **headers)
        else:
            answer = getattr(client, verb)(
                f"/api/v1/{path}", data, content_type="application/json", **{**headers, **extra}
            )
        assert answer.status_code == expect, answer.content
        return answer.json()

    return call


def test_asking_waits_for_the_owner_and_asking_again_gives_what_is_kept(api):
    told = api("subscribers/", {**ANN, "language": "ja"}, expect=201)
    again = api("subscribers/", {**ANN, "language": "ja"})

    assert told["state"] == "pending"
    assert again["id"] == told["id"]


def test_staff_enters_who_agreed_elsewhere(api):
    catalogue.component("playback"), catalogue.region("japan")

    told = api("subscribers/", {**ANN, "confirmed": True, "components": ["playback"], "regions": ["japan"]}, expect=201)

    assert (told["state"], told["components"], told["all_components"]) == ("confirmed", ["playback"], False)
    assert "secrets" not in told


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"address": "nobody"}, "address"),
        ({"address": "a@b\r\nBcc: c@d.org"}, "address"),
        ({"channel": "pigeon"}, "channel"),
        ({"channel": "webhook", "address": "http://127.0.0.1/"}, "address"),
        ({"language": "tlh"}, "language"),
        ({"audience": "nobody"}, "audience"),
        ({"components": ["nothing"]}, "components"),
        ({"kinds": ["weather"]}, "kinds"),
        ({"incident_ref": "<script>"}, "incident_ref"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"state": "confirmed"}, "state"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(api, wrong, field):
    problem = api("subscribers/", {**ANN, **wrong}, expect=400)

    assert list(problem["errors"]) == [field]
    assert not Subscriber.objects.exists()


def test_a_subscriber_goes_through_its_moves(api):
    ann = subscribers.confirmed("ann@example.org")
    at = f"subscribers/{ann.public_id}/"

    assert api(at, {"language": "fr", "kinds": ["maintenance"]}, verb="patch")["kinds"] == ["maintenance"]
    assert api(f"{at}quarantine/", {"reason": "Bounced by hand"})["state"] == "quarantined"
    assert api(f"{at}reactivate/", {})["state"] == "confirmed"
    assert api(f"{at}unsubscribe/", {})["state"] == "unsubscribed"
    assert api(f"{at}reactivate/", {}, expect=403)  # only its holder brings it back
    assert AuditEvent.objects.filter(kind="incidents.subscriber.unsubscribed", actor_user_id__isnull=False).exists()


def test_a_pending_one_is_confirmed_by_staff_with_a_reason_only(api):
    told = api("subscribers/", ANN, expect=201)
    at = f"subscribers/{told['id']}/"

    assert list(api(f"{at}confirm/", {}, expect=400)["errors"]) == ["reason"]
    assert api(f"{at}reactivate/", {}, expect=409)["allowed"] == ["confirmed", "unsubscribed"]
    assert api(f"{at}confirm/", {"reason": "Signed on paper"})["state"] == "confirmed"


def test_a_new_secret_is_told_once(api):
    hook = subscribers.confirmed("https://93.184.216.34/hook")

    told = api(f"subscribers/{hook.public_id}/rotate-secret/", {})

    hook.refresh_from_db()
    assert told == {"secret": hook.secrets[0]["secret"]}
    assert "whsec_" not in str(api(f"subscribers/{hook.public_id}/"))


def test_mail_has_no_secret(api):
    ann = subscribers.confirmed("ann@example.org")

    assert api(f"subscribers/{ann.public_id}/rotate-secret/", {}, expect=409)["type"].endswith("not_a_webhook")


def test_filters_find_and_unknown_ones_are_refused(api):
    subscribers.confirmed("ann@example.org", language="ja")
    subscribers.confirmed("bob@example.org")

    assert len(api("subscribers/?language=ja")["results"]) == 1
    assert len(api("subscribers/?address=ANN@example.org")["results"]) == 1
    assert list(api("subscribers/?colour=red", expect=400)["errors"]) == ["colour"]


@pytest.mark.parametrize("role", ["Support agent", "Scribe", "Observer", None])
def test_addresses_are_seen_and_changed_by_few(client, role):
    ann = subscribers.confirmed("ann@example.org")
    owner = accounts.user(role, username="olive") if role else accounts.user(username="olive")
    headers = accounts.authorization("subscribers:write", owner=owner)

    answers = [
        client.get("/api/v1/subscribers/", **headers),
        client.get(f"/api/v1/subscribers/{ann.public_id}/", **headers),
    ]
    for verb in ("unsubscribe", "reactivate", "rotate-secret", "renew-links", "ping", "resend"):
        answers.append(client.post(f"/api/v1/subscribers/{ann.public_id}/{verb}/", **headers))
    answers.append(client.post("/api/v1/subscribers/", ANN, content_type="application/json", **headers))

    assert {answer.status_code for answer in answers} == {403}
    ann.refresh_from_db()
    assert (ann.state, ann.version) == (State.CONFIRMED, 2)


def test_without_the_scope_or_a_token_nothing_is_told(client, lead):
    assert client.get("/api/v1/subscribers/").status_code == 401
    assert client.get("/api/v1/subscribers/", **accounts.authorization("incidents:read", owner=lead)).status_code == 403


@pytest.mark.parametrize("count", [10, 150])
def test_a_list_costs_the_same_statements_however_long(api, count):
    subscribers.crowd(count)

    with CaptureQueriesContext(connection) as statements:
        rows = api("subscribers/?page_size=200")["results"]

    assert len(rows) == count
    assert len(statements) <= 3  # the first request notes the use of the token


def test_audiences_are_read_and_their_key_stays(client, api):
    assert [row["slug"] for row in api("audiences/")["results"]] == ["general", "technical", "key_customers", "staff"]
    admin = accounts.authorization("incidents:write", owner=accounts.user("Administrator", username="ada"))

    def patch(**data):
        return client.patch("/api/v1/audiences/staff/", data, content_type="application/json", **admin)

    assert patch(slug="people").status_code == 400
    assert patch(name="Our own people").status_code == 200
    assert client.delete("/api/v1/audiences/technical/", **admin).status_code == 409
    assert Audience.objects.get(slug="staff").name == "Our own people"


def test_the_list_is_given_out_as_csv_under_the_same_filters(client, lead):
    subscribers.confirmed("ann@example.org", language="fr")
    subscribers.confirmed("bob@example.org", language="ja", contact="=1+1")
    header = accounts.authorization("subscribers:write", owner=lead)

    answer = client.get("/api/v1/subscribers/export/?language=fr", **header)
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[1] for line in lines] == ["address", "ann@example.org"]
    assert client.get("/api/v1/subscribers/export/?colour=red", **header).status_code == 400
    assert AuditEvent.objects.filter(kind="incidents.subscriber.exported").count() == 1


def test_csv_is_taken_in_with_a_report_per_line(api):
    text = "address,language,shoe\nann@example.org,fr,1\nnobody,en,2\nann@example.org,fr,3\n"

    tried = api("subscribers/import/", {"text": text, "confirmed": True, "dry_run": True})
    assert not Subscriber.objects.exists()
    told = api("subscribers/import/", {"text": text, "confirmed": True})

    assert (told["added"], told["known"], told["refused"]) == (1, 1, 1)
    assert told["ignored_columns"] == ["shoe"]
    assert [(line["line"], line["outcome"]) for line in told["lines"]] == [(2, "added"), (3, "refused"), (4, "known")]
    assert list(told["lines"][1]["reasons"]) == ["address"]
    assert tried == told
    assert Subscriber.objects.get().state == State.CONFIRMED


@pytest.mark.parametrize("text", ["", "x", "name\nann@example.org"])
def test_csv_that_cannot_be_read_is_a_400_that_says_so(api, text):
    assert list(api("subscribers/import/", {"text": text}, expect=400)["errors"]) == ["text"]


def test_taking_in_and_giving_out_need_the_right_to_change(client):
    header = accounts.authorization("subscribers:write", owner=accounts.user("Head of customer service"))

    assert client.get("/api/v1/subscribers/export/", **header).status_code == 403
    body = {"text": "address\nann@example.org"}
    answer = client.post("/api/v1/subscribers/import/", body, content_type="application/json", **header)
    assert answer.status_code == 403
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("kinds", [["component"], ["incident", "component"]])
def test_the_state_of_components_is_told_to_webhooks_only(api, kinds):
    assert list(api("subscribers/", {**ANN, "kinds": kinds}, expect=400)["errors"]) == ["kinds"]

    hook = {"channel": "webhook", "address": "https://93.184.216.34/hook", "confirmed": True, "kinds": kinds}
    assert api("subscribers/", hook, expect=201)["kinds"] == kinds
