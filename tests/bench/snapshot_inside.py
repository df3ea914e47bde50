"""What tests.bench.snapshot measures, with Django set up."""

import statistics
import time
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import memory
from incidents.statuspages import actions
from incidents.statuspages.models import Publication
from tests.bench import world
from tests.bench.child import prepared
from tests.factories import statuspages as told


def measure(old: int, rounds: int) -> dict:
    prepared(defaults=False)
    now = timezone.now()
    incidents = world.build(now, old=10)
    world.more_old(old - 10, before=now - timedelta(days=11))
    actions.rebuild(at=now, even_if_current=True)
    memory.settle()  # as config.wsgi does
    times, cpu, statements = [], [], 0
    for index in range(rounds):
        at = now + timedelta(seconds=index)
        news = dict.fromkeys(world.LANGUAGES, f"News {index}: the part comes back step by step.")
        told.update(incidents[index % len(incidents)], news, at=at, next_update_at=at + timedelta(minutes=30))
        Publication.objects.update(wanted=F("wanted") + 1)
        start, spent = time.perf_counter(), time.process_time()
        actions.rebuild(at=at)
        cpu.append((time.process_time() - spent) * 1000)
        times.append((time.perf_counter() - start) * 1000)
        if index == rounds - 1:
            Publication.objects.update(wanted=F("wanted") + 1)
            with CaptureQueriesContext(connection) as queries:
                actions.rebuild(at=at)
            statements = len(queries)
    return summary(times[3:], cpu[3:], statements, now)


def summary(times: list[float], cpu: list[float], statements: int, started: datetime) -> dict:
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "cpu_median_ms": round(statistics.median(cpu), 1),
        "cpu_p95_ms": round(statistics.quantiles(cpu, n=20)[-1], 1),
        "statements": statements,
        "rebuilds": len(times),
        "started": started.isoformat(timespec="seconds"),
    }
