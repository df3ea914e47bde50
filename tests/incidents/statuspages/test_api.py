"""Status pages over the REST API and in the admin."""

import pytest

from core.audit.models import AuditEvent
from incidents.statuspages.models import Publication, StatusPage
from tests.factories import accounts
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db


def test_the_page_of_now_is_read_with_its_scope(client, busy):
    headers = accounts.authorization("status:read")

    answer = client.get("/api/v1/status/?language=fr", **headers).json()

    assert answer["sentence"].startswith("Cela vient de nous")
    assert [card["title"] for card in answer["incidents"]] == ["La lecture échoue"]
    assert {line["name"]: line["status"] for line in answer["components"]}["Lecture"] == "major_outage"


@pytest.mark.parametrize("query", ["language=de", "page=nosuchpage00", "colour=red"])
def test_a_wrong_parameter_is_named(client, lumen, query):
    answer = client.get(f"/api/v1/status/?{query}", **accounts.authorization("status:read"))

    assert answer.status_code == 400
    assert query.split("=")[0] in answer.content.decode()


def test_another_scope_or_no_token_reads_nothing(client, lumen):
    assert client.get("/api/v1/status/", **accounts.authorization("incidents:read")).status_code == 403
    assert client.get("/api/v1/status/").status_code == 401


def test_an_administrator_adds_a_page_and_makes_it_the_default(client, lumen):
    headers = accounts.authorization("incidents:read", "incidents:write")
    body = {"name": "Lumen Japan", "host": "status.lumen.jp", "language": "ja", "time_zone": "Asia/Tokyo"}
    made = client.post("/api/v1/status-pages/", body, content_type="application/json", **headers)
    assert made.status_code == 201, made.content
    before = Publication.objects.get().wanted

    address = f"/api/v1/status-pages/{made.json()['public_id']}/make-default/"
    answer = client.post(address, content_type="application/json", **headers)

    assert answer.status_code == 200, answer.content
    assert StatusPage.objects.get(is_default=True).name == "Lumen Japan"
    assert Publication.objects.get().wanted > before
    assert AuditEvent.objects.filter(kind="incidents.statuspage.made_default").exists()


def test_the_default_page_cannot_be_deleted(client, lumen):
    headers = accounts.authorization("incidents:read", "incidents:write")

    answer = client.delete(f"/api/v1/status-pages/{lumen.public_id}/", **headers)

    assert answer.status_code == 409
    assert StatusPage.objects.filter(pk=lumen.pk).exists()


def test_an_unknown_time_zone_is_refused_by_name(client, lumen):
    headers = accounts.authorization("incidents:read", "incidents:write")

    answer = client.patch(
        f"/api/v1/status-pages/{lumen.public_id}/",
        {"time_zone": "Mars/Olympus"},
        content_type="application/json",
        **headers,
    )

    assert answer.status_code == 400
    assert "time_zone" in answer.json()["errors"]


def test_two_pages_answer_each_for_its_host(client, busy, settings):
    settings.ALLOWED_HOSTS = ["*"]
    told.statuspage(name="Lumen Japan", host="status.lumen.jp", is_default=False, language="ja")

    japan = client.get("/api/v2/status.json", headers={"host": "status.lumen.jp"}).json()
    other = client.get("/api/v2/status.json", headers={"host": "localhost"}).json()

    assert japan["page"]["name"] == "Lumen Japan"
    assert other["page"]["name"] == "Lumen"
