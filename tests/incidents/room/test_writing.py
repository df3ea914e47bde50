"""The editor: drafts by anyone, published by the lead, once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audit.models import AuditEvent
from core.delivery.models import Broadcast
from incidents.communication.models import Update
from incidents.response.states import Role
from tests.factories import accounts, subscribers
from tests.factories import communication as updates
from tests.incidents.room import desk
from tests.incidents.room.conftest import signed_in, with_role

ROLES = (
    "Incident commander",
    "Subject matter expert",
    "Scribe",
    "Internal liaison",
    "Observer",
    "Support agent",
    "Community manager",
    "Brand reviewer",
    "Administrator",
)


def write(incident) -> str:
    return reverse("admin:room_write", args=[incident.pk])


@pytest.fixture
def draft(incident) -> Update:
    return updates.draft(incident, at=timezone.now())


def test_anyone_on_staff_drafts(supporter, incident):
    supporter.post(write(incident), desk.form(**{"text-general-any-fr": "La lecture échoue."}))

    draft = Update.objects.get()
    assert draft.state == "draft"
    assert draft.drafted_by == "Sue Porter"
    assert set(draft.variants.values_list("language", flat=True)) == {"en", "fr"}


def test_the_lead_publishes_what_is_typed(lead, incident):
    answer = lead.post(write(incident), desk.form(do="publish"), follow=True)

    update = Update.objects.get()
    assert update.state == "published"
    assert update.published_by == "Lena Lead"
    assert Broadcast.objects.count() == 1
    assert "Published." in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_publishes(role, incident, draft):
    """P04 by HTML: 403, the draft unchanged, the attempt in the security log."""
    person = accounts.user(role)
    answer = signed_in(person).post(write(incident), desk.of(draft, do="publish", **{"text-general-any-en": "Mine"}))

    assert answer.status_code == 403
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)
    assert AuditEvent.objects.filter(kind="core.security.refused", actor_user_id=person.pk).count() == 1


def test_the_right_to_publish_without_the_role_is_not_enough(incident, draft):
    person = accounts.user("Communications lead")

    assert signed_in(person).post(write(incident), desk.of(draft, do="publish")).status_code == 403


def test_others_see_who_decides(colleague, incident, draft, lead):
    page = colleague.get(reverse("admin:room", args=[incident.pk])).content.decode()

    assert "Lena Lead decides what goes out." in page
    assert 'value="publish"' not in page


def test_taking_over_keeps_what_was_typed(incident, draft):
    person = accounts.user("Communications lead", first_name="Nora", last_name="Next")
    client = signed_in(person)
    client.post(write(incident), desk.of(draft, do="take-over", **{"text-general-any-en": "Typed just now."}))

    assert incident.assignments.get(role=Role.COMMUNICATIONS_LEAD, to_at=None).user == person
    assert draft.variants.get(language="en").text == "Typed just now."


def test_the_second_publish_sees_who_was_faster(lead, incident, draft):
    sent = desk.of(draft, do="publish")
    lead.post(write(incident), sent)
    answer = lead.post(write(incident), sent, follow=True)

    assert Update.objects.count() == 1
    assert "Published by Lena Lead at" in answer.content.decode()


def test_a_form_sent_twice_makes_one_message(lead, incident):
    """The double click on a message that no autosave has kept yet."""
    sent = desk.form(do="publish")
    lead.post(write(incident), sent)
    lead.post(write(incident), sent)

    assert Update.objects.count() == 1
    assert Broadcast.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_publishes_at_once_are_one():
    """P01 through the room."""
    incident = updates.incident(at=timezone.now())
    person = with_role(incident, accounts.user("Communications lead"), Role.COMMUNICATIONS_LEAD)
    draft = updates.draft(incident, at=timezone.now())
    barrier = threading.Barrier(2)

    def publish(client: Client) -> int:
        barrier.wait()
        try:
            return client.post(write(incident), desk.of(draft, do="publish")).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(publish, [signed_in(person), signed_in(person)]))

    assert statuses == [302, 302]
    assert Update.objects.filter(state="published").count() == 1
    assert Broadcast.objects.count() == 1


def test_an_error_keeps_every_language(lead, incident):
    typed = desk.form(do="publish", **{"text-general-any-ja": "{nonsense}", "text-general-any-fr": "En français"})
    answer = lead.post(write(incident), typed)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "nonsense" in page
    assert "En français" in page
    assert Broadcast.objects.count() == 0


def test_two_people_on_one_draft_see_both_texts(lead, colleague, incident, draft):
    mine = desk.of(draft, **{"text-general-any-en": "Mine."})
    colleague.post(write(incident), desk.of(draft, **{"text-general-any-en": "Theirs."}))
    answer = lead.post(write(incident), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine." in page
    assert "Theirs." in page
    assert draft.variants.get(language="en").text == "Theirs."

    theirs = Update.objects.get(pk=draft.pk)
    lead.post(write(incident), {**mine, "version": theirs.version})
    assert draft.variants.get(language="en").text == "Mine."


def test_an_autosave_answers_with_the_look_and_the_new_version(colleague, incident, draft):
    typed = desk.of(draft, do="autosave", **{"text-general-any-en": "It is **slow**."})
    answer = colleague.post(write(incident), typed, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert "<strong>slow</strong>" in page
    assert 'name="version" value="2"' in page
    assert "hx-swap-oob" in page


def test_an_autosave_of_nothing_makes_no_draft(colleague, incident):
    typed = desk.form(do="autosave", **{"text-general-any-en": " "})

    assert colleague.post(write(incident), typed, headers={"HX-Request": "true"}).status_code == 204
    assert Update.objects.count() == 0


def test_a_promise_counts_from_the_moment_of_publishing(lead, incident):
    before = timezone.now()
    lead.post(write(incident), desk.form(do="publish", next_in="45"))

    promised = Update.objects.get().next_update_at
    assert 44 * 60 < (promised - before).total_seconds() < 46 * 60


def test_still_working_is_one_click(lead, incident, draft):
    lead.post(write(incident), desk.of(draft, do="publish"))
    lead.post(reverse("admin:room_touch", args=[incident.pk]))

    newest = Update.objects.order_by("-sequence").first()
    assert newest.phase == "still_working"
    assert not newest.notify


def test_only_the_lead_touches(colleague, lead, incident, draft):
    lead.post(write(incident), desk.of(draft, do="publish"))

    assert colleague.post(reverse("admin:room_touch", args=[incident.pk])).status_code == 403
    assert Update.objects.count() == 1


def test_a_correction_starts_from_the_words_that_were_wrong(lead, incident, draft):
    lead.post(write(incident), desk.of(draft, do="publish"))
    room = reverse("admin:room", args=[incident.pk])
    page = lead.get(room, {"corrects": draft.pk}).content.decode()
    assert updates.WORDS["fr"] in page

    lead.post(write(incident), desk.form(do="publish", phase="correction", corrects=draft.pk))
    assert Update.objects.get(phase="correction").corrects == draft


def test_a_draft_is_put_away(colleague, incident, draft):
    colleague.post(reverse("admin:room_discard", args=[incident.pk, draft.pk]))

    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_the_preview_says_who_is_told_and_why_others_are_not(lead, incident):
    subscribers.audiences()
    subscribers.crowd(4)
    subscribers.crowd(1, state="unsubscribed", incident_ref="INC-1")
    page = lead.get(reverse("admin:room_recipients", args=[incident.pk])).content.decode()

    assert "4 subscribers will be told" in page
    assert "Unsubscribed" in page


def test_a_draft_of_another_incident_is_not_opened_here(lead, incident):
    other = updates.draft(updates.incident(at=timezone.now()), at=timezone.now())
    lead.post(write(incident), desk.of(other, **{"text-general-any-en": "Wrong room"}))

    other.refresh_from_db()
    assert other.version == 1
