"""Scene snapshot: from "published" to bytes in front of readers (goal 3)."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
P95_MS, STATEMENTS = 60, 8


def run(quick: bool) -> dict:
    """Rebuild times in ms after each of many updates, with few and with many old incidents."""
    many = 2_000 if quick else 10_000
    rounds = 30 if quick else 100
    found = {str(old): child(old, rounds) for old in (10, many)}
    few, lots = found["10"], found[str(many)]
    goals = {
        "p95_ms": (max(few["p95_ms"], lots["p95_ms"]), P95_MS),
        "statements": (max(few["statements"], lots["statements"]), STATEMENTS),
        "many_of_few": (round(lots["median_ms"] / few["median_ms"], 2), 1.3),
    }
    return {
        "measured": found,
        "goals": {name: {"value": v, "goal": f"<= {limit}", "met": v <= limit} for name, (v, limit) in goals.items()},
    }


def child(old: int, rounds: int) -> dict:
    """One world in a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as name:
        environment = os.environ | {
            "VAR_DIR": name, "SNAPSHOT_DIR": f"{name}/snapshots", "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{name}/bench.sqlite3", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.snapshot", str(old), str(rounds)]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
        return json.loads(done.stdout.splitlines()[-1])


def measure(old: int, rounds: int) -> dict:
    import django  # noqa: PLC0415  (only in the child process)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.models import F  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from incidents.statuspages import actions  # noqa: PLC0415
    from incidents.statuspages.models import Publication  # noqa: PLC0415
    from tests.bench import world  # noqa: PLC0415
    from tests.factories import statuspages as told  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    now = timezone.now()
    incidents = world.build(now, old=10)
    world.more_old(old - 10, before=now - timedelta(days=11))
    actions.rebuild(at=now, even_if_current=True)
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


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
    else:
        print(json.dumps(run(quick="--quick" in sys.argv), indent=1))
