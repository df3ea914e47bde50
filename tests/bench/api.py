"""Scene api: lists of the REST API at any length and depth, and the price of declaring (goals 5 and 6)."""

import json
import statistics
import sys
import time
from typing import Any

from tests.bench.child import goal, measured, prepared

FIRST = "/api/v1/incidents/"


def run(quick: bool) -> dict[str, Any]:
    found = measured("tests.bench.api", "2000" if quick else "20000", "20" if quick else "100")
    statements = found["statements"]
    return {
        "measured": found,
        "goals": {
            "list_statements_grow_by": goal(statements["500_rows"] - statements["50_rows"], "<=", 0),
            "list_statements": goal(max(statements["1_row"], statements["50_rows"], statements["500_rows"]), "<=", 3),
            "deep_of_first": goal(round(found["deep_ms"] / found["first_ms"], 2), "<=", 1.5),
            "detail_statements": goal(statements["detail"], "<=", 9),
        },
    }


def measure(rows: int, rounds: int) -> dict[str, Any]:
    prepared(defaults=False)
    from datetime import timedelta  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from tests.bench import world  # noqa: PLC0415
    from tests.factories import accounts  # noqa: PLC0415

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


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
