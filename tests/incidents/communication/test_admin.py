"""Updates in the staff interface: read-only records with buttons that call the actions."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audit.models import AuditEvent
from incidents.communication.models import Update
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import response as people


@pytest.fixture
def incident(db):
    return updates.incident(at=timezone.now())


@pytest.fixture
def draft(incident):
    return updates.draft(incident, at=timezone.now())


@pytest.fixture
def lead(incident, client):
    user = accounts.user("Communications lead", username="lena", is_staff=True)
    role, at = Role.COMMUNICATIONS_LEAD, incident.declared_at
    response.assign(incident=incident, role=role, user=user, by=people.actor(), at=at)
    client.force_login(user)
    return user


def button(update, name):
    return reverse("admin:incidents_update_do", args=[update.pk, name])


def test_the_record_shows_every_text_and_no_field_to_edit(client, lead, draft):
    page = client.get(reverse("admin:incidents_update_change", args=[draft.pk])).content.decode()

    assert updates.WORDS["ja"] in page
    assert "<textarea" not in page
    assert button(draft, "publish") in page


def test_publishing_asks_first_and_says_how_many_are_told(client, lead, draft):
    page = client.get(button(draft, "publish")).content.decode()
    assert "0 subscribers are told" in page
    draft.refresh_from_db()
    assert draft.state == "draft"

    client.post(button(draft, "publish"), {"confirm": "yes"})
    draft.refresh_from_db()
    assert (draft.state, draft.sequence) == ("published", 1)


def test_a_second_click_is_told_who_was_first(client, lead, draft):
    client.post(button(draft, "publish"), {"confirm": "yes"})
    page = client.post(button(draft, "publish"), {"confirm": "yes"}, follow=True).content.decode()
    assert "Already published by" in page
    assert Update.objects.published().count() == 1


@pytest.mark.parametrize("role", ["Incident commander", "Communications lead", "Support agent", "Administrator"])
@pytest.mark.parametrize("door", ["button", "list"])
def test_p04_who_does_not_lead_here_publishes_by_no_door(client, draft, role, door):
    stranger = accounts.user(role, username="stranger", is_staff=True)
    client.force_login(stranger)

    if door == "button":
        answer = client.post(button(draft, "publish"), {"confirm": "yes"})
    else:
        chosen = {"action": "publish", "_selected_action": [draft.pk], "confirm": "yes"}
        answer = client.post(reverse("admin:incidents_update_changelist"), chosen)

    assert answer.status_code == 403
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)
    assert AuditEvent.objects.filter(kind__endswith="refused", actor_user_id=stranger.pk).count() == 1


def test_a_correction_is_typed_and_published(client, lead, draft):
    client.post(button(draft, "publish"), {"confirm": "yes"})
    client.post(button(draft, "correct"), {"confirm": "yes", "en": "Only France.", "fr": "", "ja": "", "notify": "on"})

    right = Update.objects.get(phase="correction")
    assert (right.corrects, right.state, right.variants.get().text) == (draft, "published", "Only France.")


def test_a_correction_the_linter_blocks_goes_out_with_a_written_reason(client, lead, draft):
    client.post(button(draft, "publish"), {"confirm": "yes"})
    given = {"confirm": "yes", "en": "Only France. Your data is safe.", "notify": "on"}

    held = client.post(button(draft, "correct"), given).content.decode()
    assert not Update.objects.filter(phase="correction").exists()
    client.post(button(draft, "correct"), {**given, "override_reason": "Security has read the logs."})

    assert "Publish it nevertheless, because" in held
    assert "Your data is safe." in held  # nothing typed is lost
    assert Update.objects.get(phase="correction").override_reason == "Security has read the logs."


def test_a_draft_is_put_away_by_anyone_on_staff(client, draft):
    client.force_login(accounts.user("Support agent", username="sam", is_staff=True))
    client.post(button(draft, "discard"), {"confirm": "yes"})
    draft.refresh_from_db()
    assert draft.state == "discarded"
