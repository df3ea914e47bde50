"""What the home page, `/metrics` and `/readyz` say about mail that comes in."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.web import vitals
from core.web.panels import Block, register
from core.web.vitals import Check, Gauge
from feedback.doors.mail import queries
from feedback.doors.mail.models import InboundMail
from feedback.doors.mail.states import State


@register(page="home", name="mail-in", order=45, aside=True)
def mail_in(request: HttpRequest) -> Block | None:
    """Shown only when a person is needed."""
    if not request.actor.may("feedback.view_inboundmail"):
        return None
    failed = InboundMail.objects.filter(state=State.FAILED).order_by()[:1000].count()
    silent = queries.silent_mailboxes(timezone.now())
    return Block("admin/home/mail_in.html", {"failed": failed, "silent": silent}) if failed or silent else None


def _gauges(at: datetime) -> Iterator[Gauge]:
    rows = InboundMail.objects.order_by()
    yield Gauge("mail_in_waiting", "Mails received and not read yet", rows.filter(state=State.RECEIVED).count())
    yield Gauge("mail_in_failed", "Mails that could not be read", rows.filter(state=State.FAILED).count())


def _checks(at: datetime) -> Iterator[Check]:
    if settings.INBOUND_IMAP is None:
        return
    silent = queries.silent_mailboxes(at)
    yield Check("mail-in", not silent, silent[0].error if silent else "")


vitals.add_gauges("mail-in", _gauges)
vitals.add_checks("mail-in", _checks)
