"""Moderation that cannot erase criticism: hidden for a reason of law, or private; never deleted, always counted."""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from core.audit.models import AuditEvent
from core.delivery.models import Delivery
from core.web.errors import Invalid
from feedback.community import actions
from feedback.community import policies as peers
from feedback.community.models import Discussion
from feedback.community.queries import transparency
from feedback.threads import actions as threads
from feedback.threads import policies, queries
from feedback.threads.models import Thread
from feedback.threads.states import Kind, State, Visibility
from tests.factories import community, feedback, statuspages

pytestmark = pytest.mark.django_db
LAW = {"reason": "defamation", "because": "It calls a colleague a thief, by name."}


@pytest.fixture
def manager():
    return feedback.agent("Mona Manager", "Community manager")


def test_hidden_it_is_read_by_nobody_kept_audited_counted_and_its_author_told(thread, noon, manager):
    message = community.answer(thread, email="ben@example.org")

    actions.hide(message=message, **LAW, by=manager, at=noon)

    message.refresh_from_db()
    assert (message.text, message.hidden_at, message.hidden_by) == (community.ADVICE, noon, "Mona Manager")
    assert queries.for_everybody(thread).count() == 1
    assert AuditEvent.objects.get(kind="feedback.thread.message_hidden").data["because"] == LAW["because"]
    assert transparency.counted().hidden == (("defamation", 1),)
    letter = Delivery.objects.filter(address="ben@example.org").order_by("-pk").first()
    assert LAW["because"] in letter.content.text


def test_shown_again_it_is_as_it_was(thread, noon, manager):
    message = community.answer(thread)
    actions.hide(message=message, **LAW, by=manager, at=noon)

    actions.unhide(message=message, by=manager, at=noon)

    assert [each.text for each in queries.for_everybody(thread)][1:] == [community.ADVICE]


@pytest.mark.parametrize("reason", ["withdrawn", "negative", ""])
def test_only_a_reason_of_law_hides(thread, noon, manager, reason):
    with pytest.raises(Invalid):
        actions.hide(message=thread.messages.get(), reason=reason, because="We don't like it.", by=manager, at=noon)
    assert queries.for_everybody(thread).count() == 1


def test_and_it_has_to_be_stated(thread, noon, manager):
    with pytest.raises(Invalid):
        actions.hide(message=thread.messages.get(), reason="fraud", because="  ", by=manager, at=noon)


@pytest.mark.parametrize("role", ["Support agent", "Head of customer service", "Communications lead", "Observer"])
def test_without_the_right_nobody_hides(thread, noon, role, outsider):
    message = thread.messages.get()

    for somebody in (feedback.agent("Una", role), outsider, policies.holder(thread)):
        with pytest.raises(PermissionDenied):
            actions.hide(message=message, **LAW, by=somebody, at=noon)
    assert queries.for_everybody(thread).count() == 1


def test_a_message_taken_private_is_still_read_by_the_one_who_asked_and_leaves_a_line(thread, noon, manager):
    message = community.answer(thread)

    actions.take_private(message=message, because="Her street.", by=manager, at=noon)

    assert queries.for_everybody(thread).count() == 1
    assert message in queries.for_customer(thread)
    assert transparency.counted().private == 1


def test_the_first_message_takes_its_conversation_along_and_back(thread, noon, manager):
    message = thread.messages.get()

    actions.take_private(message=message, because="Her street.", by=manager, at=noon)
    thread.refresh_from_db()
    assert thread.visibility == Visibility.PRIVATE

    actions.uncover(message=message, by=manager, at=noon)
    thread.refresh_from_db()
    assert (thread.visibility, queries.for_everybody(thread).count()) == (Visibility.PUBLIC, 1)


def test_staff_may_overrule_the_detector(noon, manager):
    feedback.registers()
    thread = community.question("The error says 06 12 34 56 78, what is it?", at=noon)
    assert thread.visibility == Visibility.PRIVATE

    actions.uncover(message=thread.messages.get(), by=manager, at=noon)

    thread.refresh_from_db()
    assert (thread.visibility, thread.messages.get().kind) == (Visibility.PUBLIC, Kind.PUBLIC)


