"""What a message costs: an outage is when most of them come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from feedback.doors.form import offer
from feedback.threads import links
from tests.factories import catalogue, feedback
from tests.factories import form as customer
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.fixture
def kept(settings):
    """As in production: what the form offers is read once in a while."""
    offer.forget()
    settings.FORM_KEPT_SECONDS = 60
    yield
    offer.forget()


def statements(ask) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return [each["sql"] for each in queries if not each["sql"].startswith(NOT_COUNTED)]


def test_taking_in_a_message_costs_four_statements(client, kept):
    """Also one that comes from an incident's page, which wakes one task more."""
    feedback.registers()
    told.statuspage()
    playback = catalogue.component("playback")
    incident = told.incident()
    told.harm(incident, playback)
    told.update(incident)
    customer.sent(client)

    asked = customer.filled(component=playback.public_id, incident=incident.reference)
    found = statements(lambda: client.post("/feedback/", asked))

    assert len(found) == 4, found
    woken = {each.task["func"] for each in OrmQ.objects.all()}
    assert {"feedback.answering.tasks.thank", "feedback.loop.tasks.suggest_said"} <= woken


def test_the_form_and_its_suggestions_cost_the_same_however_much_is_wrong(client, kept):
    told.statuspage()

    def wrong(number: int) -> None:
        for index in range(number):
            incident = told.incident(f"Trouble {index} with films")
            told.harm(incident, catalogue.component(f"part-{incident.reference.lower()}"))
            told.update(incident, "Some films stop.")
        offer.forget()

    def looks() -> tuple[int, int]:
        words = {"text": "Films stop"}
        first, second = (len(statements(lambda: client.get("/feedback/"))) for _twice in range(2))
        assert len(statements(lambda: client.post("/feedback/suggestions/", words))) == 1
        return first, second

    wrong(1)
    before = looks()
    wrong(8)
    assert looks() == before
    assert before[1] <= 2  # the page and its words


def test_a_conversation_costs_the_same_however_long_it_is(client):
    feedback.registers()
    told.statuspage()
    thread = customer.sent(client)
    path = links.path(thread)
    short = len(statements(lambda: client.get(path)))

    for number in range(12):
        client.post(path, {"do": "add", "text": f"And {number}"})

    assert len(statements(lambda: client.get(path))) == short <= 8
