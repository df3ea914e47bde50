"""What has been let through or sorted may be thanked; a task looks again and decides.

What has just come is found by `tasks.thank_new` every few seconds: a wake-up for each would be a statement more for
every customer who writes in a flood, and a task more for the worker.
"""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import ngettext

from core.web.queue import enqueue
from feedback import signals
from feedback.answering.models import ReplyDraft
from feedback.threads import personal
from feedback.threads.models import Thread


@receiver(signals.released)
@receiver(signals.triaged)
def thank_soon(thread: Thread, **_: Any) -> None:
    if thread.acknowledged_at is None and not thread.held_for:
        enqueue("feedback.answering.tasks.thank", thread.pk)


personal.register(
    personal.Part(
        name="reply_drafts",
        label=lambda n: ngettext("%d draft of an answer", "%d drafts of answers", n) % n,
        rows=lambda threads: ReplyDraft.objects.filter(thread__in=threads),
        forget=lambda rows: rows.delete(),
    )
)
