"""What the community's search knows of a conversation."""

from datetime import datetime

from django.db import transaction

from feedback.community.actions.steps import renewed
from feedback.threads import actions as threads
from feedback.threads.models import Thread


@transaction.atomic
def read_anew(*, thread: Thread, at: datetime) -> None:
    """Under the thread's lock: what is being written right now is in it, or asks for it again."""
    renewed(threads.locked(thread), at)
