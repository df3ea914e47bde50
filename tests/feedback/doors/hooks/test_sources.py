"""Who says which programs hand us words, and their keys."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from rest_framework.test import APIClient

from core.sources.errors import SourceInUse
from core.web.errors import Invalid
from feedback.doors.hooks import actions
from feedback.doors.hooks.models import FeedbackSource
from tests.factories import accounts, feedback
from tests.factories import response as people

pytestmark = pytest.mark.django_db


def admin():
    return people.actor("Ada Admin", "Administrator")


@pytest.mark.parametrize(
    "given", [{"reply_url": "http://127.0.0.1/x"}, {"mapping": {"nonsense": "a"}}, {"mapping": {"text": "a" * 300}}]
)
def test_what_cannot_work_is_refused_by_every_door(source, given, client):
    with pytest.raises(Invalid):
        actions.change_source(source=source[0], by=admin(), at=timezone.now(), **given)
    header = accounts.authorization("feedback:write", "feedback:read", owner=accounts.user("Administrator"))
    answer = APIClient().patch("/api/v1/feedback-sources/reviews/", given, format="json", **header)
    assert answer.status_code == 400
    client.force_login(accounts.user("Administrator", username="ada"))
    form = {"name": "New", "slug": "new", "language": "en", "mapping": json.dumps(given.get("mapping", {}))}
    page = client.post("/admin/feedback/feedbacksource/add/", form | {"reply_url": given.get("reply_url", "")})
    assert page.status_code == 200
    assert FeedbackSource.objects.count() == 1


def test_the_key_is_shown_once_and_kept_nowhere(client, source):
    client.force_login(accounts.user("Administrator"))
    form = {"name": "New", "slug": "new", "language": "en", "mapping": "{}", "is_active": "on"}
    page = client.post("/admin/feedback/feedbacksource/add/", form)

    made = FeedbackSource.objects.get(slug="new")
    key = page.context["told"]
    assert key in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert key not in client.get(f"/admin/feedback/feedbacksource/{made.pk}/change/").content.decode()
    answer = client.post(
        "/api/feedback/new/",
        '{"text": "x"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 202


@pytest.mark.parametrize("button", ["rotate-key", "rotate-secret", "rotate-reply-secret"])
def test_staff_make_new_keys_and_secrets_by_buttons(client, source, button):
    client.force_login(accounts.user("Administrator"))
    page = client.post(f"/admin/feedback/feedbacksource/{source[0].pk}/do/{button}/", {"confirm": "yes"})

    assert page.context["told"]


def test_who_is_no_administrator_changes_no_source(client, source, outsider):
    for who in (feedback.agent(), outsider):
        with pytest.raises(PermissionDenied):
            actions.rotate_key(source=source[0], by=who, at=timezone.now())
    client.force_login(accounts.user("Support agent"))
    assert client.get("/admin/feedback/feedbacksource/").status_code == 200
    assert client.get("/admin/feedback/feedbacksource/add/").status_code == 403


def test_a_source_customers_wrote_through_stays(source, hand_in):
    hand_in({"text": "It stops.", "author": "ana"})
    with pytest.raises(SourceInUse):
        actions.remove_source(source=source[0], by=admin(), at=timezone.now())

    other, _key = feedback.source("other")
    actions.remove_source(source=other, by=admin(), at=timezone.now())
    assert FeedbackSource.objects.count() == 1
