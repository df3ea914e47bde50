"""Templates on staff pages, in the room, and over the API."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.communication.models import Update
from incidents.message_templates import defaults
from incidents.message_templates.models import TemplateVersion
from incidents.subscribers import defaults as audiences
from tests.factories import accounts
from tests.factories import communication as updates

JSON = "application/json"


@pytest.fixture
def shipped(db):
    audiences.seed(timezone.now())
    defaults.seed(timezone.now())
    return TemplateVersion.objects.select_related("template").get(template__key="scope.general")


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(accounts.user(*roles))
    return client


def test_from_a_new_draft_to_approval_on_staff_pages(shipped):
    agent, brand = signed_in("Support agent"), signed_in("Brand reviewer")
    write = reverse("admin:template_write", args=[shipped.pk])
    page = agent.get(write).content.decode()
    assert "{workaround}" in page
    words = {"en": "{functions} fails.", "fr": "{functions} échoue.", "ja": "{functions}が使えません。"}
    answer = agent.post(write, {**words, "note": "Shorter", "edit": ""})
    draft = TemplateVersion.objects.get(template=shipped.template, number=2)
    assert answer["Location"] == reverse("admin:incidents_templateversion_change", args=[draft.pk])
    record = agent.get(answer["Location"]).content.decode()
    assert "<del>" in record
    assert "Send to brand review" in record
    assert "Approve" not in record.partition("object-tools")[2].partition("</ul>")[0]

    def press(client, name):
        address = reverse("admin:incidents_templateversion_do", args=[draft.pk, name])
        return client.post(address, {"confirm": "1"})

    assert press(agent, "submit").status_code == 302
    assert press(agent, "approve").status_code == 403
    assert press(brand, "approve").status_code == 302
    draft.refresh_from_db()
    shipped.refresh_from_db()
    assert (draft.state, shipped.state) == ("approved", "retired")


def test_an_error_keeps_what_was_typed(shipped):
    write = reverse("admin:template_write", args=[shipped.pk])
    answer = signed_in("Support agent").post(write, {"en": "{nobody} fails.", "fr": "x", "ja": "y"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "{nobody} fails." in page
    assert "There is no field of this name: nobody." in page


def test_a_language_that_is_missing_is_named_on_the_page_and_over_the_api(shipped):
    agent = signed_in("Support agent")
    words = {"en": "{functions} fails.", "fr": "{functions} échoue.", "ja": ""}
    agent.post(reverse("admin:template_write", args=[shipped.pk]), {**words, "note": "", "edit": ""})
    draft = TemplateVersion.objects.get(template=shipped.template, number=2)

    submit = reverse("admin:incidents_templateversion_do", args=[draft.pk, "submit"])
    page = agent.post(submit, {"confirm": "1"}, follow=True).content.decode()
    headers = accounts.authorization("incidents:write")
    answer = Client().post("/api/v1/message-templates/scope.general/submit/", {}, content_type=JSON, **headers)

    assert "Not written yet: Japanese." in page
    assert (answer.status_code, "Japanese" in str(answer.json()["errors"]["texts"])) == (400, True)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_whoever_only_observes_writes_nothing(shipped):
    observer = signed_in("Observer")
    assert observer.get(reverse("admin:incidents_templateversion_changelist")).status_code == 200
    assert observer.get(reverse("admin:template_write", args=[shipped.pk])).status_code == 403
    assert observer.get(reverse("admin:incidents_templateversion_add")).status_code == 403


def test_a_new_template_from_the_list(shipped):
    add = reverse("admin:incidents_templateversion_add")
    typed = {"key": "scope.tv", "purpose": "TVs only", "phase": "scope", "audience": "general", "channel_kind": "any"}
    levels = {"min_level": 5, "max_level": 2}
    agent = signed_in("Support agent")
    assert agent.post(add, {**typed, **levels, "en": "{functions} fails on TVs."}).status_code == 400
    assert agent.post(add, {**typed, "min_level": 1, "max_level": 5, "en": "{functions} fails."}).status_code == 302
    assert TemplateVersion.objects.get(template__key="scope.tv").state == "draft"


def test_the_room_begins_with_approved_words(shipped):
    incident = updates.incident(at=timezone.now())
    agent = signed_in("Support agent")
    page = agent.get(reverse("admin:room", args=[incident.pk])).content.decode()
    assert "Who is affected, what to do meanwhile" in page
    begin = reverse("admin:room_begin", args=[incident.pk])
    answer = agent.post(begin, {"template": shipped.pk})
    draft = Update.objects.get()
    assert f"update={draft.pk}" in answer["Location"]
    assert "{workaround}" in agent.get(answer["Location"].partition("#")[0]).content.decode()
    assert agent.post(begin, {"template": "0"}).status_code == 302
    assert Update.objects.count() == 1


def test_the_api_writes_decides_and_uses(shipped):
    headers = accounts.authorization("incidents:write")
    client = Client()
    base = "/api/v1/message-templates/"
    body = {"key": "scope.api", "phase": "scope", "audience": "general", "texts": {"en": "{functions} fails."}}
    made = client.post(base, body, content_type=JSON, **headers)
    assert made.status_code == 201, made.content
    words = {"en": "{functions} fails.", "fr": "{functions} échoue.", "ja": "{functions}が使えません。"}
    steps = (("submit", {}, 400), ("write", {"texts": words}, 200), ("submit", {}, 200), ("approve", {}, 200))
    for verb, given, expected in steps:
        answer = client.post(f"{base}scope.api/{verb}/", given, content_type=JSON, **headers)
        assert (verb, answer.status_code) == (verb, expected)
    incident = updates.incident(at=timezone.now())
    used = client.post(f"{base}scope.api/use/", {"incident": incident.reference}, content_type=JSON, **headers)
    assert used.status_code == 201
    assert Update.objects.get().public_id == used.json()["update"]
    assert client.post(f"{base}scope.api/approve/", {}, content_type=JSON, **headers).status_code == 409


def test_the_list_costs_the_same_for_one_and_for_all(shipped, django_assert_max_num_queries):
    headers = accounts.authorization("incidents:read")
    with django_assert_max_num_queries(6):
        body = Client().get("/api/v1/message-templates/?phase=scope", **headers).json()
    assert {row["phase"] for row in body["results"]} == {"scope"}
