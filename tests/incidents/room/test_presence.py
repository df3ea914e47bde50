"""Two people in one room see each other, and what the others do appears without a reload."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.response import actions as response
from incidents.room import actions, queries
from incidents.room.models import Presence
from tests.factories import accounts
from tests.factories import response as people
from tests.incidents.room.conftest import signed_in, statements


def here(incident) -> str:
    return reverse("admin:room_here", args=[incident.pk])


@pytest.fixture
def kenji(db):
    return signed_in(accounts.user("Subject matter expert", first_name="Kenji", last_name="Ito"))


def test_two_people_see_each_other(lead, kenji, incident):
    lead.post(here(incident), {"doing": "writing"})
    page = kenji.post(here(incident)).content.decode()
    assert "Lena Lead is writing a message" in page
    assert "Kenji" not in page
    assert "Kenji Ito is here" in lead.post(here(incident)).content.decode()


def test_whoever_has_gone_is_not_shown(incident):
    user, actor = people.person("Gone Away")
    at = timezone.now()
    actions.be_here(incident=incident, by=actor, at=at - timedelta(seconds=31))
    assert queries.others(incident, people.actor(), at) == []
    actions.be_here(incident=incident, by=actor, at=at)
    assert [each.user for each in queries.others(incident, people.actor(), at)] == [user]
    assert Presence.objects.count() == 1


def test_being_here_is_said_by_posting_and_what_is_unknown_is_looking(lead, incident):
    assert lead.get(here(incident)).status_code == 405
    assert lead.post(here(incident), {"doing": "<b>"}).status_code == 200
    assert Presence.objects.get().doing == "looking"


def test_a_stranger_is_in_no_room(stranger, incident):
    assert stranger.post(here(incident)).status_code == 403
    assert not Presence.objects.exists()


def test_saying_it_costs_the_same_however_many_are_there(lead, incident):
    lead.post(here(incident))
    one = statements(lambda: lead.post(here(incident)))
    for number in range(9):
        actions.be_here(incident=incident, by=people.person(f"Number {number}")[1], at=timezone.now())
    assert statements(lambda: lead.post(here(incident))) == one


def test_blocks_of_other_slices_are_renewed_and_new_ones_added(lead, incident):
    url = reverse("admin:room_live", args=[incident.pk])
    known = lead.get(url, {"seen": "", "panels": "promises"}).content.decode()
    assert '<section class="card" id="panel-promises" hx-swap-oob="true">' in known
    unknown = lead.get(url, {"seen": ""}).content.decode()
    assert '<div hx-swap-oob="beforeend:#room-panels"><section class="card" id="panel-promises">' in unknown


def test_the_whole_story_can_be_read_page_by_page(lead, incident):
    for number in range(60):
        response.note(incident=incident, text=f"Note {number}.", by=people.actor(), at=timezone.now())
    url = reverse("admin:room_timeline", args=[incident.pk])
    first = lead.get(url)
    page = first.content.decode()
    assert "Note 59." in page
    assert "Note 1." not in page
    older = first.context_data["timeline"].older
    second = lead.get(url, {"before": f"{older[0].isoformat()}_{older[1]}"}).content.decode()
    assert "Note 1." in second
    assert "Note 59." not in second
    assert lead.get(url, {"before": "nonsense"}).status_code == 200