def test_what_was_said_in_private_is_not_given_to_the_public(noon, manager):
    feedback.registers()
    thread = feedback.thread(at=noon)

    with pytest.raises(actions.moderation.NotPublic):
        actions.uncover(message=thread.messages.get(), by=manager, at=noon)
    for somebody in (feedback.agent("Una", "Observer"), policies.holder(thread)):
        with pytest.raises(PermissionDenied):
            actions.uncover(message=thread.messages.get(), by=somebody, at=noon)


@pytest.mark.parametrize("taken", ["hidden", "private", "withdrawn"])
def test_with_the_answer_that_helped_goes_the_excuse_for_our_silence(thread, noon, manager, taken):
    post = community.post(thread, at=noon)
    actions.accept(message=post.message, by=policies.holder(thread), at=noon)
    thread.refresh_from_db()
    assert not thread.awaits_human

    if taken == "hidden":
        actions.hide(message=post.message, **LAW, by=manager, at=noon)
    elif taken == "private":
        actions.take_private(message=post.message, because="Her street.", by=manager, at=noon)
    else:
        actions.withdraw(post=post, by=peers.author(post), at=noon)

    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human, thread.waits_since) == (State.OPEN, True, noon)
    assert thread.answer_due_at > noon
    assert Discussion.objects.get().accepted == 0


def test_where_another_answer_helped_or_we_spoke_nothing_is_owed_again(noon, manager):
    feedback.registers()
    twice, ours = community.question("First", at=noon), community.question("Second", at=noon)
    first, _second = (community.answer(twice, text) for text in ("Press the key.", "Ask your son."))
    for message in twice.messages.filter(author="peer"):
        actions.accept(message=message, by=policies.holder(twice), at=noon)
    community.reply(ours)
    wrong = community.answer(ours)
    actions.accept(message=wrong, by=policies.holder(ours), at=noon)

    for message in (first, wrong):
        actions.hide(message=message, **LAW, by=manager, at=noon)

    for thread in (twice, ours):
        thread.refresh_from_db()
        assert not thread.awaits_human


def test_what_waits_or_was_not_shown_is_counted_for_everybody(client, thread, noon, manager):
    statuspages.statuspage()
    community.question("Buy cheap", held_for="spam", at=noon)
    held, back = (community.post(thread, text, by=community.sender(trapped=True)) for text in ("You are slow", "Bad"))
    actions.keep_back(post=back, reason="It advertises a shop.", by=manager, at=noon)

    counted = transparency.counted()
    assert (counted.waiting, counted.kept_back) == (2, 1)
    front = client.get("/en/community/").content.decode()
    assert "2 messages wait until one of us has looked at them." in front
    assert "1 answer was not shown; its author was told why." in front

    actions.release(post=held, by=manager, at=noon)
    cache.clear()
    assert transparency.counted().waiting == 1


def test_joining_conversations_hides_no_criticism_without_a_trace(client, noon, manager):
    statuspages.statuspage()
    feedback.registers()
    public, into = community.question("You are slow.", at=noon), community.question("Still slow.", at=noon)
    gone, private = community.question("A scandal!", at=noon), feedback.thread("Secret", at=noon)
    threads.merge(thread=public, into=into, by=manager, at=noon)
    threads.merge(thread=gone, into=private, by=manager, at=noon)
    threads.merge(thread=feedback.thread("Also secret", at=noon), into=into, by=manager, at=noon)

    def get(thread):
        return client.get(f"/en/community/{thread.reference}/")

    assert (get(public).status_code, get(public)["Location"]) == (302, f"/en/community/{into.reference}/")
    assert get(gone).status_code == 410
    assert "goes on in private" in get(gone).content.decode()
    assert private.reference not in get(gone).content.decode()
    assert transparency.counted().private == 1
    was_private = Thread.objects.get(subject__startswith="Also secret")
    assert get(was_private).status_code == 404  # and leads nobody to what its customer said elsewhere
