"""Our answer to what a program handed us: a signed webhook to the address its source names."""

from datetime import datetime

from core.actor import Actor
from core.delivery import actions as delivery
from core.text import plaintext
from feedback.answering import letters
from feedback.doors.hooks import audience
from feedback.doors.hooks.models import FeedbackSource
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind, Origin


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime) -> bool:
    """False where no source takes answers for this thread."""
    if thread.origin != Origin.WEBHOOK:
        return False
    slug, _colon, author = thread.handle.partition(":")
    source = FeedbackSource.objects.filter(slug=slug, is_active=True).exclude(reply_url="").first()
    if source is None:
        return False
    delivery.owe_one(
        key=letters.key(message),
        label=f"{source.name} [{thread.reference}]",
        channel="webhook",
        address=source.reply_url,
        recipient=source.recipient,
        language=thread.language,
        subject="",
        text="",
        payload={
            "type": "feedback.answered",
            "timestamp": at.isoformat(),
            "data": {
                "reference": thread.reference,
                "in_reply_to": _last(thread, slug),
                "author": author,
                "text": plaintext.render(message.text),
                "language": thread.language,
                "public": message.kind == Kind.PUBLIC and thread.is_public,
                "automatic": message.author == Author.AUTOMATIC,
                "answered_by": message.label,
            },
        },
        audience=audience.NAME,
        by=by,
        at=at,
    )
    return True


def _last(thread: Thread, slug: str) -> str | None:
    """The source's own name of the customer's last message."""
    theirs = thread.messages.filter(author=Author.CUSTOMER, remote_id__startswith=f"{slug}:")
    found = theirs.order_by("-at", "-pk").values_list("remote_id", flat=True).first()
    return found.removeprefix(f"{slug}:") if found else None
