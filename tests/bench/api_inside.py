"""What tests.bench.api measures, with Django set up."""

import statistics
import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench import world
from tests.bench.child import prepared
from tests.factories import accounts

FIRST = "/api/v1/incidents/"


def measure(rows: int, rounds: int) -> dict[str, Any]:
    prepared(defaults=False)
    now = timezone.now()
    world.build(now, old=0)
    world.more_old(rows, before=now - timedelta(days=1))
    client = Client(HTTP_HOST="127.0.0.1", **accounts.authorization("incidents:read", "incidents:write"))

    def get(path: str) -> dict[str, Any]:
        answer = client.get(path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            get(path)
        return len(queries)

    def milliseconds(path: str) -> float:
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            get(path)
            times.append((time.perf_counter() - start) * 1000)
        return round(statistics.median(times), 2)

    deep = get(FIRST)
    while deep["next"]:
        last, deep = deep, get(deep["next"])
    first = get(FIRST)
    reference = first["results"][0]["reference"]
    return {
        "rows": rows,
        "statements": {
            "1_row": statements(f"{FIRST}?page_size=1"),
            "50_rows": statements(f"{FIRST}?page_size=50"),
            "500_rows": statements(f"{FIRST}?page_size=500"),
            "detail": statements(f"{FIRST}{reference}/"),
        },
        "first_ms": milliseconds(FIRST),
        "deep_ms": milliseconds(
            last["next"] if len(deep["results"]) == len(first["results"]) else last["previous"] or FIRST
        ),
        "detail_ms": milliseconds(f"{FIRST}{reference}/"),
    }
