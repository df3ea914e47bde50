from datetime import datetime, timedelta

from django.db import transaction

from core.actor import Actor, require
from core.web.queue import enqueue
from feedback.doors.mail import letter, policies
from feedback.doors.mail.models import InboundMail, Mailbox
from feedback.doors.mail.states import State

LONGEST_REASON = 300
RAW_DAYS = 60  # by then what was said has been read; the original holds more about people than we need


@transaction.atomic
def keep(
    *,
    raw: bytes,
    via: str,
    sent_at: datetime | None = None,
    size: int | None = None,
    by: Actor,
    at: datetime,
) -> InboundMail:
    """Write a mail down as it came; the same one again gives the row that is there. A worker reads it.

    `size` is its real one where only the beginning was fetched.
    """
    require(policies.can_keep, by)
    size = size or len(raw)
    first = {"raw": raw, "size": size, "is_cut": size > len(raw), "via": via, "created_at": at}
    first["sent_at"] = min(sent_at or at, at)
    mail, is_new = InboundMail.objects.get_or_create(digest=letter.digest(raw), defaults=first)
    if is_new:
        enqueue("feedback.doors.mail.tasks.read", mail.pk)
    return mail


def note_look(*, mailbox: Mailbox, error: str = "", at: datetime) -> None:
    """Write down that we looked, or why we could not."""
    if error:
        Mailbox.objects.filter(pk=mailbox.pk).update(failures=mailbox.failures + 1, error=error[:LONGEST_REASON])
        return
    Mailbox.objects.filter(pk=mailbox.pk).update(polled_at=at, failures=0, error="")


def forget_raw(*, at: datetime) -> int:
    """Empty the originals of what was read long ago; the number of them."""
    old = InboundMail.objects.filter(
        state__in=[State.READ, State.IGNORED], created_at__lt=at - timedelta(days=RAW_DAYS)
    )
    return old.exclude(raw=b"").update(raw=b"")
