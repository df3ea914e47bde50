"""Scene intake: what a message costs, and whether readers notice that thousands write (goal 5, case F01)."""

import asyncio
import json
import os
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench.child import ROOT, goal, inside, measured
from tests.bench.http import JSON_PATH, Server, granian, wrk

RATIO, KEPT = 0.75, 0.5
WORDS = "The film stops after two minutes on my television."


def run(quick: bool) -> dict[str, Any]:
    """Each door beside the smallest one that does the same; then a flood at a steady rate behind one address."""
    doors = measured("tests.bench.intake_inside", 60 if quick else 400)
    flood = flooded(per_second=17, seconds=6 if quick else 60)
    surge = {} if quick else {"surge": flooded(per_second=50, seconds=20)}
    fresh, kept = doors["cpu_ms_fresh"], doors["cpu_ms_kept"]
    return {
        "measured": {"doors": doors, "flood": flood, **surge},
        "goals": {
            "form_statements": goal(doors["statements"]["form"], "<=", 4),
            "form_commits": goal(doors["commits"]["form"], "<=", 1),
            "rest_statements": goal(doors["statements"]["rest"], "<=", 4),
            "form_of_smallest": goal(round(fresh["smallest_form"] / fresh["form"], 2), ">=", RATIO),
            "rest_of_smallest": goal(round(fresh["smallest_rest"] / fresh["rest"], 2), ">=", RATIO),
            # Where connections are kept both are faster, the smallest most: it does little but open one.
            "form_of_smallest_kept": goal(round(kept["smallest_form"] / kept["form"], 2), ">=", RATIO),
            "rest_of_smallest_kept": goal(round(kept["smallest_rest"] / kept["rest"], 2), ">=", RATIO),
            "lost": goal(flood["sent"] - flood["kept"], "<=", 0),
            "slowest_percent_ms": goal(flood["p99_ms"], "<=", 1_000),
            "json_of_free": goal(round(flood["json_rate"] / flood["json_rate_free"], 2), ">=", KEPT),
        },
    }


def flooded(*, per_second: int, seconds: int) -> dict[str, Any]:
    """What readers get and what writers wait while `per_second` messages come for so many `seconds`."""
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as name:
        environment = os.environ | {
            "VAR_DIR": name, "SNAPSHOT_DIR": f"{name}/snapshots", "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DATABASE_URL": f"sqlite:///{name}/bench.sqlite3", "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR",
            "ALLOWED_HOSTS": "*",
        }  # fmt: skip
        command = inside("tests.bench.intake_world", per_second * seconds)
        made = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
        tokens = json.loads(made.stdout.splitlines()[-1])["tokens"]
        with granian("config.wsgi:application", environment) as server:
            urllib.request.urlopen(server.url("/feedback/")).close()
            free = wrk(server, JSON_PATH, 32, max(3, seconds // 6))
            with ThreadPoolExecutor(1) as apart:
                writers = apart.submit(asyncio.run, crowd(server, tokens, per_second))
                time.sleep(0.5)
                loaded = wrk(server, JSON_PATH, 32, seconds - 1)
                took = writers.result()
        kept, held = counted(Path(name) / "bench.sqlite3")
    return {
        "sent": len(tokens),
        "kept": kept,
        "held": held,
        "median_ms": round(sorted(took)[len(took) // 2] * 1000),
        "p99_ms": round(sorted(took)[int(len(took) * 0.99)] * 1000),
        "json_rate_free": free["rate"],
        "json_rate": loaded["rate"],
        "json_errors": loaded["errors"],
    }


async def crowd(server: Server, tokens: list[str], per_second: int) -> list[float]:
    """Seconds each writer waited; each comes at his time, whether or not those before were answered."""
    began, took = time.monotonic(), []

    async def write(number: int) -> None:
        await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
        asked = time.monotonic()
        await post(server.port, tokens[number], number)
        took.append(time.monotonic() - asked)

    await asyncio.gather(*(write(number) for number in range(len(tokens))))
    return took


async def post(port: int, token: str, number: int) -> str:
    """The status line that answers one whole form."""
    data = {"step": "2", "token": token, "about": "broken", "text": f"{WORDS} ({number})", "reply_by": "email"}
    body = urlencode(data | {"email": f"ana{number}@example.org", "name": "Ana", "language": "en"}).encode()
    head = f"POST /en/feedback/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
        line = await reader.readline()
        await reader.read()
    finally:
        writer.close()
    return line.decode()


def counted(database: Path) -> tuple[int, int]:
    """How many were kept, and how many of them were held."""
    rows = sqlite3.connect(database)
    try:
        return rows.execute(
            "SELECT COUNT(DISTINCT text), SUM(held_for != '') FROM feedback_message"
            " JOIN feedback_thread ON feedback_thread.id = thread_id"
        ).fetchone()
    finally:
        rows.close()
