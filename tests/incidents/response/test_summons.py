"""Whoever is called is told by mail and in the rooms of staff, and answers with one press."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from core.accounts.models import User
from core.delivery import tasks as delivery
from core.delivery.models import Broadcast, Delivery
from incidents.response import actions, tasks
from incidents.response.errors import CallIsOver
from incidents.response.models import RoleAssignment, RoleCall
from incidents.response.states import CallEnd, Kind, Role
from tests.factories import accounts, catalogue
from tests.factories import outlets as rooms
from tests.factories import response as people

pytestmark = pytest.mark.django_db
LEAD = Role.COMMUNICATIONS_LEAD


@pytest.fixture
def lea() -> User:
    """May publish, reads French, has a mail address."""
    fields = {"first_name": "Lea", "last_name": "Lead", "email": "lea@staff.test", "locale": "fr"}
    return accounts.user("Communications lead", **fields)


@pytest.fixture
def call(incident, lea, rita, noon) -> RoleCall:
    return actions.call(incident=incident, role=LEAD, user=lea, by=rita, at=noon)


def page(call: RoleCall, what: str = "") -> str:
    return f"/admin/incidents/incident/{call.incident_id}/room/call/{call.pk}/{what}"


def mails() -> list[tuple[str, str]]:
    """(to, subject) of the calls owed by mail."""
    rows = Delivery.objects.filter(channel="email", broadcast__key__startswith="incidents.call:")
    return list(rows.order_by("pk").values_list("address", "content__subject"))


def told(receiver) -> list[str]:
    for broadcast in Broadcast.objects.order_by("pk"):
        delivery.fan_out(broadcast.pk)
    delivery.drain("chat")
    return [json.loads(call.body)["text"] for call in receiver.calls]


@pytest.mark.django_db(transaction=True)
def test_the_letter_speaks_the_language_of_the_called_and_leads_to_the_answer(call, incident, smtp_server):
    delivery.drain("email")

    (letter,) = smtp_server.to("lea@staff.test")
    text = letter.message.get_body(("plain",)).get_content()
    assert letter.message["Subject"].startswith(incident.reference)
    assert "Responsable de la communication" in letter.message["Subject"]
    assert page(call) in text
    assert f"/admin/incidents/incident/{incident.pk}/room/" in text
    assert incident.title not in text  # a title may name a supplier


def test_a_call_to_whoever_can_writes_to_everybody_who_may_take_it_but_the_caller(incident, lea, rita, noon):
    accounts.user("Communications lead", email="gone@staff.test", is_active=False)
    accounts.user("Support agent", email="agent@staff.test")
    accounts.user("Communications lead")  # without an address
    User.objects.filter(pk=rita.user_id).update(email="rita@staff.test")

    for _again in range(2):
        actions.call(incident=incident, role=LEAD, by=rita, at=noon)

    assert [to for to, _subject in mails()] == ["lea@staff.test"]


def test_in_a_large_house_those_who_were_here_lately_are_called(incident, rita, noon, monkeypatch):
    monkeypatch.setattr("incidents.response.actions.summon.MOST", 2)
    for number, days in enumerate((9, 1, 5)):
        seen = noon - timedelta(days=days)
        accounts.user("Communications lead", email=f"lead{number}@staff.test", last_login=seen)
    accounts.user("Communications lead", email="never@staff.test")

    actions.call(incident=incident, role=LEAD, by=rita, at=noon)

    assert [to for to, _subject in mails()] == ["lead1@staff.test", "lead2@staff.test"]


def test_the_rooms_of_staff_hear_it_once_without_a_title_or_a_supplier(incident, lea, rita, noon, webhook_receiver):
    catalogue.third_party("Nimbus CDN")
    actions.rename(incident=incident, title="Nimbus CDN is down", by=rita, at=noon)
    rooms.chat(webhook_receiver, name="War room", reader="staff")
    rooms.chat(webhook_receiver, name="Status channel")

    call = actions.call(incident=incident, role=LEAD, user=lea, by=rita, at=noon)
    told(webhook_receiver)

    (text,) = told(webhook_receiver)
    assert "Lea Lead is called as Communications lead." in text
    assert page(call) in text
    assert "Nimbus" not in text


def test_a_room_hears_nothing_of_a_call_that_was_answered_meanwhile(incident, lea, rita, noon, webhook_receiver):
    rooms.chat(webhook_receiver, reader="staff")
    call = actions.call(incident=incident, role=LEAD, user=lea, by=rita, at=noon)
    actions.assign(incident=incident, role=LEAD, user=lea, by=rita, at=noon)

    assert told(webhook_receiver) == []
    assert RoleCall.objects.get(pk=call.pk).answered_by == "Lea Lead"


def test_an_exercise_calls_nobody_outside(lea, rita, noon, webhook_receiver):
    rooms.chat(webhook_receiver, reader="staff")
    drill = people.incident(kind=Kind.DRILL)

    actions.call(incident=drill, role=LEAD, user=lea, by=rita, at=noon)

    assert not Broadcast.objects.exists()


def test_one_press_takes_the_role_and_opens_the_room(client, call, incident, lea):
    client.force_login(lea)
    before = client.get(page(call))
    assert not RoleAssignment.objects.filter(user=lea).exists()  # looking changes nothing

    answer = client.post(page(call, "answer/"))

    assert before.status_code == 200
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/incidents/incident/{incident.pk}/room/")
    assert RoleAssignment.objects.get(user=lea).role == LEAD
    assert RoleCall.objects.get(pk=call.pk).answered_by == "Lea Lead"
    assert "Lea Lead" in client.get(page(call)).content.decode()


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, call):
    answer = client.get(page(call))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={page(call)}")


def test_a_colleague_without_the_right_sees_the_call_and_takes_nothing(client, call):
    agent = accounts.user("Support agent")
    client.force_login(agent)

    seen = client.get(page(call)).content.decode()

    assert "I take it" not in seen
    assert client.post(page(call, "answer/")).status_code == 403
    assert client.post(page(call, "decline/")).status_code == 403
    assert not RoleAssignment.objects.filter(role=LEAD).exists()


def test_no_passes_the_call_on_at_once(client, call, incident, lea, noon):
    deputy, dan = people.person("Dan Deputy", "Deputy")
    actions.take_over(incident=incident, role=Role.DEPUTY, by=dan, at=noon)
    client.force_login(lea)

    with time_machine.travel(noon + timedelta(minutes=1), tick=False):
        answer = client.post(page(call, "decline/"), follow=True).content.decode()

    call.refresh_from_db()
    assert (call.end, call.passed_on_to.user) == (CallEnd.DECLINED, deputy)
    assert call.passed_on_to.lapses_at == noon + timedelta(minutes=6)
    assert "L’appel est passé à Dan Deputy." in answer
    assert incident.entries.get(data__what="call_declined").text == "Lea Lead can't be Communications lead now"


def test_only_the_called_declines(call, carl, noon):
    with pytest.raises(PermissionDenied):
        actions.decline_call(incident=call.incident, role=LEAD, by=carl, at=noon)


def test_a_late_yes_takes_a_vacant_role_and_relieves_nobody(client, call, incident, lea, carl, rita, later):
    actions.let_lapse(call=call, by=rita, at=later(5))
    other = actions.take_over(incident=incident, role=LEAD, by=carl, at=later(6))
    client.force_login(lea)

    answer = client.post(page(call, "answer/"))

    assert answer.status_code == 409
    assert "Carl Communicator tient maintenant ce rôle." in answer.content.decode()
    actions.release(incident=incident, role=LEAD, by=carl, at=later(7))
    taken = actions.answer(call=call, by=people.actor("Dora", "Communications lead"), at=later(8))
    assert (other.role, taken.role) == (LEAD, LEAD)


def test_a_call_that_is_over_is_answered_by_nobody(call, incident, carl, rita, noon):
    actions.withdraw_call(incident=incident, role=LEAD, by=rita, at=noon)

    with pytest.raises(CallIsOver):
        actions.answer(call=call, by=carl, at=noon)
    with pytest.raises(CallIsOver):
        actions.decline_call(incident=incident, role=LEAD, by=carl, at=noon)


def test_the_clock_passes_an_unanswered_call_on_to_the_minute_once(incident, lea, rita, noon, later):
    """12:00 Lea is called, 12:05 the deputy, 12:10 whoever can, 12:15 nobody: each told once however often it runs."""
    deputy, dan = people.person("Dan Deputy", "Deputy")
    User.objects.filter(pk=deputy.pk).update(email="dan@staff.test")
    actions.take_over(incident=incident, role=Role.DEPUTY, by=dan, at=noon)
    actions.call(incident=incident, role=LEAD, user=lea, by=rita, at=noon)

    called = {}
    for minute in range(17):
        with time_machine.travel(later(minute), tick=False):
            for _twice in range(2):
                for pk in RoleCall.objects.values_list("pk", flat=True):
                    tasks.lapse_call(pk)
        row = incident.calls.unanswered().first()
        called[minute] = str(row.user or "whoever can") if row else None

    assert [called[minute] for minute in (0, 4, 5, 9, 10, 14, 15, 16)] == [
        *("Lea Lead", "Lea Lead", "Dan Deputy", "Dan Deputy", "whoever can", "whoever can", None, None)
    ]
    assert [to for to, _subject in mails()] == ["lea@staff.test", "dan@staff.test", "lea@staff.test"]
    lapsed = incident.entries.filter(data__what="call_lapsed").order_by("at").values_list("at", flat=True)
    assert list(lapsed) == [later(5), later(10), later(15)]


def test_the_schedule_finds_what_has_lapsed(call, later, monkeypatch):
    queued = []
    monkeypatch.setattr(tasks, "enqueue", lambda name, pk: queued.append((name, pk)))
    for minute in (4, 5):
        with time_machine.travel(later(minute), tick=False):
            tasks.lapse_calls()
    assert queued == [("incidents.response.tasks.lapse_call", call.pk)]


def test_a_program_says_no_for_its_owner(client, call, incident, lea):
    headers = accounts.authorization("incidents:write", "incidents:read", owner=lea)
    url = f"/api/v1/incidents/{incident.reference}/decline-call/"

    said = client.post(url, {"role": "communications_lead"}, "application/json", **headers)
    again = client.post(url, {"role": "communications_lead"}, "application/json", **headers)

    assert (said.status_code, again.status_code) == (200, 403)  # by then whoever can is called
    assert said.json()["calls"][0]["user"] is None
