"""The catalogue over the REST API: written by administrators, read by staff, heard of by readers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit.models import AuditEvent
from incidents import signals
from incidents.catalogue.models import Component, SeverityLevel
from tests.factories import accounts, catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db
COMPONENT = {
    "slug": "playback",
    "name": "Playback",
    "service": "streaming",
    "regions": ["france"],
    "translations": [{"language": "fr", "name": "Lecture"}, {"language": "ja", "name": "再生"}],
}


@pytest.fixture
def heard():
    """The senders of `page_changed` since the test began."""
    senders = []

    def listen(sender, **_):
        senders.append(sender)

    signals.page_changed.connect(listen)
    yield senders
    signals.page_changed.disconnect(listen)


@pytest.fixture
def administrator():
    return accounts.authorization("incidents:read", "incidents:write")


def post(client, path, data, headers):
    return client.post(f"/api/v1/{path}", data, content_type="application/json", **headers)


def patch(client, path, data, headers):
    return client.patch(f"/api/v1/{path}", data, content_type="application/json", **headers)


def test_a_component_is_made_with_its_names_per_language(client, administrator, heard):
    catalogue.service("streaming"), catalogue.region("france")

    answer = post(client, "components/", COMPONENT, administrator)

    assert answer.status_code == 201, answer.content
    row = Component.objects.get(slug="playback")
    assert row.name_in("fr") == "Lecture"
    assert [region.slug for region in row.regions.all()] == ["france"]
    assert heard == [Component]
    assert AuditEvent.objects.filter(kind="incidents.component.created", object_label="Playback").exists()


def test_given_translations_replace_those_there_were(client, administrator, heard):
    catalogue.component("playback", names={"fr": "Lecture", "ja": "再生"})

    answer = patch(
        client, "components/playback/", {"translations": [{"language": "fr", "name": "Visionnage"}]}, administrator
    )

    assert answer.status_code == 200, answer.content
    assert answer.json()["translations"] == [{"language": "fr", "name": "Visionnage", "description": ""}]
    assert heard == [Component]


def test_translations_that_are_not_given_stay(client, administrator):
    row = catalogue.component("playback", names={"fr": "Lecture"})

    patch(client, "components/playback/", {"name": "Playing"}, administrator)

    row.refresh_from_db()
    assert (row.name, row.name_in("fr")) == ("Playing", "Lecture")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slug": "not a slug"}, "slug"),
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"service": "nowhere"}, "service"),
        ({"regions": ["atlantis"]}, "regions"),
        ({"translations": [{"language": "xx", "name": "?"}]}, "translations"),
        ({"translations": [{"language": "fr", "name": "a"}, {"language": "fr", "name": "b"}]}, "translations"),
        ({"third_party": 10**30}, "third_party"),
        ({"public_id": "aaaaaaaaaaaa"}, "public_id"),
        ({"status": "operational"}, "status"),
        ({"position": -1}, "position"),
    ],
)
def test_bad_input_names_the_field_and_changes_nothing(client, administrator, heard, change, field):
    catalogue.service("streaming"), catalogue.region("france")

    answer = post(client, "components/", COMPONENT | change, administrator)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert not Component.objects.exists()
    assert heard == []


def test_a_slug_is_taken_once(client, administrator):
    catalogue.component("playback"), catalogue.region("france")

    assert "slug" in post(client, "components/", COMPONENT, administrator).json()["errors"]


def test_what_is_still_used_is_not_deleted(client, administrator):
    people.incident(impacts=[people.response.ImpactInput(catalogue.component("playback"), "major_outage")])

    assert client.delete("/api/v1/components/playback/", **administrator).status_code == 409
    assert client.delete("/api/v1/services/streaming/", **administrator).status_code == 409
    assert Component.objects.filter(slug="playback").exists()


@pytest.mark.parametrize(
    ("scopes", "role", "reads", "writes"),
    [
        (("incidents:read", "incidents:write"), "Administrator", 200, 201),
        (("incidents:read",), "Administrator", 200, 403),
        (("incidents:read", "incidents:write"), "Observer", 200, 403),
        (("faq:read",), "Administrator", 403, 403),
    ],
)
def test_only_administrators_with_the_scope_write(client, scopes, role, reads, writes):
    catalogue.service("streaming"), catalogue.region("france")
    headers = accounts.authorization(*scopes, owner=accounts.user(role))

    assert client.get("/api/v1/components/", **headers).status_code == reads
    assert post(client, "components/", COMPONENT, headers).status_code == writes


def test_a_stranger_is_asked_who_they_are(client):
    assert client.get("/api/v1/components/").status_code == 401
    assert post(client, "components/", COMPONENT, {}).status_code == 401


def test_an_unknown_filter_is_refused_and_a_known_one_filters(client, administrator):
    catalogue.component("playback", regions=(catalogue.region("france"),))
    catalogue.component("sign-in", is_core=True)

    assert client.get("/api/v1/components/?colour=red", **administrator).status_code == 400
    found = client.get("/api/v1/components/?region=france", **administrator).json()["results"]
    assert [row["slug"] for row in found] == ["playback"]


def test_severity_levels_are_edited_but_never_added_or_deleted(client, administrator, heard):
    catalogue.severities()

    assert post(client, "severity-levels/", {"level": 6}, administrator).status_code == 405
    assert client.delete("/api/v1/severity-levels/5/", **administrator).status_code == 405
    answer = patch(client, "severity-levels/3/", {"update_every_minutes": 45}, administrator)
    assert answer.status_code == 200
    assert SeverityLevel.objects.get(level=3).update_every_minutes == 45
    assert heard == [SeverityLevel]


def test_a_duty_lies_within_a_year(client, administrator):
    catalogue.severities()

    answer = patch(client, "severity-levels/3/", {"first_update_minutes": 10**12}, administrator)

    assert "first_update_minutes" in answer.json()["errors"]


def test_the_classifier_answers_with_a_level_and_its_reasons(client, administrator):
    catalogue.severities()

    answer = post(client, "severity-levels/suggest/", {"answers": {"data_exposed": "yes"}}, administrator)

    assert answer.status_code == 200, answer.content
    assert answer.json()["level"]["level"] == 5
    assert answer.json()["reasons"][0] == {
        "level": 5,
        "criterion": "data_exposed",
        "text": "Personal data is exposed.",
    }


@pytest.mark.parametrize("body", [{"answers": {"share": "lots"}}, {"answers": {"colour": "red"}}, {}, {"answers": 3}])
def test_wrong_answers_are_named(client, administrator, body):
    answer = post(client, "severity-levels/suggest/", body, administrator)

    assert answer.status_code == 400
    assert "answers" in answer.json()["errors"]


def test_the_questions_are_told_in_the_readers_language(client, administrator):
    answer = client.get("/api/v1/severity-levels/questions/", HTTP_ACCEPT_LANGUAGE="fr", **administrator)

    assert answer.json()[0]["text"] == "Quelle part des clients actifs est touchée\u202f?"


@pytest.mark.parametrize("path", ["components", "services", "regions", "component-groups", "third-parties"])
def test_a_list_asks_the_same_few_questions_of_the_database_for_1_and_for_40(client, administrator, path):
    def make(start, stop):
        for number in range(start, stop):
            region = catalogue.region(f"region-{number}")
            catalogue.component(f"component-{number}", regions=(region,), names={"fr": f"Fonction {number}"},
                                group=catalogue.group(f"group-{number}"))  # fmt: skip
            catalogue.service(f"service-{number}"), catalogue.third_party(f"Supplier {number}", fr="un prestataire")

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"/api/v1/{path}/", **administrator).status_code == 200
        return len(captured)

    make(0, 1)
    statements()
    few = statements()
    make(1, 40)
    assert statements() == few <= 3
