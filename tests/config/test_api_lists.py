"""Every list of the API costs three statements at most, whatever it lists (performance: goal 6)."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.api import router
from config.roles import SCOPES
from core.delivery import tasks
from core.delivery.models import Broadcast
from incidents.maintenance.models import MaintenanceSeries
from tests.factories import accounts, catalogue, feedback, mails, subscribers
from tests.factories import communication as words

pytestmark = pytest.mark.django_db
MOST = 3
# Single answers that stand where a list would, and lists that no token reaches.
NO_LISTS = {"feedback-measures", "imports", "status", "tokens", "sessions"}
# What lies inside an incident is as long as an incident.
LISTS = sorted({name for name, view, _base in router.registry if hasattr(view, "list") and "(" not in name} - NO_LISTS)


@pytest.fixture
def _world(noon):
    """Three of everything, with whatever hangs on it."""
    feedback.registers()
    feedback.ladder()
    for number in range(3):
        region, group = catalogue.region(f"r{number}"), catalogue.group(f"g{number}")
        component = catalogue.component(f"c{number}", regions=(region,), names={"fr": "C"}, group=group)
        catalogue.third_party(f"Supplier {number}", fr="un prestataire")
        words.published(words.incident(at=noon, titles={"fr": "Panne"}), at=noon)
        subscribers.confirmed(f"reader{number}@example.org", components=[component], regions=[region])
        series = MaintenanceSeries.objects.create(
            title=f"Disks {number}", rule="FREQ=WEEKLY", first_on=date(2026, 3, 8), clock=time(3), duration_minutes=60
        )
        series.components.add(component)
        series.translations.create(language="fr", title="Disques")
        feedback.crisis_call(email="")
        feedback.source(f"source-{number}")
        mails.read(mails.raw(f"Mail {number}"))
        feedback.calendar(f"Office {number}")
    for broadcast in Broadcast.objects.all():
        tasks.fan_out(broadcast.pk)


@pytest.mark.usefixtures("_world")
@pytest.mark.parametrize("prefix", LISTS)
def test_a_list_costs_three_statements_at_most(client, prefix):
    owner = accounts.user("Administrator", "Communications lead")
    header = accounts.authorization(*SCOPES, owner=owner)
    client.get(f"/api/v1/{prefix}/", **header)  # notes the token's use

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/api/v1/{prefix}/", **header)

    assert answer.status_code == 200, answer.content
    assert len(asked) <= MOST, "\n".join(each["sql"] for each in asked)
