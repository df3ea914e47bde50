"""The customer reads on the private page; who left an address is told by a letter that something stands there."""

from datetime import datetime

from core.actor import Actor
from feedback.answering.carriers import email
from feedback.answering.extras import NONE, Extras
from feedback.threads.models import Message, Thread

IS_LETTER = True


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime, extras: Extras = NONE) -> None:
    if thread.email:
        email.owe(thread, message, by=by, at=at, extras=extras)
