from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django_q.models import OrmQ

from config.management.commands.bootstrap import sync_groups
from core.accounts.models import User
from core.actor import SYSTEM, visitor
from core.delivery import tasks as delivery
from core.delivery.models import Delivery
from feedback.crisis import actions, queries, tasks
from feedback.crisis.errors import Taken
from feedback.crisis.models import CrisisCall
from feedback.loop.models import IncidentLink
from feedback.threads import actions as threads
from incidents.response.models import Incident
from tests.factories import accounts, catalogue, feedback
from tests.factories import response as people

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
WORDS = "Your box is on fire, and I have called the newspaper. Ana Silva"


def lead(name: str = "Lea Lead", role: str = "Communications lead", **fields) -> User:
    user, _actor = people.person(name, role)
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com", **fields)
    user.groups.add(accounts.role(role))
    user.refresh_from_db()
    return user


def asked() -> list[str]:
    """The tasks that wait for a worker."""
    return [row.task["func"] for row in OrmQ.objects.all()]


def called() -> list[str]:
    rows = Delivery.objects.filter(recipient__startswith="user:").order_by("pk")
    return [row.address.split("@")[0] for row in rows]


@pytest.fixture
def thread(noon):
    sync_groups()
    feedback.registers()
    return feedback.thread(WORDS, at=noon, email="")


@pytest.mark.django_db(transaction=True)
def test_within_one_task_the_leads_and_their_deputies_have_the_call_by_mail(smtp_server, noon):
    feedback.registers()
    lead(locale="fr")
    lead("Dan Deputy", "Deputy")
    lead("Sam Support", "Support agent")
    thread = feedback.thread(WORDS, at=noon, email="")

    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    tasks.call(thread.pk)
    delivery.drain("email")

    (mail,) = smtp_server.to("lea.lead@example.com")
    words = mail.message.get_body(("plain",)).get_content()
    call = CrisisCall.objects.get()
    assert mail.message["Subject"] == f"Crise {thread.reference}\u202f: on vous appelle"
    assert reverse("admin:feedback_crisis", args=[call.pk]) in words
    assert "Ana" not in words
    assert smtp_server.to("dan.deputy@example.com")
    assert not smtp_server.to("sam.support@example.com")


def test_sorting_it_as_a_crisis_asks_for_the_call_and_nothing_else_does(thread, noon):
    threads.triage(thread=thread, register_id="problem", by=feedback.agent(), at=noon)
    assert "feedback.crisis.tasks.call" not in asked()

    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    assert "feedback.crisis.tasks.call" in asked()


def test_until_somebody_has_it_they_are_called_again_and_others_with_them(thread, noon):
    lead()
    lead("Ines Commander", "Incident commander")
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)

    for minute in range(7):
        for pk in queries.to_call(noon + minute * MINUTE):
            actions.call(thread=type(thread)(pk=pk), by=SYSTEM, at=noon + minute * MINUTE)

    assert called() == ["lea.lead", *sorted(["ines.commander", "lea.lead"], reverse=True)]
    assert CrisisCall.objects.get().rounds == 2


def test_the_first_who_says_so_has_it_and_the_others_see_who(thread, noon):
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)
    first, second = people.actor("Lea Lead", "Communications lead"), people.actor("Dan Deputy", "Deputy")

    actions.confirm(call=call, by=first, at=noon + MINUTE)
    with pytest.raises(Taken, match="Lea Lead has it already"):
        actions.confirm(call=call, by=second, at=noon + 2 * MINUTE)
    actions.confirm(call=call, by=first, at=noon + 3 * MINUTE)

    call.refresh_from_db()
    thread.refresh_from_db()
    assert (call.confirmed_by, call.confirmed_at, thread.assignee_id) == ("Lea Lead", noon + MINUTE, first.user_id)
    assert queries.to_call(noon + 60 * MINUTE) == []


def test_who_may_not_decide_neither_takes_it_nor_declares(thread, noon):
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)

    for somebody in (feedback.agent(), people.actor("Otto Observer", "Observer"), visitor()):
        with pytest.raises(PermissionDenied):
            actions.confirm(call=call, by=somebody, at=noon)
    for somebody in (people.actor("Olga Observer", "Observer"), people.actor("Tina Trainer", "Training lead")):
        with pytest.raises(PermissionDenied):
            actions.declare(thread=thread, by=somebody, at=noon)
    with pytest.raises(PermissionDenied):
        actions.call(thread=thread, by=feedback.agent(), at=noon)


def test_what_turns_out_to_be_none_is_called_off(thread, noon):
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)

    threads.triage(thread=thread, register_id="complaint", by=feedback.agent(), at=noon)
    assert queries.to_call(noon) == [thread.pk]
    actions.call(thread=thread, by=SYSTEM, at=noon + MINUTE)

    call.refresh_from_db()
    assert call.ended_at == noon + MINUTE
    with pytest.raises(Taken):
        actions.confirm(call=call, by=people.actor("Lea Lead", "Communications lead"), at=noon)


