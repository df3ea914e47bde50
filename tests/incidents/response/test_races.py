"""Two people at the same moment: a barrier lets both go at once, on whichever database the run uses."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from core.web.errors import Conflict
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role, State
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or the conflict it ran into."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[index] = act()
        except Conflict as conflict:
            results[index] = conflict
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_declarations_take_two_references(noon):
    rita = people.actor()
    catalogue.severities()

    made = together(*[lambda: response.declare(title="?", by=rita, at=noon) for _ in range(6)])

    assert sorted(row.reference for row in made) == [f"INC-2026-{number:04d}" for number in range(1, 7)]


def test_of_two_who_take_over_one_holds_and_both_are_logged(noon):
    incident = people.incident(by=people.actor(), at=noon)
    leads = [people.actor(name, "Communications lead") for name in ("Carl One", "Cora Two")]

    together(
        *[
            lambda lead=lead: response.take_over(incident=incident, role=Role.COMMUNICATIONS_LEAD, by=lead, at=noon)
            for lead in leads
        ]
    )

    assert incident.assignments.filter(role=Role.COMMUNICATIONS_LEAD, to_at=None).count() == 1
    assert incident.assignments.filter(role=Role.COMMUNICATIONS_LEAD).count() == 2
    assert incident.entries.filter(data__what__in=["taken", "taken_over"]).count() == 2


def test_of_two_who_resolve_one_is_told_that_it_was_done(noon):
    incident = people.incident(by=people.actor(), at=noon)
    rita = people.actor()

    done = together(*[lambda: response.resolve(incident=incident, by=rita, at=noon, summary="Done") for _ in range(2)])

    assert sorted(isinstance(each, Conflict) for each in done) == [False, True]
    assert incident.entries.filter(data__what="resolved").count() == 1


def test_two_incidents_merged_into_each_other_leave_one_open(noon):
    rita = people.actor()
    one, two = people.incident(by=rita, at=noon), people.incident(by=rita, at=noon)

    together(
        lambda: response.merge(incident=one, into=two, by=rita, at=noon),
        lambda: response.merge(incident=two, into=one, by=rita, at=noon),
    )

    assert sorted(Incident.objects.values_list("state", flat=True)) == [State.CLOSED, State.INVESTIGATING]


def test_two_states_of_one_component_at_once_leave_one_open(noon):
    rita, playback = people.actor(), catalogue.component("playback")
    incident = people.incident(by=rita, at=noon)

    together(
        *[
            lambda status=status: response.set_impact(
                incident=incident, component=playback, status=status, by=rita, at=noon
            )
            for status in ("major_outage", "partial_outage")
        ]
    )

    assert incident.impacts.filter(ended_at=None).count() == 1
    assert incident.impacts.count() == 2
