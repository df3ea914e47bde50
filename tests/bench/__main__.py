"""`make bench [SCENE=name] [QUICK=1]`: run the scenes, judge them, print one JSON document.

Each scene stands beside its limits in the same run. `floors.json` holds what may not get worse; a
goal that is missed is printed, a floor that is missed ends with an error. Quick mode judges only
what is stable on a busy machine: counts, bytes, duplicates.
"""

import argparse
import importlib
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCENES = {
    "http": "tests.bench.http",
    "snapshot": "tests.bench.snapshot",
    "intake": "tests.bench.intake",
    "fanout": "tests.bench.fanout",
    "import": "tests.bench.imports",
    "api": "tests.bench.api",
    "wording": "tests.bench.wording",
    "waves": "tests.bench.waves",
    "lists": "tests.bench.lists",
    "search": "tests.bench.search",
}
FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text())


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--scene", choices=SCENES, action="append", help="one scene (may be repeated); all by default")
    parser.add_argument("--quick", action="store_true", help="short, and judged by stable figures only")
    options = parser.parse_args()
    mode = "quick" if options.quick else "full"
    scenes = {name: play(name, options.quick, mode) for name in options.scene or SCENES}
    missed = [f"{name}.{goal}" for name, scene in scenes.items() for goal in scene.get("below_floor", ())]
    document = {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "load": [round(each, 1) for each in os.getloadavg()],
        "mode": mode,
        "scenes": scenes,
        "below_floor": missed,
        "passed": not missed,
    }
    print(json.dumps(document, indent=1))
    return 1 if missed else 0


def play(name: str, quick: bool, mode: str) -> dict[str, Any]:
    """One scene with its seconds; a scene that breaks is below every floor."""
    print(f"bench: {name} ...", file=sys.stderr, flush=True)
    start = time.monotonic()
    try:
        found = importlib.import_module(SCENES[name]).run(quick)
    except Exception as error:
        found = {"error": f"{type(error).__name__}: {error}", "below_floor": ["ran at all"]}
    found["seconds"] = round(time.monotonic() - start, 1)
    if "goals" in found:
        found["below_floor"] = below(found["goals"], FLOORS.get(name, {}).get(mode, {}))
    return found


def below(goals: dict[str, dict[str, Any]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Names of goals whose value is outside its floor, or that were not measured."""
    return [
        name
        for name, floor in floors.items()
        if name not in goals
        or goals[name]["value"] < floor.get("min", float("-inf"))
        or goals[name]["value"] > floor.get("max", float("inf"))
    ]


if __name__ == "__main__":
    sys.exit(main())
