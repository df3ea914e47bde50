"""What the queue and the schedule name; each is safe to run twice, and late."""

import structlog
from django.conf import settings
from django.utils import timezone

from core.delivery import slots
from core.web.queue import enqueue
from feedback.doors.mail import actions, imap, queries
from feedback.doors.mail.models import InboundMail
from feedback.doors.mail.states import State

log = structlog.get_logger(__name__)


def poll() -> None:
    """Look into the mailbox, one of us at a time; and wake who should have read something by now."""
    for mail in queries.waiting(timezone.now())[:100]:
        enqueue("feedback.doors.mail.tasks.read", mail.pk)
    if settings.INBOUND_IMAP is None:
        return
    with slots.slot("mail-poll") as mine:
        if not mine:
            return
        try:
            imap.poll()
        except imap.CannotFetch as error:
            log.warning("mailbox_not_read", error=str(error))


def read(mail_id: int) -> None:
    mail = InboundMail.objects.filter(pk=mail_id, state=State.RECEIVED).first()
    if mail and actions.begin(mail=mail, at=timezone.now()):
        actions.read(mail=mail, at=timezone.now())


def forget_raw() -> None:
    """Once in a while: originals of mails read long ago."""
    actions.forget_raw(at=timezone.now())
