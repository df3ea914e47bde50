"""Run a measuring function in a process and a database of its own; both ends print and read JSON."""

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """What `python -m module arguments` printed as its last line."""
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as name:
        environment = os.environ | {
            "VAR_DIR": name,
            "SNAPSHOT_DIR": f"{name}/snapshots",
            "DATABASE_URL": f"sqlite:///{name}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip()[-2000:])
        return json.loads(done.stdout.splitlines()[-1])


def prepared(*, defaults: bool = True) -> None:
    """In the child: Django is set up, the tables are there, and the defaults of `bootstrap`."""
    import django  # noqa: PLC0415  (only in the child process)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    if defaults:
        call_command("bootstrap", stdout=io.StringIO())


def goal(value: float, sign: str, limit: float) -> dict[str, Any]:
    return {
        "value": value,
        "goal": f"{sign} {limit}",
        "met": value >= limit if sign == ">=" else value <= limit,
    }
