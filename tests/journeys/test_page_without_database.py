"""The page stands while the database does not: a real server, a real closed port."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from incidents.statuspages import bundle, shelf, snapshot
from tests.factories import catalogue
from tests.factories import statuspages as told
from tests.journeys.house import ROOT
from tests.ports import free_port

pytestmark = pytest.mark.django_db


def get(url: str):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status, dict(answer.headers), answer.read().decode()


@pytest.fixture
def server(tmp_path, noon):
    """A web process that starts with a bundle on disk and nobody behind the database's port."""
    told.statuspage()
    incident = told.incident()
    told.harm(incident, catalogue.component())
    told.update(incident, "Some viewers cannot start a film.")
    shelf.put(tmp_path, bundle.pack(snapshot.build(sequence=7, at=noon, previous=None)))
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": f"postgres://candor@127.0.0.1:{free_port()}/candor",
        "SNAPSHOT_DIR": str(tmp_path),
        "VAR_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--port={port}",
        "--no-ws",
        "config.wsgi:application",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield f"http://127.0.0.1:{port}"
    process.send_signal(signal.SIGTERM)
    process.wait(10)


def test_readers_get_the_last_page_and_its_age(server):
    deadline = time.monotonic() + 30
    while True:
        try:
            status, headers, page = get(f"{server}/")
            break
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline
            time.sleep(0.2)

    assert status == 200
    assert "Some viewers cannot start a film." in page
    assert int(headers["x-candor-snapshot-age"]) > 3600
    time.sleep(1.5)  # the look for news has met the closed port by now
    assert get(f"{server}/api/v2/summary.json")[0] == 200
