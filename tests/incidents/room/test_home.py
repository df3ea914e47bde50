"""The home page: what needs me now."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import response as people
from tests.incidents.room.conftest import signed_in, statements

HOME = "/admin/"
BUDGET = 32  # one statement for each panel, and its rows; nine of them listen to customers


def test_an_empty_home_says_so(supporter):
    page = supporter.get(HOME).content.decode()

    assert "Nothing is broken that we know of." in page
    assert "Nothing is waiting to be sent." in page


def test_late_promises_come_first(supporter, incident):
    early = timezone.now() - timedelta(minutes=2)
    updates.incident(at=early, title="Fresh and quiet")
    late = updates.incident(at=timezone.now() - timedelta(minutes=90), title="Silent for long")

    page = supporter.get(HOME).content.decode()
    assert page.index(late.title) < page.index(incident.title) < page.index("Fresh and quiet")
    assert "1 promise overdue" in page


def test_my_roles_are_marked_and_lead_to_the_room(lead, incident):
    page = lead.get(HOME).content.decode()

    assert "You: Communications lead" in page
    assert reverse("admin:room", args=[incident.pk]) in page


def test_drafts_wait_where_they_are_published(lead, incident):
    draft = updates.draft(incident, at=timezone.now())

    assert f"?update={draft.pk}#say" in lead.get(HOME).content.decode()


def test_what_is_resolved_waits_to_be_closed(lead, incident):
    response.resolve(incident=incident, summary="Rolled back.", by=people.actor(), at=timezone.now())

    page = lead.get(HOME).content.decode()
    assert "Resolved, to be closed" in page
    assert "Nothing is broken that we know of." in page


def test_somebody_without_a_role_sees_no_incident(stranger, incident):
    assert incident.title not in stranger.get(HOME).content.decode()


def test_home_costs_the_same_for_one_incident_or_many(lead, incident):
    updates.draft(incident, at=timezone.now())
    lead.get(HOME)
    few = statements(lambda: lead.get(HOME))
    assert few <= BUDGET

    for _number in range(15):
        updates.draft(updates.incident(at=timezone.now()), at=timezone.now())
    assert statements(lambda: lead.get(HOME)) == few


def test_home_says_who_is_wanted_and_only_to_those_who_can(incident, supporter):
    response.call(incident=incident, role=Role.COMMUNICATIONS_LEAD, by=people.actor(), at=timezone.now())
    speaker = signed_in(accounts.user("Communications lead", first_name="Ada"))

    assert "You are wanted" in speaker.get("/admin/").content.decode()
    assert "You are wanted" not in supporter.get("/admin/").content.decode()

    speaker.post(reverse("admin:room_do", args=[incident.pk, "take-over"]), {"role": "communications_lead"})
    assert "You are wanted" not in speaker.get("/admin/").content.decode()
