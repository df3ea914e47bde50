"""The tables below this slice that hold something of a person: what is told of each row, and how it is emptied.

Every row stays, so that counts stay; what is emptied is who it was and what he said.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import ngettext

from core.delivery.models import Broadcast, Content, Delivery
from core.delivery.states import State as DeliveryState
from feedback.answering import letters
from feedback.community.actions import steps as community
from feedback.community.models import Discussion, Peer, PeerPost
from feedback.doors.mail.models import InboundMail
from feedback.doors.social.models import Mention
from feedback.loop.models import Survey
from feedback.threads import files, personal
from feedback.threads.models import Attachment, Message, Thread
from feedback.threads.personal import Part, Person
from feedback.threads.queries import terms_of
from feedback.threads.states import Author, Kind, ReplyBy

NOBODY = "–"
UNSENT = (DeliveryState.PENDING, DeliveryState.RETRY)


def said(threads: QuerySet[Thread]) -> QuerySet[Message]:
    """The customer's words, notes about him, and whatever of ours names him."""
    found = Q(author=Author.CUSTOMER) | Q(kind=Kind.NOTE)
    for word in personal.person(threads).words:
        found |= Q(text__icontains=word) | Q(label__icontains=word)
    return Message.objects.filter(found, thread__in=threads)


def forget_words(rows: QuerySet[Message]) -> None:
    theirs = Q(author__in=(Author.CUSTOMER, Author.PEER))
    label = Case(When(theirs, then=Value("")), default=F("label"))
    because = Case(When(~Q(hidden_because=""), then=Value(NOBODY)), default=Value(""))
    rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        text="", html="", label=label, remote_id=None, hidden_because=because
    )


def forget_files(rows: QuerySet[Attachment]) -> None:
    """The bytes go once the rows are written: a rollback must not lose a file that is still named."""
    keys = list(rows.values_list("key", flat=True))
    rows.update(name=NOBODY)
    transaction.on_commit(lambda: _unlink(keys))


def _unlink(keys: Iterable[str]) -> None:
    for key in keys:
        files.path_of(key).unlink(missing_ok=True)


def owed(threads: QuerySet[Thread]) -> QuerySet[Delivery]:
    """Letters and posts that carried our words to him."""
    keys = [letters.key(message) for message in Message.objects.filter(thread__in=threads)]
    return Delivery.objects.filter(broadcast__key__in=keys)


def forget_deliveries(rows: QuerySet[Delivery]) -> None:
    """What has not left stays here; of what has, only that it did."""
    pks, broadcasts = list(rows.values_list("pk", flat=True)), list(rows.values_list("broadcast_id", flat=True))
    mine = Delivery.objects.filter(pk__in=pks)
    mine.filter(state__in=UNSENT).update(state=DeliveryState.CANCELLED)
    mine.filter(recipient__startswith="outlet:").update(last_reply="", history=[], missed=[])
    mine.exclude(recipient__startswith="outlet:").update(address="", last_reply="", history=[], missed=[])
    Content.objects.filter(broadcast__in=broadcasts).update(subject="", text="", html="", payload=None)
    Broadcast.objects.filter(pk__in=broadcasts).update(label=NOBODY)


def forget_mails(rows: QuerySet[InboundMail]) -> None:
    rows.update(raw=b"", sender="", subject="", message_id="", reason="")


def forget_surveys(rows: QuerySet[Survey]) -> None:
    """The score is counted, and says nothing of who gave it."""
    rows.update(words="")


def forget_mentions(rows: QuerySet[Mention]) -> None:
    rows.update(handle="", remote_id=Concat(Value("-"), "pk", output_field=CharField()))


def forget_posts(rows: QuerySet[PeerPost]) -> None:
    """They stand in other people's conversations, which must not find them any more either."""
    pks = list(rows.values_list("pk", flat=True))
    forget_words(Message.objects.filter(peer_post__in=pks))
    rows.update(name=NOBODY, email="", text="", form_token=None, asker="", decided_because="")
    hear_again(Thread.objects.filter(peer_posts__in=pks).distinct())


def hear_again(rows: QuerySet[Thread]) -> None:
    """What search knows of these conversations, from what is left of them."""
    for thread in rows:
        Thread.objects.filter(pk=thread.pk).update(terms=terms_of(thread))
        Discussion.objects.filter(thread=thread).update(terms=community.terms_of(thread))


def forget_peers(rows: QuerySet[Peer]) -> None:
    rows.update(name=NOBODY, email=Concat(Value("anonymous-"), "pk", output_field=CharField()))


