"""What the supervisor knows about the worker: signs of life in the database, never guesses.

Every process of a worker writes its sign when it takes or finishes a task (`note`, connected in
config.apps). The supervisor asks for one every few seconds, so that silence means frozen or dead.
"""

import os
import time
from datetime import datetime

from django.utils import timezone

from core.delivery.models import Beat

VARIABLE = "WORKER_BEAT"  # the supervisor names its own worker, so that another machine's does not hide its death
ANY = "worker"
MOST_OFTEN = 3.0  # seconds between two writes of one process
_last_written = 0.0


def note(**_: object) -> None:
    """Write that this worker lives; cheap enough to be called at every task."""
    global _last_written
    if time.monotonic() - _last_written < MOST_OFTEN:
        return
    _last_written = time.monotonic()
    for name in dict.fromkeys((ANY, os.environ.get(VARIABLE, ANY))):
        write(name, at=timezone.now())


def write(name: str, *, at: datetime) -> None:
    Beat.objects.update_or_create(name=name, defaults={"at": at, "ok": True})


def last(name: str) -> datetime | None:
    return Beat.objects.filter(name=name).values_list("at", flat=True).first()


def forget(name: str) -> None:
    """A worker stopped on purpose is not missed."""
    Beat.objects.filter(name=name).delete()
