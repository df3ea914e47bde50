"""The supervisor against real processes: killed, frozen, stopped."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.supervision import watch
from tests.architecture.source import ROOT

pytestmark = pytest.mark.crash
SILENCE = 8


class House:
    """A supervisor with a worker and a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "candor.sqlite3"
        self.env = {**os.environ, "VAR_DIR": str(folder), "LOG_LEVEL": "WARNING"}
        self.env.pop("DATABASE_URL", None)
        self.run("migrate", "--noinput", "-v0")
        command = [sys.executable, ROOT / "manage.py", "supervise", "--only", "worker", f"--silence={SILENCE}"]
        self.supervisor = subprocess.Popen(command, env=self.env, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, ROOT / "manage.py", *arguments], env=self.env, check=True, cwd=ROOT)

    def beats(self) -> dict[str, str]:
        with sqlite3.connect(self.database, timeout=20) as connection:
            return dict(connection.execute("SELECT name, at FROM core_beat").fetchall())

    def leader(self) -> int:
        """The process id, and group, of the running worker; 0 when there is none."""
        out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.supervisor.pid)], capture_output=True, text=True)
        return int(out.stdout.split()[0]) if out.stdout.split() else 0

    def group(self, leader: int) -> list[int]:
        """Whoever still runs in the group; a zombie waiting to be reaped does not."""
        out = subprocess.run(["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True).stdout
        rows = [line.split() for line in out.splitlines()]
        return [int(pid) for pid, group, state in rows if int(group) == leader and not state.startswith("Z")]


def until(truth: Callable[[], object], seconds: float) -> float:
    """Wait for `truth` and tell how long it took."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if truth():
            return time.monotonic() - start
        time.sleep(0.2)
    pytest.fail(f"did not come true within {seconds} s")


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    house = House(tmp_path)
    try:
        until(lambda: "worker" in house.beats(), 30)
        yield house
    finally:
        leader = house.leader()
        house.supervisor.kill()
        if leader:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(leader, signal.SIGKILL)  # first: it holds the other end of the supervisor's pipe
        house.supervisor.communicate(timeout=10)


def expect_a_new_worker(house: House, old: int, seconds: float) -> None:
    until(lambda: house.leader() not in (0, old), seconds)
    before = house.beats()["worker"]
    until(lambda: house.beats()["worker"] > before, 20)
    assert house.group(old) == []


def test_the_default_silence_leaves_time_to_start_again_within_a_minute():
    assert watch.SILENCE + 10 < 60


def test_a_killed_worker_is_started_again(house):
    old = house.leader()

    os.kill(old, signal.SIGKILL)

    expect_a_new_worker(house, old, 10)


def test_a_frozen_worker_is_killed_with_all_it_forked_and_started_again(house):
    old = house.leader()

    os.killpg(old, signal.SIGSTOP)

    expect_a_new_worker(house, old, SILENCE + 10)


def test_a_worker_frozen_with_the_write_lock_in_its_hand_is_killed_all_the_same(house):
    old = house.leader()

    with contextlib.closing(sqlite3.connect(house.database, timeout=20, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        os.killpg(old, signal.SIGSTOP)
        until(lambda: house.leader() not in (0, old), SILENCE + 10)
        held.execute("ROLLBACK")

    before = house.beats()["worker"]
    until(lambda: house.beats()["worker"] > before, 30)


def test_a_cluster_that_lost_its_processes_is_started_again(house):
    old = house.leader()
    sentinel = next(pid for pid in house.group(old) if pid != old)

    os.kill(sentinel, signal.SIGKILL)

    expect_a_new_worker(house, old, SILENCE + 10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_in_good_order(house, number):
    leader = house.leader()

    house.supervisor.send_signal(number)

    assert house.supervisor.wait(timeout=watch.GRACE + 10) == 0
    assert house.group(leader) == []
    assert not any(name.startswith("worker:") for name in house.beats())


def test_a_killed_supervisor_leaves_no_orphan(house):
    leader = house.leader()

    house.supervisor.kill()

    until(lambda: house.group(leader) == [], watch.GRACE + 10)
