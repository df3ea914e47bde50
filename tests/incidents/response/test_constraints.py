"""What the database refuses by itself, whatever the code believes."""

from itertools import combinations

import pytest
from django.db import IntegrityError, connection, transaction

from core.accounts.models import User
from incidents.response.models import Incident
from incidents.response.states import MILESTONES
from tests.factories import catalogue

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(("earlier", "later"), list(combinations(MILESTONES, 2)))
def test_no_milestone_lies_before_an_earlier_one(incident, noon, earlier, later):
    row = Incident.objects.filter(pk=incident.pk)
    empty = dict.fromkeys(set(MILESTONES) - {"declared_at"})
    before, after = noon.replace(hour=11), noon.replace(hour=13)

    assert refused(lambda: row.update(**{**empty, earlier: after, later: before}))
    assert not refused(lambda: row.update(**{**empty, earlier: noon, later: noon}))


@pytest.mark.parametrize(
    "nonsense",
    [
        {"kind": "disaster"},
        {"state": "boiling"},
        {"closure_reason": "boredom"},
        {"closure_reason": "duplicate"},
        {"state": "closed"},
        {"kind": "drill"},
        {"kind": "maintenance", "state": "scheduled"},
        {"reference": "INC-2026-9999"},
    ],
)
def test_an_incident_cannot_be_made_nonsense(incident, nonsense):
    assert refused(lambda: Incident.objects.filter(pk=incident.pk).update(**nonsense))


def test_a_drill_is_never_public(noon):
    assert refused(
        lambda: Incident.objects.create(
            reference="X", kind="drill", title="?", declared_at=noon, updated_at=noon, is_public=True
        )
    )


def test_what_readers_saw_stays_public(incident):
    row = Incident.objects.filter(pk=incident.pk)
    row.update(is_public=True)

    assert refused(lambda: row.update(is_public=False))


def test_a_timeline_entry_is_written_once(incident, noon):
    entry = incident.entries.order_by("pk").first()

    for change in ({"text": "It never happened."}, {"author": "Nobody"}, {"at": noon.replace(hour=3)}):
        assert refused(lambda change=change: incident.entries.filter(pk=entry.pk).update(**change))
    assert refused(lambda: incident.entries.filter(pk=entry.pk).update(kind="rumour"))


def test_a_reference_is_given_once(incident, noon):
    assert refused(
        lambda: Incident.objects.create(reference=incident.reference, title="?", declared_at=noon, updated_at=noon)
    )


@pytest.mark.parametrize(
    "nonsense",
    [{"status": "operational"}, {"status": "wobbly"}, {"ended_at": "2026-03-01T00:00:00Z"}],
)
def test_an_impact_is_a_harm_that_ends_after_it_began(incident, noon, nonsense):
    fields = {"component": catalogue.component(), "status": "major_outage", "started_at": noon, "started_by": "Rita"}

    assert refused(lambda: incident.impacts.create(**{**fields, **nonsense}))


@pytest.mark.parametrize("somewhere", [True, False])
def test_a_component_has_one_open_state_per_region_and_one_for_everywhere(incident, noon, somewhere):
    region = catalogue.region() if somewhere else None
    fields = {"component": catalogue.component(), "region": region, "started_at": noon, "started_by": "Rita"}
    incident.impacts.create(status="major_outage", **fields)

    assert refused(lambda: incident.impacts.create(status="partial_outage", **fields))
    assert not refused(lambda: incident.impacts.create(status="partial_outage", ended_at=noon, **fields))


@pytest.mark.parametrize("role", ["commander", "communications_lead"])
def test_some_roles_have_one_holder(incident, noon, role):
    people = [User.objects.create_user(name) for name in ("x", "y")]
    incident.assignments.filter(role=role).delete()
    incident.assignments.create(role=role, user=people[0], from_at=noon, from_by="?")

    assert refused(lambda: incident.assignments.create(role=role, user=people[1], from_at=noon, from_by="?"))


def test_an_assignment_has_a_known_role_and_ends_after_it_began(incident, noon):
    user = User.objects.create_user("x")

    assert refused(lambda: incident.assignments.create(role="king", user=user, from_at=noon, from_by="?"))
    assert refused(
        lambda: incident.assignments.create(
            role="scribe", user=user, from_at=noon, from_by="?", to_at=noon.replace(hour=1)
        )
    )
    incident.assignments.create(role="scribe", user=user, from_at=noon, from_by="?")
    assert refused(lambda: incident.assignments.create(role="scribe", user=user, from_at=noon, from_by="?"))


def test_the_guards_are_in_the_database():
    """SQLite drops a table's triggers when a later migration rebuilds the table: then they must be made again."""
    names = {"incident_kind_fixed", "incident_reference_fixed", "incident_stays_public", "entry_written_once"}
    where = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {where}")
        assert names <= {row[0] for row in cursor.fetchall()}
