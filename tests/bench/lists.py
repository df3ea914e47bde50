"""Scene lists: the inbox, its search and the threads API at a million conversations on PostgreSQL (goal 6).

DATABASE_URL names the server; the scene makes a database of its own there and takes it away again.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.bench.child import goal, measured

ROWS, ROWS_QUICK, ROUNDS = 1_000_000, 20_000, 20
LIST_MS, RARE_MS, FREQUENT_MS = 120, 150, 300
DASHBOARD_MS = 1_000
STATEMENTS, REST_STATEMENTS = 6, 3
KB = 60
# Pages that count: more statements than a list, and slower.
DASHBOARDS = ("home", "measures", "measures_of_a_year")
ONE = ("page", "beside")  # one conversation
NEWEST = "thread_newest"


def run(quick: bool) -> dict[str, Any]:
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return {"left_out": "it is about PostgreSQL: set DATABASE_URL=postgres://… to a server where it may make one"}
    with scratch(server) as url:
        found = measured(
            "tests.bench.lists_inside", ROWS_QUICK if quick else ROWS, 0 if quick else ROUNDS, database=url
        )
    goals = counted(found)
    return {"measured": found, "goals": goals if quick else goals | timed(found)}


@contextmanager
def scratch(server: str) -> Iterator[str]:
    """The address of an empty database beside the one named."""
    name = f"candor_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def counted(found: dict[str, Any]) -> dict[str, Any]:
    """What is the same on a busy machine."""
    staff = {name: each for name, each in found["staff"].items() if name not in DASHBOARDS}
    lists = {name: each for name, each in staff.items() if name not in ONE}
    rare = {name: each for name, each in lists.items() if name.startswith("rare_")}
    # What is never empty: an empty list has nobody to ask about.
    full = {
        name: each for name, each in found["staff"].items() if name.startswith(("queue_", "home", "measures", "page"))
    }
    rest = found["rest"]
    return {
        "statements": goal(max(each["statements"] for each in lists.values()), "<=", STATEMENTS),
        "statements_grow_by": goal(max(each["grown_by"] for each in full.values()), "<=", 0),
        "rest_statements": goal(max(each["statements"] for each in rest.values()), "<=", REST_STATEMENTS),
        "page_kb": goal(round(found["staff"]["page"]["bytes"] / 1000, 1), "<=", KB),
        "without_index": goal(len(coming(staff, "none")) + len(coming(rest, "none")), "<=", 0),
        "rare_words_by_walking": goal(len(coming(rare, NEWEST)), "<=", 0),
    }


def coming(pages: dict[str, Any], way: str) -> list[str]:
    """The pages that come by their rows in that way."""
    return [name for name, each in pages.items() if way in each["ways"]]


def timed(found: dict[str, Any]) -> dict[str, Any]:
    staff, rest = found["staff"], found["rest"]

    def slowest(*beginnings: str) -> float:
        return max(each["p95_ms"] for name, each in staff.items() if name.startswith(beginnings))

    return {
        "list_p95_ms": goal(slowest("queue_", "second_", "filter_", *ONE), "<=", LIST_MS),
        "rare_p95_ms": goal(slowest("rare_"), "<=", RARE_MS),
        "frequent_p95_ms": goal(slowest("frequent_"), "<=", FREQUENT_MS),
        "home_p95_ms": goal(staff["home"]["p95_ms"], "<=", DASHBOARD_MS),
        "measures_p95_ms": goal(staff["measures"]["p95_ms"], "<=", DASHBOARD_MS),
        "deep_of_first": goal(round(rest["deep"]["median_ms"] / rest["first"]["median_ms"], 2), "<=", 1.5),
    }
