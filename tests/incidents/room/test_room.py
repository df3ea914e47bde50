import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.response.models import Incident
from tests.factories import accounts, subscribers
from tests.factories import communication as updates
from tests.incidents.room import desk
from tests.incidents.room.conftest import statements

BUDGET = 72  # the preview of the draft included; the blocks of other slices bring two to five each


def room(incident) -> str:
    return reverse("admin:room", args=[incident.pk])


def do(incident, verb) -> str:
    return reverse("admin:room_do", args=[incident.pk, verb])


def test_the_room_shows_where_the_incident_stands(lead, incident):
    page = lead.get(room(incident)).content.decode()

    for words in (incident.reference, incident.title, "3 Significant", "Investigating", "Lena Lead", "Major outage"):
        assert words in page


def test_a_stranger_to_the_house_is_sent_to_the_login(client, incident):
    assert client.get(room(incident)).status_code == 302


def test_staff_without_a_role_may_not_look(stranger, incident):
    assert stranger.get(room(incident)).status_code == 403


def test_an_incident_that_does_not_exist_is_not_found(lead, incident):
    assert lead.get(reverse("admin:room", args=[incident.pk + 999])).status_code == 404


def test_only_moves_of_the_state_table_are_offered(lead, incident):
    page = lead.get(room(incident)).content.decode()

    assert 'name="to" value="identified"' in page
    assert 'name="to" value="resolved"' not in page
    assert do(incident, "resolve") in page
    assert do(incident, "reopen") not in page


def test_a_move_leads_back_to_the_room(lead, incident):
    answer = lead.post(do(incident, "progress"), {"to": "identified"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(room(incident))
    incident.refresh_from_db()
    assert incident.state == "identified"


def test_a_move_that_is_not_allowed_names_the_allowed_ones(lead, incident):
    answer = lead.post(do(incident, "progress"), {"to": "verifying"})

    assert answer.status_code == 409
    assert "Monitoring" in answer.content.decode()
    incident.refresh_from_db()
    assert incident.state == "investigating"


def test_an_error_keeps_what_was_typed(lead, incident):
    lead.post(do(incident, "resolve"), {"summary": "The cache is warm again."})
    answer = lead.post(do(incident, "reopen"), {"reason": "  "})

    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()

    too_long = "x" * 10_001
    answer = lead.post(do(incident, "note"), {"text": too_long})
    assert answer.status_code == 400
    assert too_long in answer.content.decode()


def test_markup_in_a_note_stays_text(lead, incident):
    lead.post(do(incident, "note"), {"text": "<script>alert(1)</script>"})

    page = lead.get(room(incident)).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("verb", ["progress", "resolve", "impact", "classify", "rename"])
def test_a_supporter_is_refused_what_responders_do(supporter, incident, verb):
    component = incident.impacts.get().component
    typed = {"to": "identified", "summary": "x", "component": component.pk, "status": "major_outage", "level": 4}

    assert supporter.post(do(incident, verb), {**typed, "title": "Other"}).status_code == 403
    assert Incident.objects.get(pk=incident.pk).version == incident.version


def test_nothing_happens_by_following_a_link(lead, incident):
    assert lead.get(do(incident, "acknowledge")).status_code == 405
    assert Incident.objects.get(pk=incident.pk).acknowledged_at is None


def test_back_in_one_region(lead, incident):
    impact = incident.impacts.get()
    lead.post(do(incident, "recover"), {"component": impact.component_id, "region": impact.region_id})

    impact.refresh_from_db()
    assert impact.ended_at is not None
    assert "Everything has recovered." in lead.get(room(incident)).content.decode()


def test_one_click_takes_a_role_over(colleague, lead, incident):
    second = accounts.user("Communications lead", first_name="Nora", last_name="Next")
    lead.force_login(second)
    lead.post(do(incident, "take-over"), {"role": "communications_lead"})

    held = incident.assignments.get(role="communications_lead", to_at=None)
    assert held.user == second
    assert "took over" in colleague.get(room(incident)).content.decode()


def test_polling_answers_nothing_until_something_changes(lead, incident):
    seen = lead.get(room(incident)).context["view"].stamp
    live = reverse("admin:room_live", args=[incident.pk])

    assert lead.get(live, {"seen": seen}).status_code == 204
    lead.post(do(incident, "note"), {"text": "Rolling back."})
    answer = lead.get(live, {"seen": seen})
    assert answer.status_code == 200
    assert "Rolling back." in answer.content.decode()
    assert "<textarea" not in answer.content.decode().partition('id="timeline-list"')[2].partition("</ol>")[0]


def test_the_room_costs_the_same_however_much_has_happened(lead, incident):
    for number in range(3):
        lead.post(do(incident, "note"), {"text": f"Note {number}"})
    draft = updates.draft(incident, at=timezone.now())
    lead.post(reverse("admin:room_write", args=[incident.pk]), desk.of(draft, do="publish"))
    updates.draft(incident, at=timezone.now())
    subscribers.crowd(3)
    lead.get(room(incident))
    few = statements(lambda: lead.get(room(incident)))
    assert few <= BUDGET

    for number in range(20):
        lead.post(do(incident, "note"), {"text": f"Note {number}"})
        updates.draft(incident, at=timezone.now())
    assert statements(lambda: lead.get(room(incident))) == few


def test_the_room_speaks_the_persons_language(incident):
    person = accounts.user("Communications lead", locale="ja", time_zone="Asia/Tokyo")
    client = Client()
    client.force_login(person)
    page = client.get(room(incident)).content.decode()
    assert '<html lang="ja"' in page
    assert "調査中" in page


def test_a_refusal_says_what_was_kept(supporter, incident):
    answer = supporter.post(do(incident, "progress"), {"to": "identified"})

    assert answer.status_code == 403
    assert "What you typed is still in the form" in answer.content.decode()
