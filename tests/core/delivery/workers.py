"""Real worker processes for crash tests: they do what a queue worker does, on the test's database.

Run as `python -m tests.core.delivery.workers SECONDS JSON`: pulses and drains until killed or for
SECONDS. JSON: figures of delivery; "skew" shifts this process's clock by seconds; "poison" is an
address under which the process kills itself, as a fault in a C library would.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

import time_machine
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from django_q.models import OrmQ

from core.delivery import breaker, channels, drain, tasks, upkeep
from core.delivery.models import Delivery
from core.delivery.states import OPEN


def environment() -> dict[str, str]:
    """Of this test run, with the test's database in place of the product's."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{known['NAME']}"
    else:
        user = f"{known['USER']}:{known['PASSWORD']}@" if known["PASSWORD"] else f"{known['USER']}@"
        url = f"postgres://{user}{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": url,
        "VAR_DIR": str(settings.VAR_DIR),
        "LOG_LEVEL": "ERROR",
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "OUTBOUND_ALLOW": "127.0.0.0/8",
    }


def start(seconds: float = 120, **plan: Any) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.core.delivery.workers", str(seconds), json.dumps(plan)]
    return subprocess.Popen(command, env=environment(), cwd=settings.BASE_DIR, stdout=subprocess.PIPE)


def kill(worker: subprocess.Popen) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()


@contextmanager
def working(number: int, **plan: Any) -> Iterator[list[subprocess.Popen]]:
    workers = [start(**plan) for _ in range(number)]
    try:
        yield workers
    finally:
        for worker in workers:
            kill(worker)


def all_told() -> bool:
    """Nothing is open, and every broadcast has its rows."""
    return not upkeep.unfanned() and not Delivery.objects.filter(state__in=OPEN).exists()


def wait_until(happened: Any, *, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.1)
    return False


def forget_the_queue() -> None:
    """As if the broker had lost every wake-up."""
    OrmQ.objects.all().delete()


def kill_at_random(workers: list[subprocess.Popen], *, until: Any, seconds: float = 120, **plan: Any) -> int:
    """SIGKILL one of them after 0.2 to 0.6 s of work and start another in its place; the number of kills.

    On a busy machine a start takes longer than that: a worker killed before it works proves nothing.
    """
    kills = 0
    end = time.monotonic() + seconds
    while not until() and time.monotonic() < end:
        victim = random.randrange(len(workers))
        workers[victim].stdout.readline()  # "ready"
        time.sleep(random.uniform(0.2, 0.6))
        kill(workers[victim])
        kills += 1
        workers[victim] = start(**plan)
    return kills


def work(seconds: float, plan: dict[str, Any]) -> None:
    """What pulse, sweep and queue make a worker do, in one loop."""
    settings.DELIVERY = {"DRAINS": 8, **plan.get("figures", {})}
    if poison := plan.get("poison"):
        _poison(poison)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for broadcast_id in upkeep.unfanned():
            tasks.fan_out(broadcast_id)
        for channel in ("email", "webhook"):
            if breaker.gate(channel) is breaker.Gate.OPEN:
                drain.drain(channel)
        time.sleep(0.05)


def _poison(address: str) -> None:
    email = channels.get("email")
    deliver = email.deliver

    def deadly(parcels: list, run: Any) -> None:
        for parcel in parcels:
            if parcel.claimed.address == address:
                run.begin(parcel)
                os.kill(os.getpid(), signal.SIGKILL)
        deliver(parcels, run)

    email.deliver = deadly


def main(seconds: float, plan: dict[str, Any]) -> None:
    print("ready", flush=True)
    shift = plan.get("skew", 0)
    if not shift:
        while True:
            try:
                return work(seconds, plan)
            except django.db.DatabaseError as error:  # a worker of the queue lives on, too
                print(f"worker: {error}", file=sys.stderr)
                connections.close_all()
                time.sleep(0.5)
    with time_machine.travel(timezone.now() + timedelta(seconds=shift)):
        return work(seconds, plan)


if __name__ == "__main__":
    main(float(sys.argv[1]), json.loads(sys.argv[2]))
