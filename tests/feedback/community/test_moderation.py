"""Moderation that cannot erase criticism: hidden for a reason of law, or private; never deleted, always counted."""

import pytest
from django.core.exceptions import PermissionDenied

from core.audit.models import AuditEvent
from core.delivery.models import Delivery
from core.web.errors import Invalid
from feedback.community import actions
from feedback.community.queries import transparency
from feedback.threads import policies, queries
from feedback.threads.states import Kind, Visibility
from tests.factories import community, feedback

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
