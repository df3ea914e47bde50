"""Who does what: one commander, one lead, taking over by one click, handing over with a note."""

import pytest

from core.accounts.models import User
from core.actor import SYSTEM, Refused
from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents.response import actions as response
from incidents.response import queries
from incidents.response.errors import RoleConflict, RoleNotHeld
from incidents.response.states import Role
from tests.factories import response as people

pytestmark = pytest.mark.django_db


def holders(incident, role):
    return [str(row.user) for line in queries.roles(incident) if line.role == role for row in line.holders]


def test_a_lead_is_assigned_and_replaced(incident, rita, later):
    carl, dora = people.person("Carl Communicator")[0], people.person("Dora Deputy")[0]

    response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=carl, by=rita, at=later(1))
    response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=dora, by=rita, at=later(2))

    assert holders(incident, Role.COMMUNICATIONS_LEAD) == ["Dora Deputy"]
    told = incident.entries.order_by("-pk").first().text
    assert told == "Communications lead: Dora Deputy in place of Carl Communicator"


def test_some_roles_have_many_holders(incident, rita, later):
    for name in ("Eve Expert", "Ed Expert"):
        response.assign(incident=incident, role=Role.EXPERT, user=people.person(name)[0], by=rita, at=later(1))

    assert holders(incident, Role.EXPERT) == ["Eve Expert", "Ed Expert"]


def test_the_same_role_again_changes_nothing(incident, rita, later):
    carl = people.person("Carl Communicator")[0]
    first = response.assign(incident=incident, role=Role.SCRIBE, user=carl, by=rita, at=later(1))

    assert response.assign(incident=incident, role=Role.SCRIBE, user=carl, by=rita, at=later(2)) == first


def test_taking_over_is_one_click_and_logged(incident, carl, later):
    response.take_over(incident=incident, role=Role.COMMUNICATIONS_LEAD, by=carl, at=later(1))
    dora = people.actor("Dora Deputy", "Deputy")

    response.take_over(incident=incident, role=Role.COMMUNICATIONS_LEAD, by=dora, at=later(9))

    assert holders(incident, Role.COMMUNICATIONS_LEAD) == ["Dora Deputy"]
    told = incident.entries.order_by("-pk").first().text
    assert told == "Dora Deputy took over as Communications lead from Carl Communicator"
    event = AuditEvent.objects.filter(kind="incidents.incident.role_taken_over").order_by("-pk").first()
    assert (event.actor_label, event.data["before"]) == ("Dora Deputy", carl.user_id)


def test_whoever_takes_command_leaves_the_other_resolver_roles(incident, later):
    nina_user, nina = people.person("Nina Next", "Incident commander")
    for role in (Role.SCRIBE, Role.LIAISON):
        response.assign(incident=incident, role=role, user=nina_user, by=nina, at=later(1))

    response.take_over(incident=incident, role=Role.COMMANDER, by=nina, at=later(2))

    assert holders(incident, Role.COMMANDER) == ["Nina Next"]
    assert holders(incident, Role.SCRIBE) == []
    assert holders(incident, Role.LIAISON) == ["Nina Next"]


@pytest.mark.parametrize("role", ["communications_lead", "deputy", "substitute", "scribe", "expert"])
def test_the_commander_holds_no_other_resolver_role(incident, rita, role, later):
    user = User.objects.get(pk=rita.user_id)

    with pytest.raises(RoleConflict):
        response.assign(incident=incident, role=role, user=user, by=rita, at=later(1))
    assert holders(incident, role) == []

    response.release(incident=incident, role=Role.COMMANDER, by=rita, at=later(2))
    response.assign(incident=incident, role=role, user=user, by=people.actor("Ada Admin"), at=later(3))
    assert holders(incident, role) == ["Rita Responder"]


def test_a_handover_keeps_its_note(incident, rita, later):
    nina = people.person("Nina Next")[0]

    response.hand_over(
        incident=incident, role=Role.COMMANDER, to=nina, note="The vendor calls at two.", by=rita, at=later(60)
    )

    ended = incident.assignments.get(role=Role.COMMANDER, user=rita.user_id)
    assert (ended.to_at, ended.to_by, ended.handoff_note) == (later(60), "Rita Responder", "The vendor calls at two.")
    assert holders(incident, Role.COMMANDER) == ["Nina Next"]
    assert "The vendor calls at two." in incident.entries.order_by("-pk").first().text


def test_what_nobody_holds_is_not_handed_over_or_released(incident, rita, later):
    nina = people.person("Nina Next")[0]

    with pytest.raises(RoleNotHeld):
        response.hand_over(incident=incident, role=Role.SCRIBE, to=nina, note="?", by=rita, at=later(1))
    with pytest.raises(RoleNotHeld):
        response.release(incident=incident, role=Role.SCRIBE, by=rita, at=later(1))


def test_anyone_puts_down_their_own_role_and_only_command_that_of_others(incident, rita, sam, later):
    watcher_user, watcher = people.person("Olaf Observer", "Observer")
    response.assign(incident=incident, role=Role.OBSERVER, user=watcher_user, by=rita, at=later(1))

    with pytest.raises(Refused):
        response.release(
            incident=incident, role=Role.COMMANDER, user=User.objects.get(pk=rita.user_id), by=sam, at=later(2)
        )
    response.release(incident=incident, role=Role.OBSERVER, by=watcher, at=later(3))
    assert holders(incident, Role.OBSERVER) == []


@pytest.mark.parametrize(
    ("role", "who", "may"),
    [
        ("commander", "Incident commander", True),
        ("commander", "Communications lead", False),
        ("commander", "Scribe", False),
        ("communications_lead", "Communications lead", True),
        ("communications_lead", "Deputy", True),
        ("communications_lead", "Incident commander", False),
        ("communications_lead", "Scribe", False),
        ("deputy", "Support agent", False),
        ("scribe", "Scribe", True),
        ("scribe", "Support agent", False),
        ("expert", "Observer", False),
    ],
)
def test_who_may_take_over_what(incident, later, role, who, may):
    person = people.actor("Una Unknown", who)

    if may:
        assert response.take_over(incident=incident, role=role, by=person, at=later(1)).user_id == person.user_id
        return
    with pytest.raises(Refused):
        response.take_over(incident=incident, role=role, by=person, at=later(1))
    assert not incident.assignments.filter(user=person.user_id).exists()


def test_a_program_takes_over_nothing(incident, later):
    with pytest.raises(Refused):
        response.take_over(incident=incident, role=Role.SCRIBE, by=SYSTEM, at=later(1))


def test_the_commander_delegates_publishing_and_a_scribe_does_not(incident, rita, sam, later):
    dora = people.person("Dora Deputy")[0]

    with pytest.raises(Refused):
        response.assign(incident=incident, role=Role.SUBSTITUTE, user=dora, by=sam, at=later(1))
    response.assign(incident=incident, role=Role.SUBSTITUTE, user=dora, by=rita, at=later(2))
    assert holders(incident, Role.SUBSTITUTE) == ["Dora Deputy"]


def test_an_unknown_role_and_a_disabled_person_are_refused(incident, rita, later):
    gone = people.person("Gus Gone")[0]
    gone.is_active = False
    gone.save()

    for role, user, field in (("king", gone, "role"), ("scribe", gone, "user")):
        with pytest.raises(Invalid) as refusal:
            response.assign(incident=incident, role=role, user=user, by=rita, at=later(1))
        assert list(refusal.value.fields) == [field]
