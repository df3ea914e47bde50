"""Scene snapshot: from "published" to bytes in front of readers (goal 3)."""

from tests.bench.child import measured

P95_MS, STATEMENTS = 60, 8


def run(quick: bool) -> dict:
    """Rebuild times in ms after each of many updates, with few and with many old incidents."""
    many = 2_000 if quick else 10_000
    rounds = 30 if quick else 100
    found = {str(old): measured("tests.bench.snapshot_inside", old, rounds) for old in (10, many)}
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
