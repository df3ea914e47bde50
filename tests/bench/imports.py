"""Scene import: a history of 607 incidents and 3,280 updates, and the same file once more (goal 7)."""

from typing import Any

from tests.bench.child import goal, measured

INCIDENTS = 607


def run(quick: bool) -> dict[str, Any]:
    found = {str(count): measured("tests.bench.imports_inside", count) for count in (100, INCIDENTS)}
    few, all_of_them = found["100"], found[str(INCIDENTS)]
    growth = all_of_them["statements_per_incident"] / max(few["statements_per_incident"], 0.01)
    return {
        "measured": found,
        "goals": {
            "seconds": goal(all_of_them["seconds"], "<=", 10),
            "cpu_seconds": goal(all_of_them["cpu_seconds"], "<=", 10),
            "seconds_again": goal(all_of_them["seconds_again"], "<=", 10),
            "changed_again": goal(all_of_them["changed_again"], "<=", 0),
            "not_placed": goal(all_of_them["not_placed"], "<=", 0),
            "statements_per_incident": goal(all_of_them["statements_per_incident"], "<=", 1),
            "statements_of_607_against_100": goal(round(growth, 2), "<=", 1.1),
        },
    }
