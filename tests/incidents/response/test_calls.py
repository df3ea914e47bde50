"""Calls for roles: answered by taking the role, passed on when nobody does (domain: Roles)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from incidents.response import actions, tasks
from incidents.response.models import RoleCall
from incidents.response.states import CallEnd, Role
from tests.factories import catalogue
from tests.factories import response as factory

pytestmark = pytest.mark.django_db
FIVE = timedelta(minutes=5)
NOON = factory.NOON


@pytest.fixture
def incident():
    return factory.incident()


def test_a_call_is_answered_by_taking_the_role(incident):
    lead = factory.actor("Lea Lead", "Communications lead")
    call = actions.call(incident=incident, role=Role.COMMUNICATIONS_LEAD, by=factory.actor(), at=NOON)

    actions.take_over(incident=incident, role=Role.COMMUNICATIONS_LEAD, by=lead, at=NOON + timedelta(minutes=1))

    call.refresh_from_db()
    assert (call.answered_by, call.answered_at) == ("Lea Lead", NOON + timedelta(minutes=1))


def test_a_second_call_for_the_same_role_is_the_first_one(incident):
    calls = [actions.call(incident=incident, role=Role.SCRIBE, by=factory.actor(), at=NOON) for _ in range(2)]
    assert calls[0] == calls[1]
    assert incident.calls.count() == 1


def test_an_unanswered_call_passes_to_the_substitute_after_five_minutes(incident):
    user, _ = factory.person("Lea Lead", "Communications lead")
    deputy, deputy_actor = factory.person("Dan Deputy", "Deputy")
    actions.take_over(incident=incident, role=Role.DEPUTY, by=deputy_actor, at=NOON)
    call = actions.call(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=user, by=factory.actor(), at=NOON)

    assert actions.let_lapse(call=call, by=factory.actor(), at=NOON + FIVE - timedelta(seconds=1)) is None
    passed = actions.let_lapse(call=call, by=factory.actor(), at=NOON + FIVE)

    call.refresh_from_db()
    assert (call.end, call.passed_on_to) == (CallEnd.LAPSED, passed)
    assert passed.user == deputy


def test_without_a_substitute_it_passes_to_whoever_can_and_ends_there(incident):
    user, _ = factory.person("Lea Lead", "Communications lead")
    call = actions.call(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=user, by=factory.actor(), at=NOON)
    passed = actions.let_lapse(call=call, by=factory.actor(), at=NOON + FIVE)

    assert passed.user is None
    assert actions.let_lapse(call=passed, by=factory.actor(), at=NOON + 2 * FIVE) is None
    assert not incident.calls.unanswered().exists()


def test_the_decided_level_calls_whom_it_wants_and_nobody_twice():
    incident = factory.incident(severity=catalogue.severities()[4])
    tasks.call_roles(incident.pk)
    tasks.call_roles(incident.pk)
    called = sorted(incident.calls.values_list("role", flat=True))
    assert called == ["communications_lead", "deputy"]  # the commander is there already


def test_an_ended_incident_calls_nobody(incident):
    call = actions.call(incident=incident, role=Role.SCRIBE, by=factory.actor(), at=NOON)
    actions.resolve(incident=incident, summary="It ended.", by=factory.actor(), at=NOON)

    assert actions.let_lapse(call=call, by=factory.actor(), at=NOON + FIVE) is None
    assert RoleCall.objects.get(pk=call.pk).end == CallEnd.OVER


def test_an_observer_calls_nobody(incident):
    with pytest.raises(PermissionDenied):
        actions.call(incident=incident, role=Role.SCRIBE, by=factory.actor("Olga Observer", "Observer"), at=NOON)
    assert not incident.calls.exists()


def test_a_call_can_be_withdrawn(incident):
    actions.call(incident=incident, role=Role.SCRIBE, by=factory.actor(), at=NOON)
    actions.withdraw_call(incident=incident, role=Role.SCRIBE, by=factory.actor(), at=NOON)
    assert incident.calls.get().end == CallEnd.WITHDRAWN
