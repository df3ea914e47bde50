"""Our answer to a post: a post in the same thread that mentions its author, as public as what it answers."""

from datetime import datetime

from django.conf import settings

from core.actor import Actor
from core.delivery import actions as delivery
from core.delivery import networks
from core.text import lengths, plaintext
from feedback.answering import letters
from feedback.doors.social.actions import NETWORK
from feedback.doors.social.models import Mention
from feedback.threads import links
from feedback.threads.models import Message, Thread
from feedback.threads.states import Kind
from incidents.outlets import audience


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime) -> bool:
    """False for a thread that did not come from here."""
    newest = Mention.objects.select_related("outlet").filter(thread=thread).order_by("-pk").first()
    if newest is None:
        return False
    outlet = newest.outlet
    is_public = message.kind == Kind.PUBLIC and thread.is_public
    delivery.owe_one(
        key=letters.key(message),
        label=f"{newest.handle} [{thread.reference}]",
        channel=NETWORK,
        address=outlet.address,
        recipient=outlet.recipient,
        language=thread.language,
        subject="",
        text=_text(thread, message, newest.handle, outlet.limit, is_public=is_public),
        payload={"visibility": "unlisted" if is_public else "direct", "in_reply_to_id": newest.remote_id},
        audience=audience.NAME,
        by=by,
        at=at,
    )
    return True


def _text(thread: Thread, message: Message, handle: str, limit: int | None, *, is_public: bool) -> str:
    """All of it where it fits; else its beginning and where the rest stands. The signed link goes to nobody else."""
    network = networks.found()[NETWORK]
    rule = network.resized(limit) if network.resized and limit else network.rule()
    words = f"{handle} {plaintext.render(message.text)}"
    if not rule.measure(rule.prepared(words)).too_long:
        return rule.prepared(words)
    path = f"/{thread.language}/community/{thread.reference}/"
    return lengths.fit(words, f" {settings.PUBLIC_URL + path if is_public else links.url(thread)}", rule)
