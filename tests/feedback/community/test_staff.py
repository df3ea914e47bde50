"""What staff do: the buttons, the blocks on their pages, the record of a conversation, and the alarm."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.actor import SYSTEM
from core.delivery.models import Delivery
from feedback.answering import defaults as canned
from feedback.community import actions
from feedback.community.models import PeerPost, Standing
from feedback.duty import actions as duty
from feedback.duty.models import EscalationNotice
from feedback.threads import policies, queries
from tests.factories import accounts, community, feedback

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RECORDS = "admin:feedback_thread_changelist"


@pytest.fixture
def manager(client):
    user = accounts.user("Community manager", username="mona", first_name="Mona", last_name="Manager")
    client.force_login(user)
    return user


@pytest.fixture
def waiting(manager):
    """Asked a day and a half ago; two days ago by the clock of the browser that answered."""
    feedback.registers()
    return community.question(at=timezone.now() - 3 * DAY)


def button(row, name):
    kind = "peerpost" if isinstance(row, PeerPost) else "message"
    return reverse(f"admin:feedback_{kind}_do", args=[row.pk, name])


def pressed(client, row, name, **data):
    return client.post(button(row, name), {"confirm": "yes", **data})


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_press_asks_first_and_says_what_it_does(client, manager, thread):
    message = community.answer(thread)

    page = client.get(button(message, "hide")).content.decode()
    assert "counted in public" in page
    assert 'value="negative"' not in page
    assert pressed(client, message, "hide", reason="defamation", because="").status_code == 200
    assert queries.for_everybody(thread).count() == 2

    assert pressed(client, message, "hide", reason="defamation", because="A name.").status_code == 302
    assert queries.for_everybody(thread).count() == 1
    pressed(client, message, "unhide")
    assert queries.for_everybody(thread).count() == 2


def test_every_button_does_what_it_says(client, manager, thread):
    message = community.answer(thread)
    for name, data in (
        ("accept", {}),
        ("thank", {"words": "You saved an evening."}),
        ("highlight", {}),
    ):
        assert pressed(client, message, name, **data).status_code == 302
    found = Standing.objects.get()
    assert None not in (found.accepted_at, found.thanked_at, found.highlighted_at)
    assert (found.thanks, found.highlighted_by) == ("You saved an evening.", "Mona Manager")
    for name in ("unaccept", "unhighlight"):
        pressed(client, message, name)
    found.refresh_from_db()
    assert (found.accepted_at, found.highlighted_at) == (None, None)

    pressed(client, message, "take_private", because="Her street.")
    assert queries.for_everybody(thread).count() == 1
    pressed(client, message, "uncover")
    assert queries.for_everybody(thread).count() == 2

    first, second = (community.post(thread, text, by=community.sender(trapped=True)) for text in ("One", "Two"))
    pressed(client, first, "release")
    pressed(client, second, "keep_back", reason="It advertises a shop.")
    states = PeerPost.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["shown", "kept_back"]


def test_a_button_offers_itself_only_where_it_fits(client, manager, thread):
    message = community.answer(thread)
    ours = community.reply(thread)

    def offered(row) -> set[str]:
        page = client.get(reverse("admin:feedback_message_change", args=[row.pk])).content.decode()
        names = ("accept", "unaccept", "thank", "highlight", "unhighlight", "take_private", "uncover", "hide", "unhide")
        return {name for name in names if button(row, name) in page}

    assert offered(message) == {"accept", "thank", "highlight", "take_private", "hide"}
    assert offered(ours) == {"accept", "highlight", "hide"}
    pressed(client, message, "hide", reason="fraud", because="Passwords.")
    assert offered(message) == {"take_private", "unhide"}
    client.force_login(accounts.user("Support agent"))
    assert offered(message) == {"take_private"}
    assert pressed(client, message, "unhide").status_code == 403


def test_home_names_silence_what_is_held_and_whom_nobody_has_thanked(client, waiting, noon):
    helped = community.known(waiting)
    problem = community.question("Nobody says a word", register="problem", at=timezone.now() - DAY)
    accepted = community.answer(problem)
    actions.accept(message=accepted, by=policies.holder(problem), at=timezone.now())
    community.post(waiting, by=community.sender(trapped=True))

    page = client.get("/admin/").content.decode().split('id="panel-community"')[1].split("</section>")[0]

    assert "we are silent" in page
    assert f"/admin/feedback/inbox/{waiting.reference}/" in page
    assert "only other customers have answered" in page
    assert "1 answer of a customer waits to be shown" in page
    assert button(accepted, "thank") in page
    assert button(helped, "thank") not in page  # nobody has said yet that it helped


def test_home_says_nothing_of_the_community_to_who_does_not_listen(client, waiting):
    client.force_login(accounts.user("Training lead", username="tara"))

    assert "panel-community" not in client.get("/admin/").content.decode()


@pytest.mark.usefixtures("smtp_server")
def test_our_silence_wakes_the_community_manager_though_peers_have_answered(noon):
    feedback.registers()
    feedback.ladder()
    mona = accounts.user("Community manager", username="mona", email="mona@example.com")
    mona.groups.add(Group.objects.get_or_create(name="Community manager")[0])
    thread = community.question(register="complaint", at=noon)
    community.answer(thread)

    duty.escalate(by=SYSTEM, at=noon + DAY)
    duty.tell(user=mona, by=SYSTEM, at=noon + DAY)

    assert EscalationNotice.objects.filter(user=mona, escalation__thread=thread).exists()
    assert thread.reference in Delivery.objects.get(address="mona@example.com").content.text


def test_beside_the_conversation_stands_what_became_of_each_answer(client, manager, thread):
    canned.seed(timezone.now())
    message = community.answer(thread)
    community.post(thread, "One", by=community.sender(trapped=True))
    address = reverse("thread_page", args=[thread.reference])

    def panel() -> str:
        page = client.get(address).content.decode()
        return page.split('id="panel-community"')[1].split("</section>")[0] if "panel-community" in page else ""

    page = panel()
    assert f'href="/community/{thread.reference}/"' in page
    assert "The answer of Ben waits to be shown" in page
    for name in ("accept", "thank", "highlight"):
        assert button(message, name) in page
    pressed(client, message, "accept")
    pressed(client, message, "thank")
    page = panel()
    assert (button(message, "accept") in page, button(message, "thank") in page) == (False, False)

    client.force_login(accounts.user("Legal", username="lou"))
    assert "do/" not in panel()
    client.force_login(manager)
    private = feedback.thread("In private")
    address = reverse("thread_page", args=[private.reference])
    assert panel() == ""


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_of_staff_costs_the_same_however_many_answered(client, manager, thread, rows):
    canned.seed(timezone.now())
    for number in range(rows):
        community.known(thread, text=f"Advice {number}", email=f"peer{number}@example.org")
    address = reverse("thread_page", args=[thread.reference])
    client.get(address)

    assert statements(client, address) <= 26


def test_the_record_of_a_conversation_is_read_searched_and_leads_to_the_inbox(client, manager, thread, noon):
    other = feedback.thread("The picture is black.", register="problem", at=noon)

    def found(**query) -> set[str]:
        page = client.get(reverse(RECORDS), query).content.decode()
        return {each.reference for each in (thread, other) if f">{each.reference}<" in page}

    assert found() == {thread.reference, other.reference}
    assert found(q="subtitles") == found(q=thread.reference.lower()) == {thread.reference}
    assert found(visibility__exact="private") == found(register__slug__exact="problem") == {other.reference}
    page = client.get(reverse("admin:feedback_thread_change", args=[thread.pk])).content.decode()
    assert f'href="/admin/feedback/inbox/{thread.reference}/"' in page
    assert 'name="_save"' not in page
    for address in (
        reverse("admin:feedback_thread_add"),
        reverse("admin:feedback_thread_delete", args=[thread.pk]),
    ):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", [RECORDS, "admin:feedback_message_changelist", "admin:feedback_peerpost_changelist"])
def test_the_lists_of_staff_cost_the_same_however_long(client, manager, name):
    feedback.registers()

    def grow(count: int) -> None:
        for number in range(count):
            community.post(community.question(f"Question {number}"), email=f"p{number}@example.org")

    grow(1)
    client.get(reverse(name))
    few = statements(client, reverse(name))
    grow(30)

    assert statements(client, reverse(name)) == few <= 8
