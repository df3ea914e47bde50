"""Run a measuring function in a process and a database of its own; both ends print and read JSON."""

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def measured(module: str, *numbers: int, database: str = "") -> dict[str, Any]:
    """What `module.measure(*numbers)` returned there; on SQLite unless the address of another `database` is given."""
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as name:
        environment = os.environ | {
            "VAR_DIR": name,
            "SNAPSHOT_DIR": f"{name}/snapshots",
            "DATABASE_URL": database or f"sqlite:///{name}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "LOG_LEVEL": "ERROR",
        }
        command = inside(module, *numbers)
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip()[-2000:])
        return json.loads(done.stdout.splitlines()[-1])


def inside(module: str, *numbers: int) -> list[str]:
    """The command of the child: see tests.bench.inside."""
    return [sys.executable, "-m", "tests.bench.inside", module, *map(str, numbers)]


def prepared(*, defaults: bool = True) -> None:
    """In the child: the tables are there, and the defaults of `bootstrap`."""
    call_command("migrate", interactive=False, verbosity=0)
    if defaults:
        call_command("bootstrap", stdout=io.StringIO())


def goal(value: float, sign: str, limit: float) -> dict[str, Any]:
    return {
        "value": value,
        "goal": f"{sign} {limit}",
        "met": value >= limit if sign == ">=" else value <= limit,
    }
