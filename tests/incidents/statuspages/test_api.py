"""Status pages over the REST API and in the admin."""

import pytest
from django.test import Client

from core.audit.models import AuditEvent
from incidents.statuspages.models import Publication, StatusPage
from tests.factories import accounts, catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
PATH = "/api/v1/status-pages/"


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


@pytest.fixture
def writing():
    return accounts.authorization("incidents:read", "incidents:write")


def test_a_regional_page_is_written_and_read_whole(client, lumen, writing):
    catalogue.region("japan")
    catalogue.component("payments")
    words = {
        "language": "ja",
        "name": "ルーメン",
        "intro": "**日本**",
        "support_label": "ヘルプ",
        "support_url": "https://lumen.example/help",
        "footer": "Lumen KK",
    }
    body = {
        "name": "Lumen Japan",
        "host": "status.lumen.jp",
        "language": "ja",
        "languages": ["en"],
        "time_zone": "Asia/Tokyo",
        "all_components": False,
        "components": ["payments"],
        "regions": ["japan"],
        "translations": [words],
    }

    made = client.post(PATH, body, content_type="application/json", **writing)

    assert made.status_code == 201, made.content
    read = client.get(f"{PATH}{made.json()['public_id']}/", **writing).json()
    assert {key: read[key] for key in body} == body
    assert (read["visibility"], read["audience"], read["url"]) == ("public", None, "http://status.lumen.jp:8000")
    row = StatusPage.objects.get(host="status.lumen.jp")
    assert row.offered == ("en", "ja")
    assert row.translations.get().intro_html == "<p><strong>日本</strong></p>"

    changed = client.patch(
        f"{PATH}{row.public_id}/",
        {"translations": [{**words, "intro": "ようこそ"}], "regions": []},
        content_type="application/json",
        **writing,
    )
    assert changed.status_code == 200, changed.content
    assert row.translations.get().intro_html == "<p>ようこそ</p>"
    assert row.regions.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"host": "https://status.lumen.jp/"}, "host"),
        ({"host": "Status.Lumen.JP"}, "host"),
        ({"languages": ["de"]}, "languages"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"all_components": False}, "components"),
        ({"audience": "key_customers"}, "audience"),
        ({"visibility": "secret"}, "visibility"),
        ({"translations": [{"language": "en", "name": "x", "support_url": "javascript:alert(1)"}]}, "translations"),
    ],
)
def test_a_page_that_makes_no_sense_is_refused_by_field(client, lumen, writing, wrong, field):
    told.audience("key_customers")
    body = {"name": "Lumen Japan", "host": "status.lumen.jp", **wrong}

    answer = client.post(PATH, body, content_type="application/json", **writing)

    assert answer.status_code == 400
    assert field in answer.content.decode()
    assert StatusPage.objects.count() == 1


def test_links_to_a_private_page_are_made_and_replaced(client, lumen, writing):
    page = told.regional("partners.lumen.example", visibility="private")
    path = f"{PATH}{page.public_id}/"

    made = client.post(f"{path}make-link/", {"valid_days": 3}, content_type="application/json", **writing)
    assert made.status_code == 201, made.content
    reader = Client(headers={"host": page.host})
    assert reader.get(made.json()["url"].split(":8000")[1]).status_code == 302
    assert reader.get("/").status_code == 200

    assert client.post(f"{path}rotate-links/", content_type="application/json", **writing).status_code == 200
    assert reader.get("/").status_code == 404
    assert (
        client.post(f"{PATH}{lumen.public_id}/make-link/", content_type="application/json", **writing).status_code
        == 409
    )
    assert client.post(f"{path}make-default/", content_type="application/json", **writing).status_code == 409


def test_who_may_only_read_makes_no_link(client, lumen):
    page = told.regional("partners.lumen.example", visibility="private")
    headers = accounts.authorization("incidents:read", "incidents:write", owner=accounts.user("Observer"))

    for verb in ("make-link", "rotate-links", "make-default"):
        answer = client.post(f"{PATH}{page.public_id}/{verb}/", content_type="application/json", **headers)
        assert answer.status_code == 403


def test_a_private_page_is_no_answer_to_what_readers_see_now(client, lumen):
    page = told.regional("partners.lumen.example", visibility="private")

    answer = client.get(f"/api/v1/status/?page={page.public_id}", **accounts.authorization("status:read"))

    assert answer.status_code == 400


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_pages_costs_the_same_however_many(client, lumen, writing, count, django_assert_max_num_queries):
    for index in range(count):
        told.regional(f"p{index}.example", components=[], regions=[catalogue.region("japan")])

    with django_assert_max_num_queries(9):
        assert client.get(PATH, **writing).status_code == 200
