"""What tests.bench.imports measures, with Django set up."""

import copy
import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from core.actor import SYSTEM
from incidents.imports import actions, statuspage
from tests.bench.child import ROOT, prepared

WHOLE = Path(os.environ.get("CANDOR_HISTORY", ROOT.parent / "shared/data/history"), "statuspage-incidents.json")
SAMPLE = ROOT / "tests/data/statuspage-history.json"


def document(count: int) -> tuple[dict[str, Any], str]:
    """The real history where it is at hand, else the sample repeated under new identifiers."""
    if WHOLE.exists():
        whole = json.loads(WHOLE.read_text())
        return {**whole, "incidents": whole["incidents"][:count]}, "the whole history"
    sample = json.loads(SAMPLE.read_text())
    incidents = []
    for number in range(count):
        incident = copy.deepcopy(sample["incidents"][number % len(sample["incidents"])])
        incident["id"] = f"b{number:07d}"
        for index, update in enumerate(incident["incident_updates"]):
            update["id"] = f"u{number:05d}{index:03d}"
        incidents.append(incident)
    return {**sample, "incidents": incidents}, "the sample, repeated"


def measure(size: int) -> dict[str, Any]:
    prepared()
    data, source = document(size)
    times: list[float] = []

    def bring() -> tuple[Any, float]:
        start, cpu = time.perf_counter(), time.process_time()
        report = actions.import_statuspage(export=statuspage.read(data), by=SYSTEM, at=timezone.now())
        times.append(round(time.process_time() - cpu, 2))
        return report, round(time.perf_counter() - start, 2)

    statements: Counter[str] = Counter()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements["all"] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):  # not CaptureQueriesContext: writing each statement down costs seconds
        first, seconds = bring()
    again, seconds_again = bring()
    return {
        "source": source,
        "incidents": first.created,
        "updates": first.updates_created,
        "not_placed": len(first.problems),
        "seconds": seconds,
        "seconds_again": seconds_again,
        "cpu_seconds": times[0],
        "changed_again": again.created + again.updated + again.updates_created + again.updates_changed,
        "statements": statements["all"],
        "statements_per_incident": round(statements["all"] / max(first.created, 1), 2),
    }
