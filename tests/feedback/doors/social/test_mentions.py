"""Posts that mention an account of ours, on a stand-in for a Mastodon server, and our posts back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from core.delivery import drain
from feedback.answering import actions as answering
from feedback.answering import automatic
from feedback.doors import flood
from feedback.doors.social import posts, tasks
from feedback.doors.social.models import Mention, MentionWatch
from feedback.threads import queries
from feedback.threads.models import Message, Thread
from feedback.threads.states import Kind, Origin, ReplyBy, Visibility
from tests.factories import feedback, outlets
from tests.mastodon import Mastodon
from tests.queue import work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network(webhook_receiver):
    feedback.registers()
    return Mastodon().attach(webhook_receiver)


@pytest.fixture
def outlet(network, webhook_receiver):
    return outlets.mastodon(webhook_receiver)


def look():
    tasks.poll()
    work_off()


def questions(network):
    return [call.path for call in network.receiver.calls if call.method == "GET" and "/v1/" in call.path]


def reply(thread, text, **more):
    answering.reply(thread=thread, text=text, by=feedback.agent(), at=timezone.now(), **more)
    drain.drain("mastodon")


def test_a_public_mention_begins_a_public_conversation(network, outlet):
    post = network.mention("It does not play.")
    look()

    thread = Thread.objects.get()
    assert (thread.origin, thread.reply_by, thread.visibility) == (Origin.SOCIAL, ReplyBy.SOCIAL, Visibility.PUBLIC)
    assert (thread.handle, thread.name, thread.language) == ("mastodon:@ana@elsewhere.example", "Ana", "en")
    (message,) = queries.story(thread)
    assert (message.text, message.remote_id, message.kind) == ("It does not play.", post["url"], Kind.PUBLIC)


@pytest.mark.parametrize("visibility", ["direct", "private"])
def test_a_mention_that_is_not_public_stays_private(network, outlet, visibility):
    network.mention("My account was charged twice.", visibility=visibility)
    look()

    assert Thread.objects.get().visibility == Visibility.PRIVATE


def test_each_mention_comes_in_once_and_none_is_skipped(network, outlet):
    for number in range(70):
        network.mention(f"Number {number}", acct=f"ana{number}@elsewhere.example")
    MentionWatch.objects.create(outlet=outlet, account="@candor@127.0.0.1", since_id="1")
    look()
    network.mention("One more", acct="bea@elsewhere.example")
    look()
    look()

    assert Message.objects.count() == 71
    asked = [call.path for call in network.receiver.calls if "notifications" in call.path]
    assert asked[-1].endswith("min_id=571")


def test_a_flood_of_mentions_is_taken_in_and_held(network, outlet, settings):
    """Of one author, of all together, and within one conversation; nothing is left out."""
    settings.MENTIONS_PER_AUTHOR, settings.MENTIONS_PER_HOUR = 3, 6
    for number in range(5):
        network.mention(f"Number {number}")
    for number in range(5):
        network.mention(f"Mine, too {number}", acct=f"bea{number}@elsewhere.example")
    look()

    rows = Thread.objects.order_by("pk").values_list("held_for", flat=True)
    assert list(rows) == ["", "", "", "limit", "limit", "", "limit", "limit", "limit", "limit"]
    assert Message.objects.count() == 10


def test_what_is_said_over_and_over_in_one_conversation_goes_beside_it(network, outlet, monkeypatch):
    monkeypatch.setattr(flood, "IN_ONE", 3)
    first = network.mention("It does not play.")
    for number in range(4):
        network.mention(f"And {number}", answers=first["id"])
    look()

    begun, *beside = Thread.objects.order_by("pk")
    assert begun.messages.count() == 3
    assert [(each.held_for, each.messages.get().text) for each in beside] == [("limit", "And 2"), ("limit", "And 3")]


def test_at_the_first_look_old_mentions_are_left_alone(network, outlet):
    network.mention("Long ago", at=datetime.now(UTC) - timedelta(days=3))
    network.mention("Today")
    look()

    assert [each.text for each in Message.objects.all()] == ["Today"]


def test_our_answer_goes_back_into_their_thread_and_names_them(network, outlet):
    post = network.mention("It does not play.")
    look()
    reply(Thread.objects.get(), "We are sorry. [Restart](https://example.org/r) it once.")

    (ours,) = network.statuses.values()
    assert ours["status"] == "@ana@elsewhere.example We are sorry. Restart (https://example.org/r) it once."
    assert (ours["in_reply_to_id"], ours["visibility"]) == (post["id"], "unlisted")


def test_a_private_conversation_is_answered_directly(network, outlet):
    network.mention("My account was charged twice.", visibility="direct")
    look()
    reply(Thread.objects.get(), "We give it back.")

    assert [each["visibility"] for each in network.statuses.values()] == ["direct"]


def test_a_private_word_in_a_public_conversation_goes_directly(network, outlet):
    network.mention("It does not play.")
    look()
    reply(Thread.objects.get(), "Your number ends with 12.", kind=Kind.PRIVATE)

    assert [each["visibility"] for each in network.statuses.values()] == ["direct"]


@pytest.mark.parametrize(("visibility", "has_key"), [("public", False), ("direct", True)])
def test_a_long_answer_fits_and_only_the_customer_gets_the_signed_link(network, outlet, visibility, has_key):
    network.mention("It does not play.", visibility=visibility)
    look()
    reply(Thread.objects.get(), "We are sorry about this. " * 60)

    (ours,) = network.texts  # the stand-in refuses what is over 500 characters as Mastodon counts
    assert ours.startswith("@ana@elsewhere.example We are sorry")
    assert ("?key=" in ours) is has_key
    assert Thread.objects.get().reference in ours


def test_an_answer_to_our_post_and_to_their_own_lands_in_the_conversation(network, outlet):
    first = network.mention("It does not play.")
    look()
    reply(Thread.objects.get(), "Restart it once.")
    (ours,) = network.statuses
    network.mention("It did not help.", answers=ours)
    network.mention("And it is slow.", answers=first["id"])
    look()

    thread = Thread.objects.get()
    assert thread.awaits_human
    assert [each.text for each in queries.story(thread)][2:] == ["It did not help.", "And it is slow."]


def test_somebody_else_who_joins_has_a_conversation_of_his_own(network, outlet):
    first = network.mention("It does not play.")
    look()
    network.mention("Same here.", answers=first["id"], acct="bob@elsewhere.example")
    look()

    assert sorted(Thread.objects.values_list("handle", flat=True)) == [
        "mastodon:@ana@elsewhere.example",
        "mastodon:@bob@elsewhere.example",
    ]


def test_a_direct_word_in_a_public_conversation_is_not_shown(network, outlet):
    first = network.mention("It does not play.")
    look()
    network.mention("My number is 0123.", answers=first["id"], visibility="direct")
    look()

    assert [each.text for each in queries.for_everybody(Thread.objects.get())] == ["It does not play."]


def test_a_bot_is_heard_and_never_answered_by_a_program(network, outlet, noon):
    network.mention("beep", bot=True, acct="bot@elsewhere.example")
    look()

    thread = Thread.objects.get()
    assert thread.quiet
    assert not automatic.may_tell(thread, at=noon)


def test_our_own_accounts_are_not_customers(network, outlet):
    MentionWatch.objects.create(outlet=outlets.mastodon(network.receiver), account="@second@social.example")
    MentionWatch.objects.update_or_create(outlet=outlet, defaults={"account": "@candor@127.0.0.1"})
    network.mention("Note to self", acct="candor")
    network.mention("From the other account", acct="second@social.example")
    tasks.look(outlet.pk)

    assert Thread.objects.count() == 0


def test_a_token_without_the_right_is_told_and_asked_less_and_less(network, outlet):
    network.may_read = False
    look()
    look()

    watch = MentionWatch.objects.get()
    assert "read:notifications" in watch.error
    assert (watch.failures, watch.retry_at > timezone.now()) == (1, True)
    assert len(questions(network)) == 1
    MentionWatch.objects.update(retry_at=timezone.now())
    network.may_read = True
    network.mention("Hello")
    look()
    watch.refresh_from_db()
    assert (watch.failures, watch.error, Message.objects.count()) == (0, "", 1)


def test_a_silenced_account_is_not_looked_at(network, outlet):
    type(outlet).objects.filter(pk=outlet.pk).update(state="paused", stopped_at=timezone.now())
    look()

    assert questions(network) == []


def test_a_crash_between_two_posts_makes_no_double(network, outlet):
    network.mention("One")
    network.mention("Two")
    look()
    MentionWatch.objects.update(since_id="501")
    look()

    assert (Message.objects.count(), Mention.objects.count()) == (2, 2)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "acct", "content"]), inner),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(status=JSON, account=JSON)
def test_no_answer_of_a_server_makes_us_stumble(status, account):
    posts.read({"type": "mention", "id": "1", "status": status, "account": account}, "https://social.example")
