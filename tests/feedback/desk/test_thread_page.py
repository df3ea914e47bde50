"""The page of one conversation: what it shows, what its buttons do, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.actor import SYSTEM
from feedback.answering import actions as answering
from feedback.answering import defaults as canned
from feedback.answering.models import ReplyDraft, ThreadPresence
from feedback.threads import actions, policies
from feedback.threads.models import Thread
from tests.factories import accounts, catalogue, feedback

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
OWN = "Your receiver in the kitchen lost its certificate on Tuesday night, that is all."


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def thread(now):
    feedback.registers()
    canned.seed(now)
    return feedback.thread(register="complaint", visibility="public", at=now - 10 * MINUTE)


@pytest.fixture
def sam(client):
    user = accounts.user("Support agent", first_name="Sam", last_name="Support")
    client.force_login(user)
    return user


def address(thread, name="thread_page", *more):
    return reverse(name, args=[thread.reference, *more])


def send(client, thread, do="send", **fields):
    fields = {"text": OWN, "kind": "public", "seen": thread.messages.order_by("-pk").first().pk} | fields
    return client.post(address(thread, "thread_answer"), {"do": do, **fields})


@pytest.mark.parametrize(
    ("role", "status"), [("Support agent", 200), ("Legal", 200), ("Observer", 403), ("Training lead", 403)]
)
def test_who_listens_reads_it_and_nobody_else(client, thread, role, status):
    client.force_login(accounts.user(role))

    for name in ("thread_page", "thread_preview", "thread_live"):
        assert client.get(address(thread, name)).status_code == status, name


def test_a_stranger_is_sent_to_the_entrance_and_an_unknown_reference_is_404(client, thread, sam):
    assert client.get("/admin/feedback/threads/F-XXXX-YYYY/").status_code == 404
    client.logout()
    assert client.get(address(thread)).status_code == 302


def test_who_may_only_read_gets_no_box_and_writes_nothing(client, thread):
    client.force_login(accounts.user("Legal"))

    assert 'name="text"' not in client.get(address(thread)).content.decode()
    assert send(client, thread).status_code == 403
    for verb in ("sort", "assign", "take", "close", "hold", "show", "put-away"):
        assert client.post(address(thread, "thread_do", verb), {"visibility": "private"}).status_code == 403, verb
    assert thread.messages.count() == 1


def test_the_story_tells_who_reads_each_word(client, thread, sam, now):
    answering.thank(thread=thread, by=SYSTEM, at=now)
    actions.note(thread=thread, text="Third time.", by=feedback.agent(), at=now)
    answering.reply(thread=thread, text="May I call you?", kind="private", by=feedback.agent(), at=now)

    page = client.get(address(thread)).content.decode()

    for look in ("by-customer for-public", "by-automatic for-private", "by-staff for-note", "by-staff for-private"):
        assert look in page
    for words in (
        "everybody reads this",
        "only colleagues read this",
        "the customer and we read this",
        "sent by itself",
    ):
        assert words in page


def test_an_answer_goes_out_and_the_draft_with_it(client, thread, sam):
    assert send(client, thread, asks="on").status_code == 302

    thread.refresh_from_db()
    message = thread.messages.get(author="staff")
    assert (message.text, message.kind, message.user, thread.state) == (OWN, "public", sam, "waiting_for_customer")
    assert not ReplyDraft.objects.exists()


def test_a_promise_is_kept_as_typed_in_ones_own_zone(client, thread, sam, now):
    when = (timezone.localtime(now) + timedelta(days=1)).replace(second=0, microsecond=0)

    send(client, thread, promised_at=when.strftime("%Y-%m-%dT%H:%M"))

    thread.refresh_from_db()
    assert (thread.promised_at, thread.state) == (when, "open")


def test_a_canned_reply_is_put_in_by_a_plain_form_and_held_back_untouched(client, thread, sam):
    assert send(client, thread, do="canned", text="", canned="complaint.sorry").status_code == 302
    draft = ReplyDraft.objects.get()
    assert draft.text.startswith("Hello Ana,")

    answer = send(client, thread, text=draft.text, begun="complaint.sorry")

    assert answer.status_code == 400
    assert "Add a sentence or two about this very case" in answer.content.decode()
    assert ReplyDraft.objects.get().text == draft.text
    assert thread.messages.count() == 1


def test_what_could_not_be_sent_stands_in_the_box_again(client, thread, sam):
    catalogue.third_party("Farlane CDN", en="one of our delivery partners")

    answer = send(client, thread, text="It was Farlane CDN, sorry about that.")

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "It was Farlane CDN, sorry about that.</textarea>" in page
    assert "one of our delivery partners" in page


def test_a_colleague_was_faster_the_text_is_kept_and_the_second_press_sends(client, thread, sam, now):
    seen = thread.messages.get().pk
    answering.reply(thread=thread, text="Restart it once, please.", by=feedback.agent("Lea Lane"), at=now)

    first = send(client, thread, seen=seen)

    page = first.content.decode()
    assert first.status_code == 409
    assert "Lea Lane wrote while you were writing" in page
    assert f"{OWN}</textarea>" in page
    assert "is-new" in page
    newest = thread.messages.order_by("-pk").first().pk
    assert f'name="seen" value="{newest}"' in page
    assert send(client, thread, seen=newest).status_code == 302


def test_pressed_twice_it_is_sent_once(client, thread, sam):
    seen = thread.messages.get().pk

    answers = [send(client, thread, seen=seen).status_code for _again in range(2)]

    assert answers == [302, 409]
    assert thread.messages.filter(author="staff").count() == 1


def test_an_autosave_that_crosses_the_sending_leaves_no_draft(client, thread, sam):
    send(client, thread)

    assert (
        client.post(address(thread, "thread_answer"), {"do": "autosave", "kind": "public", "text": OWN}).status_code
        == 204
    )
    assert not ReplyDraft.objects.exists()


def test_a_draft_is_there_again_after_a_reload_for_its_writer_alone(client, thread, sam):
    send(client, thread, do="autosave", text="Half a sen", kind="private", asks="on")

    page = client.get(address(thread)).content.decode()
    assert "Half a sen</textarea>" in page
    client.force_login(accounts.user("Support agent"))
    assert "Half a sen" not in client.get(address(thread)).content.decode()


def test_the_preview_shows_it_as_the_customer_sees_it_with_hints(client, thread, sam):
    page = send(client, thread, do="look", text="Hello **Ana**, {name}").content.decode()

    assert "<strong>Ana</strong>" in page
    assert "Everybody will read this" in page
    assert "Still to be filled in: {name}" in page


def test_a_note_is_kept_for_colleagues_and_sent_to_nobody(client, thread, sam):
    send(client, thread, kind="note", text="It was Farlane again {sic}.")

    thread.refresh_from_db()
    assert [each.kind for each in thread.messages.order_by("pk")] == ["public", "note"]
    assert thread.awaits_human


def test_the_buttons_sort_assign_close_reopen_and_show(client, thread, sam):
    playback = catalogue.component("playback")
    client.post(
        address(thread, "thread_do", "sort"), {"register": "problem", "component": playback.pk, "language": "en"}
    )
    client.post(address(thread, "thread_do", "take"))
    client.post(address(thread, "thread_do", "show"), {"visibility": "private"})
    thread.refresh_from_db()
    assert (thread.register_id, thread.component, thread.assignee, thread.visibility) == (
        "problem", playback, sam, "private",
    )  # fmt: skip

    client.post(address(thread, "thread_do", "close"))
    assert Thread.objects.get().state == "closed"
    client.post(address(thread, "thread_do", "reopen"))
    client.post(address(thread, "thread_do", "assign"), {"to": ""})
    thread.refresh_from_db()
    assert (thread.state, thread.assignee) == ("open", None)


def test_a_move_leads_back_to_the_inbox_it_came_from_and_nowhere_else(client, thread, sam):
    inside = client.post(address(thread, "thread_do", "take"), {"back": "/admin/feedback/inbox/?q=1"})
    outside = client.post(address(thread, "thread_do", "take"), {"back": "//evil.example/"})

    assert inside.headers["Location"] == "/admin/feedback/inbox/?q=1"
    assert outside.headers["Location"] == address(thread)


def test_colleagues_are_seen_and_what_they_do(client, thread, sam, now):
    answering.be_here(thread=thread, doing="writing", by=feedback.agent("Lea Lane"), at=now)

    answer = client.post(address(thread, "thread_here"), {"doing": "reading"}).content.decode()

    assert "Lea Lane is writing an answer" in answer
    assert "Sam" not in answer
    assert ThreadPresence.objects.filter(user=sam, doing="reading").exists()


def test_the_page_asks_again_and_is_told_only_what_is_new(client, thread, sam, now):
    page = client.get(address(thread)).context["view"]
    live = f"{address(thread, 'thread_live')}?stamp={page.stamp}&seen={page.last}"
    assert client.get(live).status_code == 204

    actions.add(thread=thread, text="Still nothing!", by=policies.holder(thread), at=now)

    told = client.get(live).content.decode()
    assert "1 new message since you opened this page" in told
    assert 'hx-swap-oob="true"' in told


def test_the_customers_other_conversations_stand_beside_it(client, thread, sam, now):
    for number in range(7):
        feedback.thread(f"Other {number}", at=now - number * MINUTE)
    feedback.thread("Of somebody else", email="bea@example.org", at=now)

    page = client.get(address(thread)).content.decode()

    assert "Other 0" in page
    assert "And older ones." in page
    assert "Of somebody else" not in page


def test_guidelines_and_a_fitting_scenario_stand_beside_the_box(client, thread, sam):
    page = client.get(address(thread)).content.decode()

    assert "Be a person" in page
    assert "Answer in the open first" in page


def test_a_hostile_word_stays_a_word(client, sam):
    thread = feedback.thread("<script>alert(1)</script> [x](javascript:alert(1))", name="<img src=x onerror=alert(1)>")

    page = client.get(address(thread)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_the_page_costs_the_same_however_long_the_story(client, thread, sam, now):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(thread)).status_code == 200
        return len(asked)

    cost()
    short = cost()
    for number in range(12):
        actions.add(thread=thread, text=f"And {number}", by=policies.holder(thread), at=now)
        actions.note(thread=thread, text=f"Note {number}", by=feedback.agent(), at=now)
        feedback.thread(f"Other {number}", at=now)

    assert cost() == short
    assert short <= 26


def test_sorting_with_a_field_left_out_keeps_the_language(client, thread, sam):
    assert client.post(address(thread, "thread_do", "sort"), {"register": "problem"}).status_code == 302

    thread.refresh_from_db()
    assert (thread.register_id, thread.language) == ("problem", "en")
