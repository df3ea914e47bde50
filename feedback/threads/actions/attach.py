from collections.abc import Iterable
from datetime import datetime

from core.actor import Actor, require
from feedback.threads import policies
from feedback.threads.files import Kept
from feedback.threads.models import Attachment, Message


def attach(*, message: Message, files: Iterable[Kept], by: Actor, at: datetime) -> list[Attachment]:
    """Say that `files`, whose bytes are on disk already, came with `message`. Call it in the message's transaction."""
    require(policies.can_add, by, message.thread)
    return Attachment.objects.bulk_create(
        [Attachment(message=message, key=each.key, name=each.name, kind=each.kind, size=each.size) for each in files]
    )
