"""From claimed rows to what a channel can send: words, links and secrets, and who still wants it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings

from core.delivery.audience import NOBODY, Personal, provider
from core.delivery.claims import Claimed
from core.delivery.models import Broadcast, Content
from core.delivery.receipts import NO_THREAD, Thread, threads
from core.delivery.replies import Outcome, Result


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message, ready for its channel. `message_id` is the same at every attempt."""

    claimed: Claimed
    broadcast: Broadcast
    content: Content
    missed: tuple[Content, ...]
    personal: Personal
    message_id: str
    thread: Thread = NO_THREAD

    @property
    def text(self) -> str:
        """The words with this recipient's links in them."""
        found = self.content.text
        for name in ("manage_url", "unsubscribe_url", "incident_url"):
            mark, link = "{{" + name + "}}", getattr(self.personal, name)
            if not link and mark in found:  # an account of ours has nothing to leave
                found = "\n".join(line for line in found.split("\n") if mark not in line)
            found = found.replace(mark, link)
        return found


@dataclass(slots=True)
class Words:
    """What has been read during one run; contents never change."""

    broadcasts: dict[int, Broadcast] = field(default_factory=dict)
    contents: dict[int, Content] = field(default_factory=dict)

    def load(self, claimed: Sequence[Claimed]) -> None:
        wanted = {each.content_id for each in claimed} | {pk for each in claimed for pk in each.missed}
        unknown = wanted - self.contents.keys()
        if unknown:
            for content in Content.objects.select_related("broadcast").filter(pk__in=unknown):
                self.contents[content.pk] = content
                self.broadcasts[content.broadcast_id] = content.broadcast


def prepare(
    claimed: Sequence[Claimed], words: Words, *, threaded: bool = False
) -> tuple[list[Parcel], list[tuple[Claimed, Result]]]:
    """(to send, ended without sending): the latter for who does not want it any more.

    A `threaded` channel is told what it has posted about the same incident before.
    """
    words.load(claimed)
    wanted, personal = _ask(claimed, words.broadcasts)
    earlier = threads(claimed, words.broadcasts) if threaded else {}
    parcels, ended = [], []
    for each in claimed:
        broadcast = words.broadcasts[each.broadcast_id]
        if not broadcast.direct and (each.broadcast_id, each.recipient) not in wanted:
            ended.append((each, Result(Outcome.UNWANTED, "not wanted any more")))
            continue
        parcels.append(
            Parcel(
                claimed=each,
                broadcast=broadcast,
                content=words.contents[each.content_id],
                missed=tuple(words.contents[pk] for pk in each.missed if pk in words.contents),
                personal=personal.get((each.broadcast_id, each.recipient), NOBODY),
                message_id=message_id(each.id, broadcast.key),
                thread=earlier.get(each.id, NO_THREAD),
            )
        )
    return parcels, ended


def _ask(
    claimed: Iterable[Claimed], broadcasts: dict[int, Broadcast]
) -> tuple[set[tuple[int, str]], dict[tuple[int, str], Personal]]:
    """Ask each broadcast's audience once for the whole batch."""
    by_broadcast: dict[int, list[str]] = {}
    for each in claimed:
        by_broadcast.setdefault(each.broadcast_id, []).append(each.recipient)
    wanted: set[tuple[int, str]] = set()
    personal: dict[tuple[int, str], Personal] = {}
    for pk, recipients in by_broadcast.items():
        broadcast = broadcasts[pk]
        if not broadcast.audience:
            continue
        ask, args = provider(broadcast.audience), broadcast.audience_args
        if not broadcast.direct:
            wanted |= {(pk, recipient) for recipient in ask.still_wanted(recipients, args)}
        personal |= {(pk, recipient): found for recipient, found in ask.personal(recipients, args).items()}
    return wanted, personal


def message_id(pk: int, key: str) -> str:
    """Derived from the delivery, so a repeated message is recognised; the key keeps it apart from
    one with the same number in a database restored from a backup."""
    return f"<{local_part(pk, key)}@{host()}>"


def local_part(pk: int, key: str) -> str:
    """What names a delivery in its Message-ID, whatever our host is called by then."""
    return f"{pk}.{_digest(key)}"


def bare_id(parcel: Parcel) -> str:
    """The message id without its host, for networks that have keys of their own."""
    return parcel.message_id.strip("<>").partition("@")[0].replace(".", "_")


@lru_cache(maxsize=100)
def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:16]


def host() -> str:
    return _hostname(settings.PUBLIC_URL)


@lru_cache(maxsize=10)
def _hostname(url: str) -> str:
    return urlsplit(url).hostname or "localhost"
