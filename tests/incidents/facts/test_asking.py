"""Somebody is asked for a fact, written to, and sees it on the home page until anybody answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.accounts.models import User
from core.accounts.queries import actor_for_user
from core.delivery.models import Broadcast, Delivery
from core.web.errors import Invalid
from incidents.facts import actions as facts
from incidents.facts import defaults, queries
from incidents.facts.models import ChecklistItem
from incidents.response import actions as response
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import facts as made
from tests.factories import response as people


@pytest.fixture
def incident(db):
    return updates.incident(at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def supporter(db) -> User:
    return accounts.user("Support agent", username="sue", email="sue@example.org", locale="fr", first_name="Sue")


def ask(incident, **to):
    now = timezone.now()
    return facts.ask(
        incident=incident, key="symptom", due_at=now + timedelta(minutes=10), by=people.actor(), at=now, **to
    )


def test_the_person_is_written_to_in_their_language(incident, supporter):
    ask(incident, user=supporter, note="Sur le forum ?")

    delivery = Delivery.objects.get()
    assert delivery.address == "sue@example.org"
    assert "On vous demande" in delivery.content.subject
    assert "Sur le forum ?" in delivery.content.text
    assert "Que voit un client" in delivery.content.text


def test_a_group_is_asked_as_a_whole(incident, supporter):
    accounts.user("Support agent", username="sam", email="sam@example.org")
    ask(incident, group=supporter.groups.get())

    assert sorted(Delivery.objects.values_list("address", flat=True)) == ["sam@example.org", "sue@example.org"]


def test_it_stands_on_the_home_page_until_anybody_answers(incident, supporter):
    ask(incident, user=supporter)
    browser = Client()
    browser.force_login(supporter)
    assert "Que voit un client" in browser.get("/admin/", headers={"accept-language": "fr"}).content.decode()

    made.answered(incident, "symptom", state="unknown", at=timezone.now())

    assert not queries.asked_of(actor_for_user(supporter)).exists()


def test_a_role_is_asked_of_whoever_holds_it(incident):
    user = accounts.user("Subject matter expert", username="elsa")
    ask(incident, role="expert")
    assert not queries.asked_of(actor_for_user(user)).exists()

    response.assign(incident=incident, role="expert", user=user, by=people.actor(), at=timezone.now())

    assert queries.asked_of(actor_for_user(user)).count() == 1


def test_one_asks_exactly_one(incident, supporter):
    for wrong in ({}, {"user": supporter, "role": "expert"}):
        with pytest.raises(Invalid):
            ask(incident, **wrong)


def test_an_exercise_writes_to_nobody(supporter):
    drill = updates.incident(at=timezone.now() - timedelta(minutes=10), kind="drill")
    before = Broadcast.objects.count()
    ask(drill, user=supporter)
    assert Broadcast.objects.count() == before


def test_the_checklist_is_seeded_once_and_edits_stay(db, noon):
    defaults.seed(noon)
    ChecklistItem.objects.filter(key="symptom").update(label="What they see")
    defaults.seed(noon)

    assert ChecklistItem.objects.count() == 16
    assert ChecklistItem.objects.get(key="symptom").label == "What they see"
    assert {row.language for row in ChecklistItem.objects.get(key="eta").translations.all()} == {"en", "fr", "ja"}
