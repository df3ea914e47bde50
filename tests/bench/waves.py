"""Scene waves: replay of realistic weeks with hidden outages; how late they are noticed, and how often for nothing."""

from typing import Any

from tests.bench.child import goal, measured

WEEKS, WEEKS_QUICK = 8, 2
FALSE_A_WEEK = 0.5
MINUTES = {"small": 25, "medium": 10, "large": 5, "huge": 3}  # from the outage's start, the middle of all
FOUND = {"small": 0.6, "medium": 0.9, "large": 1.0, "huge": 1.0}  # share of the outages noticed at all


def run(quick: bool) -> dict[str, Any]:
    found = measured("tests.bench.waves_inside", WEEKS_QUICK if quick else WEEKS)
    goals = {"false_alarms_a_week": goal(found["false_alarms_a_week"], "<=", FALSE_A_WEEK)}
    goals["proposals_per_outage"] = goal(found["proposals_per_outage_found"], "<=", 1.1)
    for size, minutes in MINUTES.items():
        seen = found["sizes"].get(size)
        if seen and seen["median_minutes"] is not None:
            goals[f"{size}_minutes"] = goal(seen["median_minutes"], "<=", minutes)
        if seen:
            goals[f"{size}_found"] = goal(seen["found"] / seen["outages"], ">=", FOUND[size])
    return {"measured": found, "goals": goals}
