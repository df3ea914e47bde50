"""What a message costs: an outage is when most of them come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from feedback.doors.form import offer
from feedback.threads import filing, links
from incidents.statuspages import doors
from tests.factories import accounts, catalogue, feedback
from tests.factories import form as customer
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.fixture
def kept(settings):
    """As in production: what the form offers is read once in a while."""
    forget()
    settings.FORM_KEPT_SECONDS = 60
    yield
    forget()


def forget() -> None:
    offer.forget()
    filing.forget()
    doors.forget()


def statements(ask) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return [each["sql"] for each in queries if not each["sql"].startswith(NOT_COUNTED)]


def test_taking_in_a_message_costs_three_statements_and_four_from_an_incidents_page(client, kept):
    """The page, the conversation, its message; and a wake-up for whoever suggests the incident."""
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
    assert [each.task["func"] for each in OrmQ.objects.all()] == ["feedback.loop.tasks.suggest_said"]

    asked = customer.filled(component=playback.public_id)
    found = statements(lambda: client.post("/feedback/", asked))

    assert len(found) == 3, found


def test_a_known_page_is_not_read_for_each_message(client, kept, settings):
    settings.PAGES_KEPT_SECONDS = 60
    feedback.registers()
    told.statuspage()
    customer.sent(client)

    assert len(statements(lambda: client.post("/feedback/", customer.filled()))) == 2


def test_what_a_program_hands_in_costs_four_statements(client, kept):
    """Whose token it is, the conversation, its message, the line of the audit trail. Functions, regions and registers
    that were named a moment ago are known."""
    feedback.registers()
    catalogue.component("playback")
    header = accounts.authorization("feedback:write")
    body = {"text": "It stops.", "language": "en", "register": "problem", "component": "playback"}

    def enter():
        made = client.post("/api/v1/threads/", body, content_type="application/json", **header)
        assert made.status_code == 201, made.content

    enter()
    found = statements(enter)

    assert len(found) == 4, found
    assert not OrmQ.objects.exists()


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
