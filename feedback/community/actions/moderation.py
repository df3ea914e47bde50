"""What must not be read by everybody: hidden for a reason of law, or taken private. Nothing is deleted or rewritten."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actor import Actor, require
from core.web.errors import Conflict, Invalid
from feedback.community import letters, policies
from feedback.community.actions.steps import retold
from feedback.threads import actions as threads
from feedback.threads.actions import steps
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, HiddenFor, Kind, PrivateFor, Visibility

LEGAL = tuple(each for each in HiddenFor if each != HiddenFor.WITHDRAWN)
HIDDEN = (
    gettext_lazy("We had to hide something you wrote: %(reason)s."),
    gettext_lazy("In words: %(because)s"),
    gettext_lazy("It is not deleted. If you think we are wrong, write to us; somebody else looks at it."),
)
PRIVATE = (
    gettext_lazy("Something you wrote for everybody goes on in private: it holds personal data."),
    gettext_lazy("In words: %(because)s"),
)


class NotPublic(Conflict):
    code = "not_public"


@transaction.atomic
def hide(*, message: Message, reason: str, because: str, by: Actor, at: datetime) -> Message:
    """Show it to nobody, for a stated reason of law. Readers see the reason and the day, its author is told."""
    require(policies.can_hide, by, message.thread)
    if reason not in LEGAL:
        raise Invalid({"reason": [_("Only a reason of law hides what somebody said.")]})
    if not because.strip():
        raise Invalid({"because": [_("Say which rule is broken, and how; the author reads it.")]})
    thread, message = _fresh(message)
    if message.hidden_at:
        return message
    message.hidden_at, message.hidden_by, message.hidden_for = at, by.label[:200], reason
    message.hidden_because = because.strip()[:500]
    _save(message)
    retold(thread, at)
    steps.record(thread, "message_hidden", by=by, at=at, message=message.pk, reason=reason, because=because.strip())
    letters.to_author(message, "hidden", HIDDEN, because=message.hidden_because, by=by, at=at)
    return message


@transaction.atomic
def unhide(*, message: Message, by: Actor, at: datetime) -> Message:
    """The reason no longer holds, or never did. What its author withdrew stays withdrawn."""
    require(policies.can_hide, by, message.thread)
    thread, message = _fresh(message)
    if not message.hidden_at or message.hidden_for == HiddenFor.WITHDRAWN:
        return message
    before = message.hidden_for
    message.hidden_at, message.hidden_by, message.hidden_for, message.hidden_because = None, "", "", ""
    _save(message)
    retold(thread, at)
    steps.record(thread, "message_shown", by=by, at=at, message=message.pk, before={"hidden_for": before})
    return message


@transaction.atomic
def take_private(*, message: Message, because: str, by: Actor, at: datetime) -> Message:
    """Personal data in public words: from now on its author and we read them. The first message takes the thread along.

    Readers see a line that this goes on in private, and when.
    """
    require(policies.can_move, by, message.thread)
    if not because.strip():
        raise Invalid({"because": [_("Say what is in it that is nobody else's business; the author reads it.")]})
    thread, message = _fresh(message)
    if message.kind != Kind.PUBLIC:
        raise NotPublic(str(Kind(message.kind).label))
    if message.author == Author.CUSTOMER and _opens(thread, message):
        steps.keep(thread, at, visibility=Visibility.PRIVATE)
    else:
        message.kind = Kind.PRIVATE
    message.private_for = PrivateFor.PERSONAL_DATA
    _save(message)
    retold(thread, at)
    steps.record(thread, "message_taken_private", by=by, at=at, message=message.pk, because=because.strip())
    letters.to_author(message, "private", PRIVATE, because=because.strip(), by=by, at=at)
    return message


@transaction.atomic
def uncover(*, message: Message, by: Actor, at: datetime) -> Message:
    """It was meant for everybody and holds nothing that is nobody's business: give it back to the public."""
    require(policies.can_move, by, message.thread)
    thread, message = _fresh(message)
    if not message.private_for:
        raise NotPublic(str(Kind(message.kind).label))
    before, message.private_for, message.kind = message.private_for, "", Kind.PUBLIC
    _save(message)
    if _opens(thread, message):
        steps.keep(thread, at, visibility=Visibility.PUBLIC)
    retold(thread, at)
    steps.record(thread, "message_uncovered", by=by, at=at, message=message.pk, before={"private_for": before})
    return message


def _fresh(message: Message) -> tuple[Thread, Message]:
    thread = threads.locked(message.thread)
    return thread, thread.messages.get(pk=message.pk)


def _save(message: Message) -> None:
    message.save(
        update_fields=["kind", "private_for", "hidden_at", "hidden_by", "hidden_for", "hidden_because"]
    )  # never the words: the database would refuse


def _opens(thread: Thread, message: Message) -> bool:
    """Whether the thread, its subject included, was made of this message."""
    first = thread.messages.filter(author=Author.CUSTOMER).order_by("at", "id").first()
    return first == message
