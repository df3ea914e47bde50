"""Somebody is called until something is said; the mails go to a real server."""

from datetime import datetime, timedelta

import pytest
import time_machine

from core.actor import SYSTEM, Refused
from core.delivery import tasks as delivery
from core.delivery.models import Broadcast
from incidents.communication import actions as communication
from incidents.promises import actions, queries, tasks
from incidents.promises.models import Reminder, ReminderStep
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.factories import accounts, catalogue
from tests.factories import communication as updates
from tests.factories import response as people
from tests.incidents.promises.conftest import reachable


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def remind(incident: Incident, at: datetime) -> Reminder | None:
    return actions.remind(incident=incident, by=SYSTEM, at=at)


def test_the_lead_then_the_deputy_then_the_commander(incident, lead, noon):
    updates.lead(incident, "Dede Deputy", Role.DEPUTY)
    updates.published(incident, by=lead, at=noon)  # promises a word within the hour
    told = {count: row.told if (row := remind(incident, noon + minutes(count))) else None for count in (54, 55, 56)}
    assert told == {54: None, 55: ["Lena Lead"], 56: None}
    assert remind(incident, noon + minutes(60)).told == ["Lena Lead", "Dede Deputy"]
    assert set(remind(incident, noon + minutes(65)).told) == {"Rita Responder", "Lena Lead", "Dede Deputy"}
    assert remind(incident, noon + minutes(74)) is None
    assert remind(incident, noon + minutes(75)).minute == 15


def test_whatever_is_said_ends_the_calling(incident, lead, noon):
    updates.published(incident, by=lead, at=noon)
    assert remind(incident, noon + minutes(61))
    communication.touch(incident=incident, by=lead, at=noon + minutes(62))

    assert remind(incident, noon + minutes(75)) is None
    assert incident.pk not in queries.waiting(noon + minutes(75))


def test_the_first_word_is_asked_for_by_severity(incident, lead, noon):
    assert remind(incident, noon + minutes(10)).told == ["Lena Lead"]  # level 3: within 15 minutes
    assert remind(incident, noon + minutes(15)).minute == 0


def test_where_nobody_holds_the_role_everybody_who_may_speak_is_told(incident, noon):
    accounts.user("Communications lead", first_name="Paul", last_name="Publisher")
    accounts.user("Communications lead", first_name="Gone", is_active=False)
    accounts.user("Support agent")
    assert remind(incident, noon + minutes(10)).told == ["Paul Publisher"]


def test_nobody_to_tell_is_kept_and_shown(incident, noon):
    reminder = remind(incident, noon + minutes(10))
    assert reminder.told == []
    assert not Broadcast.objects.filter(key__startswith="incidents.reminder").exists()


@pytest.mark.django_db(transaction=True)
def test_the_mail_speaks_the_reader_s_language_and_leads_to_the_room(incident, lead, noon, smtp_server):
    updates.published(incident, by=lead, at=noon)
    reachable("Rita Responder", "ja")
    remind(incident, noon + minutes(72))
    delivery.drain("email")

    french = smtp_server.to("lena@staff.test")[0].message
    japanese = smtp_server.to("rita@staff.test")[0].message
    assert "12 minutes" in french["Subject"]
    assert incident.reference in japanese["Subject"]
    for message in (french, japanese):
        assert f"/admin/incidents/incident/{incident.pk}/room/" in message.get_body(("plain",)).get_content()
        assert message["Auto-Submitted"]
    assert french["Subject"].split(":")[1] != japanese["Subject"].split(":")[1]


def test_t01_after_half_an_hour_without_a_worker_each_incident_is_reminded_of_once(db, incident, lead, noon):
    """T01: worker down 30 min, 6 reminders due / start / 1 reminder per incident."""
    late = [incident, *(updates.incident(at=noon) for _ in range(5))]
    for each in late:
        updates.published(each, by=updates.lead(each), at=noon)
    with time_machine.travel(noon + minutes(90), tick=False):
        assert sorted(queries.waiting(noon + minutes(90))) == sorted(each.pk for each in late)
        for _again in range(3):
            for each in late:
                tasks.remind(each.pk)
    assert list(Reminder.objects.values_list("incident", flat=True).order_by("incident")) == [each.pk for each in late]


def test_finding_who_waits_costs_two_statements_however_many(incident, noon, django_assert_num_queries):
    for _ in range(4):
        updates.incident(at=noon)
    with django_assert_num_queries(2):
        assert len(queries.waiting(noon + minutes(30))) == 5


def test_a_raised_severity_asks_for_a_word_sooner_and_a_lowered_one_keeps_the_promise(incident, lead, noon):
    updates.published(incident, by=lead, at=noon)
    levels = catalogue.severities()
    raised = response.classify(incident=incident, level=levels[5], by=people.actor(), at=noon + minutes(10))
    assert raised.sooner_update_at == noon + minutes(30)  # every 20 minutes from now on
    assert raised.next_update_at == noon + minutes(60)  # what readers were promised stands
    assert remind(incident, noon + minutes(31)).due_at == noon + minutes(30)

    lowered = response.classify(
        incident=incident, level=levels[2], reason="Only a few are affected", by=people.actor(), at=noon + minutes(40)
    )
    assert lowered.sooner_update_at is None
    assert lowered.next_update_at == noon + minutes(60)


def test_a_word_said_answers_the_raised_severity_too(incident, lead, noon):
    updates.published(incident, by=lead, at=noon)
    response.classify(incident=incident, level=catalogue.severities()[5], by=people.actor(), at=noon + minutes(10))
    updates.published(incident, by=lead, at=noon + minutes(15))
    incident.refresh_from_db()
    assert incident.sooner_update_at is None
    assert incident.next_update_at == noon + minutes(35)


def test_an_outsider_reminds_nobody(incident, outsider, noon):
    with pytest.raises(Refused):
        actions.remind(incident=incident, by=outsider, at=noon + minutes(70))
    assert not Reminder.objects.exists()


def test_a_drill_calls_nobody(noon, db):
    drill = updates.incident(at=noon, kind="drill")
    assert drill.pk not in queries.waiting(noon + minutes(60))
    assert remind(drill, noon + minutes(60)) is None


def test_the_ladder_can_be_changed(incident, lead, noon):
    ReminderStep.objects.all().delete()
    assert remind(incident, noon + minutes(90)) is None
    ReminderStep.objects.create(minutes=30, roles=["observer"])
    assert remind(incident, noon + minutes(44)) is None
    assert remind(incident, noon + minutes(45))
