"""Staff look after the pages: the form, its buttons, and links to private ones."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.audit.models import AuditEvent
from incidents.statuspages.models import Publication, StatusPage
from tests.factories import accounts, catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
LIST = reverse("admin:incidents_statuspage_changelist")


@pytest.fixture
def admin(client, lumen):
    client.force_login(accounts.user("Administrator"))
    return client


@pytest.fixture
def partners(lumen) -> StatusPage:
    return told.regional("partners.lumen.example", name="Partners", visibility="private")


def filled(**changed):
    return {
        **{"name": "Lumen France", "host": "status.lumen.fr", "language": "fr", "languages": ["en"]},
        **{"time_zone": "Europe/Paris", "all_components": "on", "visibility": "public"},
        **{"translations-TOTAL_FORMS": "1", "translations-INITIAL_FORMS": "0", "translations-0-language": "fr"},
        **{"translations-0-name": "Lumen France", "translations-0-intro": "Bonjour **vous**"},
        **changed,
    }


def test_a_regional_page_is_added_by_form_and_shown_at_once(admin):
    france = catalogue.region("france")
    before = Publication.objects.get().wanted

    answer = admin.post(reverse("admin:incidents_statuspage_add"), filled(regions=[france.pk]))

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    page = StatusPage.objects.get(host="status.lumen.fr")
    assert page.offered == ("en", "fr")
    assert list(page.regions.all()) == [france]
    assert page.translations.get().intro_html == "<p>Bonjour <strong>vous</strong></p>"
    assert Publication.objects.get().wanted > before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"host": "no host"}, "host"),
        ({"all_components": ""}, "components"),
        ({"audience": "general"}, "audience"),
    ],
)
def test_what_makes_no_sense_comes_back_with_its_reason(admin, wrong, field):
    told.audience("general")

    answer = admin.post(reverse("admin:incidents_statuspage_add"), filled(**wrong))

    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert StatusPage.objects.count() == 1


def test_a_private_link_is_made_shown_and_works(admin, partners):
    path = reverse("admin:incidents_statuspage_link", args=[partners.pk])
    assert AuditEvent.objects.filter(kind="incidents.statuspage.link_made").count() == 0

    answer = admin.post(path, {"valid_days": "7"})

    link = re.search(r'value="(http[^"]+/private/[^"]+)"', answer.content.decode())[1]
    reader = Client(headers={"host": partners.host})
    reader.get("/private/" + link.split("/private/")[1])
    assert reader.get("/").status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(kind="incidents.statuspage.link_made").count() == 1
    assert (
        "Copy private link"
        in admin.get(reverse("admin:incidents_statuspage_change", args=[partners.pk])).content.decode()
    )


def test_view_page_opens_a_private_page_for_an_hour(admin, partners, lumen, time_machine):
    path = reverse("admin:incidents_statuspage_view", args=[partners.pk])

    where = admin.get(path)["Location"]

    reader = Client(headers={"host": partners.host})
    reader.get("/private/" + where.split("/private/")[1])
    assert reader.get("/").status_code == 200
    public = admin.get(reverse("admin:incidents_statuspage_view", args=[lumen.pk]))
    assert public["Location"].endswith(":8000/")


def test_a_button_replaces_all_links(admin, partners):
    path = reverse("admin:incidents_statuspage_do", args=[partners.pk, "rotate"])
    assert "stops working at once" in admin.get(path).content.decode()

    admin.post(path, {"confirm": "yes"})

    partners.refresh_from_db()
    assert partners.key_version == 2


def test_who_may_only_look_makes_no_link(client, partners):
    client.force_login(accounts.user("Observer"))

    assert client.get(reverse("admin:incidents_statuspage_view", args=[partners.pk])).status_code == 302
    assert client.post(reverse("admin:incidents_statuspage_link", args=[partners.pk])).status_code == 403
    answer = client.post(reverse("admin:incidents_statuspage_do", args=[partners.pk, "rotate"]), {"confirm": "yes"})
    assert answer.status_code == 403
    partners.refresh_from_db()
    assert partners.key_version == 1


def test_a_private_page_is_not_made_the_default(admin, partners, lumen):
    admin.post(LIST, {"action": "make_default", "_selected_action": [partners.pk]})

    assert StatusPage.objects.get(is_default=True) == lumen


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_many(admin, count, django_assert_max_num_queries):
    for index in range(count):
        told.regional(f"p{index}.example", regions=[catalogue.region("france")])

    with django_assert_max_num_queries(8):
        assert admin.get(LIST).status_code == 200
