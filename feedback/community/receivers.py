"""What happened below: the search of the community reads a conversation anew."""

from typing import Any

from django.dispatch import receiver

from core.web.queue import enqueue
from feedback import signals
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind


@receiver(signals.written)
def read_anew(thread: Thread, message: Message, **_rest: Any) -> None:
    if message.kind == Kind.PUBLIC and message.author != Author.PEER:
        enqueue("feedback.community.tasks.renew", thread.pk)
