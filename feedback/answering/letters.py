"""What ties a letter of ours to the conversation it belongs to, in its headers (RFC 5322, RFC 3834)."""

from core.delivery import parcels
from core.delivery.models import Delivery
from feedback.threads import addresses
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author

KEY = "feedback.message:"  # with the message's number: the key of what carries it
MOST = 10  # a mail program needs the last few; a line of all of them has no end


def key(message: Message) -> str:
    return f"{KEY}{message.pk}"


def headers(thread: Thread, message: Message) -> dict[str, str]:
    """Where to answer, which mails it continues, and whether a program wrote it."""
    found = {"Auto-Submitted": "auto-replied" if message.author == Author.AUTOMATIC else "no"}
    if address := addresses.address(thread):
        found["Reply-To"] = address
    if earlier := _earlier(thread, message):
        found["References"] = " ".join(earlier)
        found["In-Reply-To"] = earlier[-1]
    return found


def _earlier(thread: Thread, message: Message) -> list[str]:
    """The Message-IDs of this conversation in its order, the customer's last mail at the end."""
    spoken = thread.messages.exclude(pk=message.pk).exclude(author=Author.PEER).order_by("-at", "-pk")
    rows = list(spoken.values_list("pk", "author", "remote_id")[: MOST * 2])[::-1]
    ours = _ours([pk for pk, author, _remote in rows if author != Author.CUSTOMER])
    theirs = [remote for _pk, author, remote in rows if author == Author.CUSTOMER and is_message_id(remote)]
    found = [ours.get(pk) or (remote if is_message_id(remote) else "") for pk, _author, remote in rows]
    last = theirs[-1:]
    return [each for each in found if each and each not in last][-MOST:] + last


def _ours(pks: list[int]) -> dict[int, str]:
    keys = [f"{KEY}{pk}" for pk in pks]
    sent = Delivery.objects.filter(broadcast__key__in=keys, channel="email").values_list("pk", "broadcast__key")
    return {int(key.removeprefix(KEY)): parcels.message_id(pk, key) for pk, key in sent}


def is_message_id(text: str | None) -> bool:
    return bool(text) and text.startswith("<") and text.endswith(">") and "@" in text and text.isascii()
