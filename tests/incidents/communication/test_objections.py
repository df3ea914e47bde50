"""Time to object: off unless a rule says so; then it goes out by itself, or comes back with a reason."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model

from core.actor import SYSTEM, Refused
from core.delivery.models import Broadcast
from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.communication import tasks
from incidents.communication.errors import AlreadyPublished, Blocked, Held, NotHeld, SignatureNeeded
from incidents.communication.models import ObjectionWindow
from incidents.response.models import Incident
from tests.factories import accounts, catalogue, decisions
from tests.factories import communication as updates
from tests.factories import response as people

WAIT = timedelta(minutes=2)


@pytest.fixture
def told(incident, lead, noon):
    """The first word is out."""
    return updates.published(incident, by=lead, at=noon)


@pytest.fixture
def held(incident, lead, told, noon):
    decisions.window()
    return communication.publish(update=updates.draft(incident, phase="scope"), by=lead, at=noon)


def let_out(held, at):
    return communication.let_out(window=held.windows.latest("pk"), by=SYSTEM, at=at)


def test_without_a_rule_nothing_waits(incident, lead, told, noon):
    draft = updates.draft(incident, phase="scope")
    assert communication.publish(update=draft, by=lead, at=noon).state == "published"
    assert not ObjectionWindow.objects.exists()


def test_the_first_word_never_waits_unless_the_rule_says_so(incident, lead, noon):
    rule = decisions.window()
    other = updates.incident()

    assert communication.publish(update=updates.draft(incident), by=lead, at=noon).state == "published"
    rule.first_message = True
    rule.save()
    waiting = communication.publish(update=updates.draft(other), by=updates.lead(other), at=noon)

    assert (waiting.state, waiting.held_until) == ("draft", noon + WAIT)


def test_a_severity_may_have_its_own_rule(incident, lead, told, noon):
    decisions.window()
    decisions.window(0, level=catalogue.severities()[3])

    assert communication.publish(update=updates.draft(incident), by=lead, at=noon).state == "published"


def test_still_working_never_waits(incident, lead, held, noon):
    assert communication.touch(incident=incident, by=lead, at=noon).state == "published"


def test_it_goes_out_by_itself_once_in_the_name_of_who_decided(incident, lead, held, noon):
    assert let_out(held, noon + WAIT - timedelta(seconds=1)) is None

    said = let_out(held, noon + WAIT)

    assert (said.state, said.published_by, said.published_at) == ("published", "Lena Lead", noon + WAIT)
    assert said.held_until is None
    assert let_out(held, noon + 2 * WAIT) is None
    assert Broadcast.objects.count() == 2
    window = ObjectionWindow.objects.get()
    assert (window.end, window.ended_at - window.opened_at) == ("said", WAIT)


def test_the_clock_finds_what_is_due_after_any_crash(incident, lead, held, noon):
    with time_machine.travel(noon + timedelta(hours=3), tick=False):
        tasks.let_out_one(held.windows.get().pk)
        tasks.let_out_one(held.windows.get().pk)

    held.refresh_from_db()
    assert held.state == "published"
    assert list(ObjectionWindow.objects.lapsed(noon + timedelta(hours=4))) == []


def test_nothing_touches_it_while_it_waits(incident, lead, held, noon):
    for act in (
        lambda: communication.revise(update=held, version=held.version, notify=False, by=lead, at=noon),
        lambda: communication.discard(update=held, by=lead, at=noon),
        lambda: communication.publish(update=held, by=lead, at=noon),
    ):
        with pytest.raises(Held):
            act()


def test_the_lead_takes_it_back(incident, lead, held, noon):
    with pytest.raises(Refused):
        communication.withdraw(update=held, by=people.actor("Sam Staff", "Support agent"), at=noon)

    back = communication.withdraw(update=held, by=lead, at=noon)

    assert (back.state, back.held_until) == ("draft", None)
    assert let_out(held, noon + WAIT) is None
    with pytest.raises(NotHeld):
        communication.withdraw(update=held, by=lead, at=noon)
    assert communication.revise(update=held, version=back.version, notify=False, by=lead, at=noon)


def test_commander_and_legal_may_object_with_a_reason_and_nobody_else(incident, lead, held, noon):
    for person in (lead, people.actor("Sam Staff", "Support agent")):
        with pytest.raises(Refused):
            communication.object_to(update=held, reason="No.", by=person, at=noon)
    with pytest.raises(Invalid):
        communication.object_to(update=held, reason=" ", by=people.actor(), at=noon)

    communication.object_to(update=held, reason="The number is wrong.", by=people.actor(), at=noon)
    again = communication.publish(update=held, by=lead, at=noon)
    communication.object_to(update=again, reason="Still wrong.", by=decisions.legal(), at=noon)

    assert list(held.windows.order_by("pk").values_list("end", "reason")) == [
        ("objected", "The number is wrong."),
        ("objected", "Still wrong."),
    ]
    assert incident.entries.filter(data__what="update_objected").count() == 2


def test_an_objection_after_the_word_is_out_is_told_so(incident, lead, held, noon):
    let_out(held, noon + WAIT)

    with pytest.raises(AlreadyPublished):
        communication.object_to(update=held, reason="Too late.", by=people.actor(), at=noon + WAIT)


@pytest.mark.parametrize("words", ["Playback fails since XX:XX UTC.", "{symptom} We are sorry.", decisions.REFUND])
def test_what_could_not_go_out_now_does_not_wait(incident, lead, told, noon, words):
    decisions.window()
    draft = updates.draft(incident, texts=[updates.text(words)])

    with pytest.raises((Blocked, Invalid, SignatureNeeded)):
        communication.publish(update=draft, by=lead, at=noon)
    assert not ObjectionWindow.objects.exists()


def test_what_can_go_out_no_more_is_a_draft_again_with_the_reason(incident, lead, told, noon):
    decisions.window()
    soon = noon + timedelta(minutes=1)
    draft = updates.draft(incident, phase="scope", next_update_at=soon)
    held = communication.publish(update=draft, by=lead, at=noon)

    assert let_out(held, noon + WAIT) is None

    held.refresh_from_db()
    window = ObjectionWindow.objects.get()
    assert (held.state, held.held_until, window.end) == ("draft", None, "failed")
    assert "past" in window.reason
    assert not Incident.objects.get(pk=incident.pk).updates.filter(sequence=2).exists()


def test_the_incident_moves_when_the_word_goes_out_and_not_before(incident, lead, told, noon):
    decisions.window()
    group = accounts.role("Communications lead")
    get_user_model().objects.get(pk=lead.user_id).groups.add(group)
    draft = updates.draft(incident, phase="progress", incident_state="identified")
    held = communication.publish(update=draft, by=lead, at=noon)
    incident.refresh_from_db()
    assert incident.state == "investigating"

    let_out(held, noon + WAIT)

    incident.refresh_from_db()
    assert incident.state == "identified"


def test_only_the_clock_lets_it_out(incident, lead, held, noon):
    with pytest.raises(Refused):
        communication.let_out(window=held.windows.get(), by=lead, at=noon + WAIT)