def forget_threads(rows: QuerySet[Thread]) -> None:
    pks = list(rows.values_list("pk", flat=True))
    rows.update(
        subject=NOBODY, name="", email="", telephone="", handle="", terms="", form_token=None,
        reply_by=ReplyBy.LINK, wants_updates=False, key_version=F("key_version") + 1,
    )  # fmt: skip
    Discussion.objects.filter(thread__in=pks).update(terms="")
    hear_again(Thread.objects.filter(merged__in=pks).distinct())  # it took over the words of what was merged into it


def tell_thread(row: Thread) -> dict[str, Any]:
    fields = ("reference", "subject", "name", "email", "telephone", "handle", "language", "origin", "state")
    return {name: getattr(row, name) for name in fields} | {"created_at": row.created_at.isoformat()}


def tell_message(row: Message) -> dict[str, Any]:
    return {"thread": row.thread.reference, "author": row.author, "at": row.at.isoformat(), "text": row.text}


def tell_mail(row: InboundMail) -> dict[str, Any]:
    return {"from": row.sender, "subject": row.subject, "came": row.created_at.isoformat(), "bytes": row.size}


def _by_address(person: Person, field: str) -> Q:
    found = Q(pk__in=[])
    for email in person.emails:
        found |= Q(**{f"{field}__iexact": email})
    return found


PARTS = (
    Part(
        name="messages",
        label=lambda n: ngettext("%d message", "%d messages", n) % n,
        rows=said,
        forget=forget_words,
        tell=tell_message,
        order=20,
    ),
    Part(
        name="attachments",
        label=lambda n: ngettext("%d attachment", "%d attachments", n) % n,
        rows=lambda threads: Attachment.objects.filter(message__thread__in=threads),
        forget=forget_files,
        tell=lambda row: {"name": row.name, "kind": row.kind, "size": row.size},
        order=10,
    ),
    Part(
        name="mails",
        label=lambda n: ngettext("%d mail as it came", "%d mails as they came", n) % n,
        rows=lambda threads: InboundMail.objects.filter(thread__in=threads),
        of_person=lambda person: InboundMail.objects.filter(_by_address(person, "sender")),
        forget=forget_mails,
        tell=tell_mail,
    ),
    Part(
        name="mentions",
        label=lambda n: ngettext("%d post on a network", "%d posts on networks", n) % n,
        rows=lambda threads: Mention.objects.filter(thread__in=threads),
        forget=forget_mentions,
        tell=lambda row: {"handle": row.handle, "at": row.at.isoformat()},
    ),
    Part(
        name="answers_to_others",
        label=lambda n: ngettext("%d answer to another customer", "%d answers to other customers", n) % n,
        rows=lambda threads: PeerPost.objects.none(),
        of_person=lambda person: PeerPost.objects.filter(_by_address(person, "email")),
        forget=forget_posts,
        tell=lambda row: {"at": row.created_at.isoformat(), "text": row.text or getattr(row.message, "text", "")},
    ),
    Part(
        name="helper",
        label=lambda n: ngettext("%d name among those who help", "%d names among those who help", n) % n,
        rows=lambda threads: Peer.objects.none(),
        of_person=lambda person: Peer.objects.filter(_by_address(person, "email")),
        forget=forget_peers,
        tell=lambda row: {"name": row.name, "email": row.email, "confirmed_at": row.confirmed_at.isoformat()},
        order=60,
    ),
    Part(
        name="surveys",
        label=lambda n: ngettext("%d answer to how we did", "%d answers to how we did", n) % n,
        rows=lambda threads: Survey.objects.filter(thread__in=threads),
        forget=forget_surveys,
        tell=lambda row: {"asked_at": row.asked_at.isoformat(), "score": row.score, "words": row.words},
    ),
    Part(
        name="deliveries",
        label=lambda n: ngettext("%d message sent", "%d messages sent", n) % n,
        rows=owed,
        of_person=lambda person: Delivery.objects.filter(
            _by_address(person, "address"), recipient__startswith="feedback"
        ),
        forget=forget_deliveries,
        tell=lambda row: {"channel": row.channel, "address": row.address, "at": row.created_at.isoformat()},
        order=10,
    ),
    Part(
        name="threads",
        label=lambda n: ngettext("%d conversation", "%d conversations", n) % n,
        rows=lambda threads: Thread.objects.filter(pk__in=threads.values("pk")),
        forget=forget_threads,
        tell=tell_thread,
        order=100,
    ),
)
