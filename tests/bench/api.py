"""Scene api: lists of the REST API at any length and depth, and the price of declaring (goals 5 and 6)."""

from typing import Any

from tests.bench.child import goal, measured


def run(quick: bool) -> dict[str, Any]:
    found = measured("tests.bench.api_inside", 2_000 if quick else 20_000, 20 if quick else 100)
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
