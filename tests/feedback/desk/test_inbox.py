"""The inbox without script: queues, narrowing, reading beside the list, and every press."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.answering import actions as answering
from feedback.desk.queries import listing
from feedback.threads import actions
from feedback.threads.models import Thread
from tests.factories import accounts, catalogue, feedback

pytestmark = pytest.mark.django_db
INBOX = "/admin/feedback/inbox/"


@pytest.fixture
def sam(client):
    feedback.registers()
    person = accounts.user("Support agent", username="sam", first_name="Sam", last_name="Support")
    client.force_login(person)
    return person


def listed(client, **query) -> list[str]:
    answer = client.get(INBOX, query)
    assert answer.status_code == 200
    return [thread.subject for thread in answer.context["page"].threads]


def press(client, verb: str, *threads: Thread, **data):
    return client.post(f"{INBOX}do/{verb}/", {"thread": [each.pk for each in threads], **data}, follow=True)


def said(answer) -> str:
    return " ".join(answer.context["said"]["said"])


def test_each_queue_holds_what_its_name_says(client, sam):
    now = timezone.now()
    agent = feedback.agent()
    feedback.thread("Late", at=now - timedelta(hours=2))
    feedback.thread("Soon", at=now, email="bo@example.org")
    actions.assign(thread=feedback.thread("Mine", at=now, email="c@x.org"), to=sam, by=agent, at=now)
    feedback.thread("Held", held_for="spam", at=now)
    asked = feedback.thread("Asked", at=now, email="d@x.org")
    answering.reply(thread=asked, text="Which television is it?", asks=True, by=agent, at=now)
    team = actions.triage(
        thread=feedback.thread("Team", at=now, email="e@x.org"), register_id="problem", by=agent, at=now
    )
    group = Group.objects.get_or_create(name="Support agent")[0]
    Thread.objects.filter(pk=team.pk).update(team=group.name)

    assert listed(client, queue="mine") == ["Mine"]
    assert listed(client, queue="team") == ["Team"]
    assert set(listed(client, queue="unassigned")) == {"Late", "Soon", "Team"}
    assert listed(client)[0] == "Late"
    assert set(listed(client, queue="human")) == {"Late", "Soon", "Mine", "Team"}
    assert listed(client, queue="overdue") == listed(client, overdue="true") == ["Late"]
    assert listed(client, queue="waiting") == ["Asked"]
    assert listed(client, queue="held") == ["Held"]
    assert len(listed(client, queue="all")) == 6
    counts = {tab.slug: tab.count for tab in client.get(INBOX).context["tabs"]}
    assert counts == {
        "mine": "1",
        "team": "1",
        "unassigned": "3",
        "human": "4",
        "overdue": "1",
        "waiting": "1",
        "held": "1",
        "all": "",
    }


def test_narrowed_and_searched_the_list_keeps_what_fits_whatever_is_asked(client, sam, noon):
    feedback.thread("Playback stops", language="en", at=noon)
    feedback.thread("再生できません", language="ja", at=noon)

    assert listed(client, q="再生") == ["再生できません"]
    assert listed(client, language="en") == ["Playback stops"]
    assert listed(client, queue="human", q="playback", language="ja") == []
    assert len(listed(client, language="xx", after="nonsense_9", created_after="never")) == 2


def test_pages_go_on_where_the_last_one_ended(client, sam, noon):
    for number in range(listing.PAGE + 7):
        feedback.thread(f"Number {number}", at=noon + timedelta(minutes=number % 3), form_token=f"t{number}")
    Thread.objects.filter(subject__endswith="3").update(answer_due_at=None)

    for queue in ("human", "all"):
        first = client.get(INBOX, {"queue": queue})
        second = client.get(first.context["next"])
        seen = [thread.pk for page in (first, second) for thread in page.context["page"].threads]
        assert len(seen) == len(set(seen)) == listing.PAGE + 7
        assert second.context["next"] == ""


def test_one_press_sorts_one_and_it_is_taken_back(client, sam, noon):
    thread = feedback.thread(at=noon)

    assert "Sorted 1" in said(press(client, "register", thread, value="idea"))
    thread.refresh_from_db()
    assert (thread.register_id, thread.state) == ("idea", "triaged")

    client.post(f"{INBOX}undo/")
    thread.refresh_from_db()
    assert (thread.register_id, thread.state) == (None, "new")


@pytest.mark.parametrize(("verb", "back"), [("hold", "new"), ("close", "open"), ("assign", "new")])
def test_each_step_is_taken_back(client, sam, noon, verb, back):
    thread = feedback.thread(at=noon)
    press(client, verb, thread, value="me")

    client.post(f"{INBOX}undo/")

    thread.refresh_from_db()
    assert (thread.state, thread.assignee) == (back, None)


def test_nobody_takes_back_the_step_of_another(client, sam, noon):
    thread = feedback.thread(at=noon)
    press(client, "assign", thread, value="me")
    token = client.session["inbox_said"]["undo"]
    client.force_login(accounts.user("Support agent"))
    session = client.session
    session["inbox_said"] = {"undo": token, "said": [], "at": 0}
    session.save()

    client.post(f"{INBOX}undo/")

    thread.refresh_from_db()
    assert thread.assignee == sam


def test_several_are_asked_about_first_and_the_question_says_how_many(client, sam, noon):
    threads = [feedback.thread(f"Number {number}", at=noon) for number in range(3)]

    question = press(client, "close", *threads)
    assert "Close 3 conversations?" in question.content.decode()
    assert "3 of them still wait" in question.content.decode()
    assert Thread.objects.filter(state="new").count() == 3

    assert "Closed 3" in said(press(client, "close", *threads, confirm="1"))
    assert Thread.objects.filter(state="closed").count() == 3


def test_what_cannot_be_done_is_said_with_its_reason_and_the_rest_is_done(client, sam, noon):
    fresh, over = (feedback.thread(text, at=noon) for text in ("Fresh", "Over"))
    actions.close(thread=over, by=feedback.agent(), at=noon)

    told = said(press(client, "hold", fresh, over, confirm="1"))

    assert "Held 1" in told
    assert "1 was left" in told


def test_the_same_customer_is_merged_into_the_oldest_and_others_only_stand_beside(client, sam, noon):
    first = feedback.thread("It stops", at=noon)
    again = feedback.thread("It stops again", at=noon + timedelta(hours=1))
    other = feedback.thread("It stops here, too", email="bo@example.org", at=noon)

    told = said(press(client, "merge", first, again, other, confirm="1"))
    assert "Merged 1" in told
    assert "two customers" in told
    press(client, "relate", first, other, confirm="1")

    assert Thread.objects.get(merged_into=first) == again
    assert Thread.objects.get(alike=first) == other


def test_the_held_queue_is_let_through_at_once(client, sam, noon):
    for number in range(3):
        feedback.thread(f"Held {number}", held_for="limit", at=noon)

    question = client.post(f"{INBOX}do/release/", {"all": "held"})
    assert "Let 3 conversations through?" in question.content.decode()
    press(client, "release", *Thread.objects.all(), confirm="1")

    assert set(Thread.objects.values_list("state", flat=True)) == {"new"}


def test_beside_the_list_stands_what_was_said_what_it_is_about_and_what_is_near(client, sam, noon):
    component = catalogue.component("playback", names={"fr": "Lecture"})
    words = "Playback stops after two minutes on my television in the evening"
    thread = feedback.thread(words, at=noon)
    again = feedback.thread("Still nothing, please answer", at=noon + timedelta(hours=1))
    alike = feedback.thread(f"{words}, too", email="bo@example.org", name="Bo", at=noon)
    feedback.thread("Where is my invoice of March?", email="cy@example.org", at=noon)
    actions.note(thread=thread, text="Third this week.", by=feedback.agent(), at=noon)

    view = client.get(f"{INBOX}{thread.reference}/preview/").context["view"]

    assert [each.text for each in view.messages] == [words, "Third this week."]
    assert view.parts == ((component.pk, "Playback"),)
    assert [each.pk for each in view.near.again] == [again.pk]
    assert [each.pk for each, _much in view.near.alike] == [alike.pk]
    page = client.get(INBOX, {"thread": thread.reference})
    assert page.context["view"].thread == thread
    assert "Third this week." in page.content.decode()


def test_a_call_is_written_down_with_the_wish_for_a_call_back(client, sam):
    address = reverse("inbox_enter")
    given = {"origin": "phone", "text": "The picture freezes.", "language": "en", "name": "Ana", "reply_by": "phone"}

    refused = client.post(address, given)
    assert refused.status_code == 400
    assert "telephone" in refused.context["form"].errors
    assert client.post(address, {**given, "telephone": "0612345678"}).status_code == 400
    client.post(address, {**given, "telephone": "+33 6 12 34 56 78", "register": "problem"})

    thread = Thread.objects.get()
    assert (thread.origin, thread.telephone, thread.reply_by) == ("phone", "+33612345678", "phone")
    assert (thread.register_id, thread.name) == ("problem", "Ana")


def test_who_does_not_listen_sees_no_inbox_and_a_reader_presses_nothing(client, noon):
    feedback.registers()
    thread = feedback.thread(at=noon)
    client.force_login(accounts.user("Observer"))
    for path in (INBOX, f"{INBOX}{thread.reference}/preview/", f"{INBOX}enter/"):
        assert client.get(path).status_code == 403
    assert press(client, "close", thread).status_code == 403
    client.force_login(accounts.user("Legal"))
    assert client.get(INBOX).status_code == 200
    assert press(client, "close", thread).status_code == 403
    client.logout()
    assert client.get(INBOX).status_code == 302
    thread.refresh_from_db()
    assert thread.state == "new"


@pytest.mark.parametrize("rows", [1, 50])
def test_the_inbox_costs_the_same_statements_however_long(client, sam, rows, noon):
    component = catalogue.component("playback")
    for number in range(rows):
        thread = feedback.thread(f"Number {number}", component=component, at=noon)
        actions.assign(thread=thread, to=sam, by=feedback.agent(), at=noon)

    with CaptureQueriesContext(connection) as asked:
        assert len(listed(client)) == rows

    own = [each["sql"] for each in asked if "feedback_" in each["sql"]]
    assert len(own) <= 3, own
    assert len(asked) <= 6, [each["sql"][:90] for each in asked]


@pytest.mark.parametrize("others", [1, 40])
def test_reading_beside_the_list_costs_the_same_statements_however_much_stands_near(client, sam, others, noon):
    thread = feedback.thread(at=noon)
    for number in range(others):
        feedback.thread(email=f"n{number}@example.org", at=noon)

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{INBOX}{thread.reference}/preview/")

    assert len(asked) <= 18, [each["sql"][:90] for each in asked]
