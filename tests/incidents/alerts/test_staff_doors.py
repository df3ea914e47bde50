"""Staff decide in the admin, programs of ours over the API; both call the same actions."""

import pytest

from core.audit.models import AuditEvent
from incidents.alerts.models import AlertSource, Proposal
from incidents.response.models import Incident
from tests.factories import accounts, alerts, catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(report):
    catalogue.severities()
    catalogue.component("playback")
    _source, key = alerts.source()
    report("alertmanager", key, alerts.group("g1", alerts.firing("A")))
    return Proposal.objects.get()


def test_one_click_and_its_confirmation_declare(client, proposal):
    client.force_login(accounts.user("Incident commander"))
    door = f"/admin/incidents/proposal/{proposal.pk}/do/accept/"

    asked = client.get(door)
    assert (asked.status_code, Incident.objects.count()) == (200, 0)

    client.post(door, {"confirm": "1"})
    proposal.refresh_from_db()
    assert proposal.incident == Incident.objects.get()


def test_an_observer_reads_and_decides_nothing(client, proposal):
    client.force_login(accounts.user("Observer"))

    assert client.get("/admin/incidents/proposal/").status_code == 200
    assert client.post(f"/admin/incidents/proposal/{proposal.pk}/do/accept/", {"confirm": "1"}).status_code == 403
    assert Incident.objects.count() == 0


def test_a_source_made_in_the_admin_shows_its_key_once(client):
    client.force_login(accounts.user("Administrator"))
    form = {"name": "Grafana", "slug": "grafana", "format": "grafana", "is_active": "on"}
    form |= {"components": "{}", "levels": "{}", "mapping": "{}"}

    answer = client.post("/admin/incidents/alertsource/add/", form, follow=True)

    source = AlertSource.objects.get()
    assert f"{source.key_hint}" in answer.content.decode()
    assert "shown this once" in answer.content.decode()
    assert "shown this once" not in client.get(f"/admin/incidents/alertsource/{source.pk}/change/").content.decode()


def test_a_source_changed_in_the_admin_keeps_its_address_and_is_told_once(client, proposal):
    client.force_login(accounts.user("Administrator"))
    source = proposal.source
    form = {"name": "Renamed", "slug": "other", "format": "grafana", "is_active": "on"}
    form |= {"components": "{}", "levels": "{}", "mapping": "{}"}

    client.post(f"/admin/incidents/alertsource/{source.pk}/change/", form)

    before, source = source, AlertSource.objects.get()
    assert (source.name, source.slug, source.format) == ("Renamed", before.slug, before.format)
    assert AuditEvent.objects.filter(kind="incidents.alertsource.changed").count() == 1


def test_a_source_that_has_reported_is_not_removed(client, proposal):
    client.force_login(accounts.user("Administrator"))
    unused, _key = alerts.source("grafana")

    for source in (proposal.source, unused):
        client.post(f"/admin/incidents/alertsource/{source.pk}/do/remove/", {"confirm": "1"})

    assert list(AlertSource.objects.all()) == [proposal.source]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("components", '{"cdn": "nowhere"}', "nowhere"),
        ("levels", '{"critical": 9}', "from 1 to 5"),
        ("mapping", '{"colour": "x"}', "colour"),
    ],
)
def test_a_source_with_words_that_mean_nothing_is_refused_naming_them(client, field, value, says):
    client.force_login(accounts.user("Administrator"))
    form = {"name": "Any", "slug": "any", "format": "generic", "components": "{}", "levels": "{}", "mapping": "{}"}

    answer = client.post("/admin/incidents/alertsource/add/", form | {field: value})

    assert says in str(answer.context["adminform"].form.errors[field])
    assert not AlertSource.objects.exists()


def test_the_api_decides_once(client, proposal):
    owner = accounts.user("Incident commander")
    token = accounts.authorization("alerts:write", "incidents:write", owner=owner)
    door = f"/api/v1/alert-proposals/{proposal.pk}/accept/"

    first = client.post(door, {}, content_type="application/json", **token)
    second = client.post(door, {}, content_type="application/json", **token)

    assert (first.status_code, first.json()["state"]) == (200, "accepted")
    assert (second.status_code, second.json()["type"]) == (409, "urn:candor:problem:already_decided")
    assert Incident.objects.count() == 1


def test_lists_cost_the_same_for_one_and_for_many(client, report, django_assert_max_num_queries):
    _source, key = alerts.source()
    client.force_login(accounts.user("Incident commander"))
    token = accounts.authorization("incidents:read")
    for number in range(30):
        report("alertmanager", key, alerts.group(f"g{number}", alerts.firing("A")))

    with django_assert_max_num_queries(12):
        assert client.get("/admin/incidents/proposal/").status_code == 200
    with django_assert_max_num_queries(3):
        assert len(client.get("/api/v1/alert-proposals/", **token).json()["results"]) > 20


def test_a_source_is_changed_and_deleted_over_the_api(client, proposal):
    token = accounts.authorization("alerts:write", owner=accounts.user("Administrator"))
    used, (unused, _key) = proposal.source, alerts.source("grafana")

    def call(method, source, body=None):
        return getattr(client, method)(
            f"/api/v1/alert-sources/{source.slug}/", body or {}, content_type="application/json", **token
        )

    assert call("patch", used, {"is_active": False, "name": "Old"}).json()["is_active"] is False
    assert call("patch", used, {"slug": "x"}).status_code == 400
    assert call("delete", unused).status_code == 204
    assert call("delete", used).status_code == 409
