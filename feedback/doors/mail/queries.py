"""To which conversation a mail belongs, and what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import QuerySet

from core.delivery import parcels
from core.delivery.models import Delivery
from feedback.answering import letters as ours
from feedback.doors.mail import proof
from feedback.doors.mail.letter import Letter
from feedback.doors.mail.models import InboundMail, Mailbox
from feedback.doors.mail.reports import OURS
from feedback.doors.mail.states import State
from feedback.threads import addresses
from feedback.threads.models import Message, Thread

HOUR = timedelta(hours=1)
FLOOD = 20  # new mails of one sender in an hour; what comes beyond waits in the held queue
LOOK_AGAIN = timedelta(minutes=2)
SILENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, and whether its customer is who wrote."""

    thread: Thread
    is_customer: bool


def doubt(letter: Letter) -> str:
    """Why a server of ours does not believe who it is said to be from; "" where none says so."""
    return proof.doubt(letter.results, letter.sender, settings.INBOUND_AUTHSERV_IDS)


def place(letter: Letter) -> Place | None:
    """By the signed address first; by what it answers only for the customer himself. None: a new conversation.

    A sender that is not believed (`doubt`) is nobody's customer: the signed address still leads to its conversation.
    """
    believed = not doubt(letter)
    for address in letter.to:
        if thread := addresses.thread_of(address):
            return Place(thread, believed and same(thread.email, letter.sender))
    if not believed:
        return None
    for message_id in reversed(letter.references):
        thread = _answered(message_id)
        if thread and same(thread.email, letter.sender):
            return Place(thread, True)
    return None


def same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()


def is_ours(address: str) -> bool:
    """An address we send from or receive at."""
    return addresses.ours(address) or same(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], address)


def message_of(name: str) -> Message | None:
    """What a delivery of ours carried, by its part of the Message-ID; None for what is not a conversation's."""
    row = Delivery.objects.select_related("broadcast").filter(pk=name.partition(".")[0]).first()
    if row is None or parcels.local_part(row.pk, row.broadcast.key) != name:
        return None
    number = row.broadcast.key.removeprefix(ours.KEY)
    if not row.broadcast.key.startswith(ours.KEY) or not number.isdigit():
        return None
    return Message.objects.select_related("thread").filter(pk=number).first()


def known(letter: Letter) -> Message | None:
    """The message that a mail of this name and sender has become already."""
    found = Message.objects.select_related("thread").filter(remote_id=letter.message_id or "-").first()
    return found if found and said_by(found, letter) else None


def said_by(message: Message, letter: Letter) -> bool:
    return same(message.thread.email, letter.sender) or letter.sender.casefold() in message.label.casefold()


def floods(sender: str, at: datetime) -> bool:
    return InboundMail.objects.filter(sender=sender, created_at__gt=at - HOUR).count() >= FLOOD if sender else False


def waiting(at: datetime) -> QuerySet[InboundMail]:
    """Kept and not read in good time: a wake-up was lost, or its reader died."""
    return InboundMail.objects.filter(state=State.RECEIVED, created_at__lt=at - LOOK_AGAIN).defer("raw").order_by("pk")


def silent_mailboxes(at: datetime) -> list[Mailbox]:
    """Those we could not look into for a while."""
    return list(Mailbox.objects.filter(failures__gt=0).exclude(polled_at__gt=at - SILENT).order_by("pk"))


def _answered(message_id: str) -> Thread | None:
    if named := OURS.fullmatch(message_id.encode("ascii", "replace")):
        message = message_of(named[1].decode())
        return message.thread if message else None
    return Thread.objects.filter(messages__remote_id=message_id).first()
