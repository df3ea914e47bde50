"""The catalogue in the staff interface: every list and form opens, and what is saved reaches the readers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit.models import AuditEvent
from incidents import signals
from incidents.catalogue.models import Component, SeverityLevel
from tests.factories import accounts, catalogue

pytestmark = pytest.mark.django_db
MODELS = ["service", "region", "componentgroup", "component", "thirdparty", "severitylevel"]


@pytest.fixture
def heard():
    senders = []

    def listen(sender, **_):
        senders.append(sender)

    signals.page_changed.connect(listen)
    yield senders
    signals.page_changed.disconnect(listen)


@pytest.fixture
def administrator(client):
    user = accounts.user("Administrator")
    client.force_login(user)
    return user


@pytest.fixture
def playback(db):
    catalogue.severities()
    return catalogue.component(
        "playback",
        regions=(catalogue.region(),),
        group=catalogue.group(),
        third_party=catalogue.third_party("Acme CDN", en="a supplier"),
        names={"fr": "Lecture"},
    )


@pytest.mark.parametrize("model", MODELS)
def test_every_list_is_searched(client, administrator, playback, model):
    assert client.get(f"/admin/incidents/{model}/").status_code == 200
    assert client.get(f"/admin/incidents/{model}/?q=nothing").status_code == 200


@pytest.mark.parametrize("model", MODELS[:-1])
def test_every_form_offers_a_text_for_each_language(client, administrator, playback, model):
    page = client.get(f"/admin/incidents/{model}/add/").content.decode()

    assert page.count('class="inline-related') >= 3


def form(row, **fields):
    """The change form of a component as the browser would send it back."""
    names = list(row.translations.order_by("pk"))
    body = {
        "name": row.name,
        "slug": row.slug,
        "description": "",
        "service": row.service_id,
        "group": row.group_id or "",
        "regions": [region.pk for region in row.regions.all()],
        "third_party": row.third_party_id or "",
        "is_public": "on",
        "showcase": "on",
        "start_on": "",
        "position": 0,
        "translations-TOTAL_FORMS": len(names),
        "translations-INITIAL_FORMS": len(names),
    }
    for number, name in enumerate(names):
        body |= {
            f"translations-{number}-id": name.pk,
            f"translations-{number}-component": row.pk,
            f"translations-{number}-language": name.language,
            f"translations-{number}-name": name.name,
            f"translations-{number}-description": "",
        }
    return body | fields


def test_a_renamed_component_is_audited_and_the_pages_hear_of_it(client, administrator, playback, heard):
    body = form(playback, **{"name": "Watching", "translations-0-name": "Visionnage"})

    answer = client.post(f"/admin/incidents/component/{playback.pk}/change/", body)

    assert answer.status_code == 302, answer.context["errors"]
    playback.refresh_from_db()
    assert (playback.name, playback.name_in("fr")) == ("Watching", "Visionnage")
    assert heard == [Component]
    assert AuditEvent.objects.filter(kind="incidents.component.changed", actor_label=str(administrator)).exists()


def test_a_language_given_twice_is_refused(client, administrator, playback, heard):
    playback.translations.create(language="ja", name="再生")

    answer = client.post(
        f"/admin/incidents/component/{playback.pk}/change/", form(playback, **{"translations-1-language": "fr"})
    )

    assert answer.status_code == 200
    assert playback.translations.get(language="ja").name == "再生"
    assert heard == []


def test_no_severity_level_is_added_or_deleted(client, administrator, playback):
    assert client.get("/admin/incidents/severitylevel/add/").status_code == 403
    assert client.post("/admin/incidents/severitylevel/5/delete/", {"post": "yes"}).status_code == 403
    assert SeverityLevel.objects.count() == 5


@pytest.mark.parametrize("model", MODELS)
def test_a_colleague_reads_and_does_not_write(client, playback, model):
    client.force_login(accounts.user("Support agent"))

    assert client.get(f"/admin/incidents/{model}/").status_code == 200
    assert client.get(f"/admin/incidents/{model}/add/").status_code == 403


def test_a_form_with_many_regions_and_services_stays_small(client, administrator, playback):
    def size():
        return len(client.get(f"/admin/incidents/component/{playback.pk}/change/").content)

    few = size()
    for number in range(200):
        catalogue.region(f"region-{number}"), catalogue.service(f"service-{number}")
    assert size() < few + 500


def test_the_list_of_components_costs_the_same_for_1_and_for_50(client, administrator, playback):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/incidents/component/").status_code == 200
        return len(captured)

    few = statements()
    for number in range(49):
        catalogue.component(f"component-{number}", group=catalogue.group(f"group-{number}"))
    assert statements() == few <= 9
