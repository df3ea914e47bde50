"""A real worker process that works a closing ledger off, to be killed in the middle.

Run as `python -m tests.feedback.loop.workers RUN`: says "ready", then tells one customer after the other.
"""

import subprocess
import sys

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.utils import timezone

from feedback.loop import actions
from feedback.loop.models import ClosingRun
from tests.core.delivery import workers


def start(run: ClosingRun) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.feedback.loop.workers", str(run.pk)]
    environment = {**workers.environment(), "LOG_LEVEL": "CRITICAL"}
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE)


def main(pk: int) -> None:
    print("ready", flush=True)
    run = ClosingRun.objects.select_related("incident").get(pk=pk)
    while actions.work(run=run, at=timezone.now(), seconds=5):
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]))
