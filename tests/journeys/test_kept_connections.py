"""The web server keeps its connections to SQLite, and nothing that happens around it makes them wrong."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.journeys.front import ask, code
from tests.journeys.house import ROOT, until
from tests.ports import free_port


@pytest.fixture
def house(tmp_path):
    """A web process as the supervisor starts it, with a new database; its address, its process and the file."""
    environment = os.environ | {
        "VAR_DIR": str(tmp_path),
        "SNAPSHOT_DIR": str(tmp_path / "snapshots"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'kept.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface=wsgi", f"--port={port}", "--no-ws", "--blocking-threads=4"]
    process = subprocess.Popen([*command, "config.wsgi:application"], cwd=ROOT, env=environment)
    try:
        site = f"http://127.0.0.1:{port}"
        until(lambda: code(f"{site}/healthz") == 200, 60)
        yield site, process, tmp_path / "kept.sqlite3"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def opened(process: subprocess.Popen, database: Path) -> int:
    """How often the server's processes have the file open."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    links = [link for pid in (process.pid, *children) for link in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(link.exists() and link.resolve() == database.resolve() for link in links)


def test_connections_stay_and_see_what_others_write_and_change(house):
    site, process, database = house
    asked = [threading.Thread(target=ask, args=(f"{site}/feedback/",)) for _each in range(20)]
    for each in asked:
        each.start()
    for each in asked:
        each.join(30)

    assert 1 <= opened(process, database) <= 5, "one for each thread that answers, and the one that looks for news"
    assert ask(f"{site}/feedback/")[0] == 200

    other = sqlite3.connect(database)  # a worker writes, somebody migrates
    with other:
        regions = [("France", "france", 1, "Europe/Paris"), ("Japan", "japan", 2, "Asia/Tokyo")]
        fields = "(name, slug, position, time_zone)"
        other.executemany(f"INSERT INTO incidents_region {fields} VALUES (?, ?, ?, ?)", regions)
        other.execute("ALTER TABLE feedback_thread ADD COLUMN bench_only integer DEFAULT 0")
        other.execute("CREATE INDEX bench_only ON feedback_thread (bench_only)")
    page = ask(f"{site}/feedback/")
    assert (page[0], "Japan" in page[2]) == (200, True)
    assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0, "an idle connection holds no reader"
    assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other.close()


def test_the_queues_processes_fork_and_keep_none():
    told = "from django.db import connection; print(connection.settings_dict['CONN_MAX_AGE'])"
    environment = {**os.environ, "DATABASE_URL": "sqlite:///:memory:"}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", told],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip().splitlines()[-1] == "0"