def test_it_becomes_an_incident_that_began_when_the_customer_wrote_and_copies_no_word(thread, noon):
    box = catalogue.component("set-top-box")
    by = people.actor("Lea Lead", "Communications lead")

    incident = actions.declare(thread=thread, component=box, by=by, at=noon + 5 * MINUTE)

    assert (incident.impact_started_at, incident.detected_at, incident.declared_at) == (noon, noon, noon + 5 * MINUTE)
    assert incident.title == f"Customers report a problem: {box.name}"
    assert IncidentLink.objects.get(thread=thread, incident=incident).state == "linked"
    story = " ".join(incident.entries.values_list("text", flat=True)) + str(list(incident.entries.values_list("data")))
    assert thread.reference in story
    assert "Ana" not in story


def test_the_page_shows_the_words_and_takes_one_press(client, thread, noon):
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)
    page = reverse("admin:feedback_crisis", args=[call.pk])
    client.force_login(accounts.user("Communications lead"))
    assert "on fire" in client.get(page).content.decode()
    assert "panel-crisis" in client.get(reverse("admin:index")).content.decode()

    client.post(reverse("admin:feedback_crisis_confirm", args=[call.pk]))

    assert "has it" in client.get(page).content.decode()
    assert "panel-crisis" not in client.get(reverse("admin:index")).content.decode()
    client.force_login(accounts.user("Deputy", username="second"))
    assert client.post(reverse("admin:feedback_crisis_confirm", args=[call.pk])).status_code == 409


def test_the_pages_are_closed_to_who_does_not_listen(client, thread, noon):
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)
    pages = [
        reverse("admin:feedback_crisis", args=[call.pk]),
        reverse("admin:feedback_declare", args=[thread.reference]),
    ]
    client.force_login(accounts.user("Observer"))
    assert [client.get(page).status_code for page in pages] == [403, 403]
    client.logout()
    assert [client.get(page).status_code for page in pages] == [302, 302]


def test_the_incident_is_declared_by_one_press_on_a_filled_form(client, thread, noon):
    client.force_login(accounts.user("Communications lead"))
    page = reverse("admin:feedback_declare", args=[thread.reference])
    shown = client.get(page)
    filled = {name: value for name, value in shown.context["form"].initial.items() if value is not None}

    answer = client.post(page, filled)

    incident = Incident.objects.get()
    assert answer["Location"] == reverse("admin:room", args=[incident.pk])


def test_a_program_takes_it_and_declares(client, thread, noon):
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)
    owner = accounts.user("Communications lead")
    header = accounts.authorization("feedback:write", "feedback:read", "incidents:write", owner=owner)
    (row,) = client.get("/api/v1/crisis-calls/?unconfirmed=true", **header).json()["results"]
    assert row["thread"] == thread.reference

    taken = client.post(f"/api/v1/crisis-calls/{call.pk}/confirm/", {}, content_type="application/json", **header)
    declared = client.post(
        f"/api/v1/crisis-calls/{call.pk}/declare/", {"title": "Boxes burn"}, content_type="application/json", **header
    )

    assert (taken.status_code, declared.status_code) == (200, 201)
    assert declared.json() == {
        "thread": thread.reference,
        "incident": Incident.objects.get(title="Boxes burn").reference,
    }
    assert client.get("/api/v1/crisis-calls/?unconfirmed=true", **header).json()["results"] == []


def test_a_crisis_becomes_an_incident_by_one_press_and_by_no_second_one(client, thread, noon):
    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)
    client.force_login(accounts.user("Communications lead"))
    declare = reverse("admin:feedback_declare", args=[thread.reference])
    page = client.get(reverse("admin:feedback_crisis", args=[call.pk]))
    assert "Make it an incident" in page.content.decode()

    answer = client.post(declare, dict(page.context["filled"]))

    incident = Incident.objects.get()
    assert answer["Location"] == reverse("admin:room", args=[incident.pk])
    assert client.post(declare, dict(page.context["filled"])).status_code == 409
    assert Incident.objects.count() == 1
    again = client.get(reverse("admin:feedback_crisis", args=[call.pk])).content.decode()
    assert f"It is {incident.reference}" in again
    assert "Make it an incident" not in again


def test_from_the_inbox_and_from_its_page_a_conversation_leads_to_its_crisis_and_to_an_incident(client, thread, noon):
    pages = [reverse("thread_page", args=[thread.reference]), reverse("inbox_preview", args=[thread.reference])]
    declare = reverse("admin:feedback_declare", args=[thread.reference])
    client.force_login(accounts.user("Communications lead"))
    assert all(declare in client.get(page).content.decode() for page in pages)

    threads.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)
    call = actions.call(thread=thread, by=SYSTEM, at=noon)

    for page in pages:
        shown = client.get(page).content.decode()
        assert reverse("admin:feedback_crisis", args=[call.pk]) in shown
        assert "Make it an incident" in shown
    client.force_login(accounts.user("Legal"))
    for page in pages:
        assert declare not in client.get(page).content.decode()
