"""What lower slices reach up here for, registered at start."""

from typing import Any

from django.dispatch import receiver

from core.delivery import signals
from core.web.queue import enqueue
from feedback.answering.carriers import social
from feedback.doors.hooks import audience
from feedback.doors.hooks import back as hooks
from feedback.doors.social import back as mastodon

social.register("hooks", hooks.owe)
social.register("mastodon", mastodon.owe)


@receiver(signals.address_refused)
@receiver(signals.endpoint_gone)
def note_refusal(recipient: str, reason: str, **_: Any) -> None:
    if recipient.startswith(audience.PREFIX):
        enqueue("feedback.doors.hooks.tasks.note_refusal", recipient, reason)
