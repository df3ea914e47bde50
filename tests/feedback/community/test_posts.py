"""Customers answer each other: shown, held, taken back, confirmed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.delivery.models import Delivery
from core.web.errors import Invalid
from feedback.community import actions, policies
from feedback.community.actions.posts import TooLate
from feedback.community.actions.steps import NotThere
from feedback.community.models import Peer, PeerPost
from feedback.threads import actions as threads
from feedback.threads import queries
from feedback.threads.models import Message
from feedback.threads.states import Author, Kind
from tests.factories import accounts, community, feedback

pytestmark = pytest.mark.django_db


def test_an_answer_is_there_at_once_for_everybody_and_stops_no_clock_of_ours(thread, noon):
    message = community.answer(thread)

    thread.refresh_from_db()
    assert [each.text for each in queries.for_everybody(thread)][1:] == [community.ADVICE]
    assert (message.author, message.label, message.kind) == (Author.PEER, "Ben", Kind.PUBLIC)
    assert (thread.awaits_human, thread.first_answer_at) == (True, None)


def test_the_same_form_twice_is_one_answer(thread):
    sender = community.sender()

    first, second = (community.post(thread, by=sender) for _again in range(2))

    assert first == second
    assert Message.objects.filter(author=Author.PEER).count() == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Call me, I help you: 06 12 34 56 78", "personal_data"),
        ("Buy " + "https://evil.example/ " * 4, "spam"),
    ],
)
def test_what_looks_wrong_is_held_with_its_reason_and_nobody_reads_it(thread, text, reason):
    post = community.post(thread, text)

    assert (post.state, post.held_for, post.text) == ("held", reason, text.strip())
    assert queries.for_everybody(thread).count() == 1


def test_programs_that_fill_in_everything_are_held(thread):
    assert community.post(thread, by=community.sender(trapped=True)).held_for == "spam"
    assert community.post(thread, by=community.sender(seconds=0)).held_for == "spam"


def test_a_flood_is_held_and_not_dropped(thread, noon):
    posts = [community.post(thread, f"Advice {number}", at=noon) for number in range(70)]

    assert {post.held_for for post in posts[60:]} == {"limit"}
    assert PeerPost.objects.count() == 70


def test_a_held_answer_is_shown_by_staff_and_says_so_to_whoever_asked(thread, noon):
    post = community.post(thread, by=community.sender(trapped=True))

    actions.release(post=post, by=feedback.agent(), at=noon)

    post.refresh_from_db()
    assert (post.state, post.text, post.message.text) == ("shown", "", community.ADVICE)
    assert Delivery.objects.filter(address="ana@example.org").exists()


def test_a_held_answer_is_kept_back_with_a_reason_its_author_reads(thread, noon, client):
    post = community.post(thread, by=community.sender(trapped=True))
    with pytest.raises(Invalid):
        actions.keep_back(post=post, reason=" ", by=feedback.agent(), at=noon)

    actions.keep_back(post=post, reason="It advertises a shop.", by=feedback.agent(), at=noon)

    assert PeerPost.objects.get().state == "kept_back"


@pytest.mark.parametrize("role", ["Observer", "Legal", "Scribe"])
def test_who_does_not_sort_decides_about_no_answer(thread, noon, role, outsider):
    post = community.post(thread, by=community.sender(trapped=True))

    for somebody in (feedback.agent("Una Other", role), outsider, policies.author(post)):
        with pytest.raises(PermissionDenied):
            actions.release(post=post, by=somebody, at=noon)
        with pytest.raises(PermissionDenied):
            actions.keep_back(post=post, reason="x", by=somebody, at=noon)
    assert PeerPost.objects.get().state == "held"


def test_its_author_takes_it_back_for_a_quarter_of_an_hour(thread, noon):
    post = community.post(thread, at=noon)

    actions.withdraw(post=post, by=policies.author(post), at=noon + timedelta(minutes=14))

    assert queries.for_everybody(thread).count() == 1
    assert Message.objects.filter(author=Author.PEER).count() == 1


def test_later_it_stays_and_nobody_else_takes_it_back(thread, noon):
    post, other = community.post(thread, at=noon), community.post(thread, "Another", at=noon)

    with pytest.raises(TooLate):
        actions.withdraw(post=post, by=policies.author(post), at=noon + timedelta(minutes=15))
    for somebody in (policies.author(other), policies.reader(post), feedback.agent()):
        with pytest.raises(PermissionDenied):
            actions.withdraw(post=post, by=somebody, at=noon)
    assert queries.for_everybody(thread).count() == 3


def test_an_address_counts_once_it_is_confirmed_by_whoever_reads_it(thread, noon):
    post = community.post(thread, email="ben@example.org")
    assert Delivery.objects.filter(address="ben@example.org").count() == 1
    with pytest.raises(PermissionDenied):
        actions.confirm(post=post, by=policies.author(post), at=noon)

    peers = {actions.confirm(post=post, by=policies.reader(post), at=noon) for _again in range(2)}

    assert [peer.email for peer in peers] == ["ben@example.org"]
    assert Peer.objects.get().posts.get() == post


def test_nobodys_mailbox_is_filled(thread, noon):
    for number in range(6):
        community.post(thread, f"Advice {number}", email="ben@example.org")

    assert Delivery.objects.filter(address="ben@example.org").count() == 3
    assert Delivery.objects.filter(address="ana@example.org").count() == 1


def test_nobody_takes_the_name_of_one_of_us(thread):
    accounts.user("Support agent", username="sam", first_name="Sam", last_name="Support")

    for name in ("Sam Support", " sam ", "SAM  SUPPORT", ""):
        with pytest.raises(Invalid):
            community.post(thread, name=name)
    assert not PeerPost.objects.exists()


def test_a_conversation_that_went_private_takes_no_answer(thread, noon):
    threads.show(thread=thread, visibility="private", by=feedback.agent(), at=noon)

    with pytest.raises(NotThere):
        community.post(thread)
    assert not PeerPost.objects.exists()
