"""Keep the programs running: start, notice death and silence, start again, stop in good order."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_q.models import OrmQ

from config.supervision import life
from config.supervision.children import Child
from core.web import queue

TICK = 0.5
SILENCE = 45.0  # seconds; noticed, killed and started again within 60
GRACE = 20.0  # seconds to stop in good order
LOCK_SECONDS = 2
LONG_QUEUE = 500  # waiting tasks above which no further wake-up is of use


def say(sentence: str) -> None:
    print(f"supervisor: {sentence}", file=sys.stderr, flush=True)


class Supervisor:
    """Runs until a signal asks it to stop. Holds no state that a restart would miss."""

    def __init__(self, children: Iterable[Child], *, wakeups: Mapping[str, int], silence: float = SILENCE) -> None:
        self.children = list(children)
        self.wakeups = dict(wakeups)
        self.silence = silence
        self.stopping = threading.Event()
        self.next_wakeup = dict.fromkeys(self.wakeups, 0.0)

    def run(self, *, when_started: Callable[[], None] = lambda: None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        self._wait_briefly_for_locks()
        for child in self.children:
            child.start(time.monotonic())
        when_started()
        try:
            while not self.stopping.wait(TICK):
                self.tick(time.monotonic())
        finally:
            self.stop()

    def tick(self, now: float) -> None:
        for child in self.children:
            self._keep(child, now)
        try:
            close_old_connections()
            for child in self.children:
                if life.VARIABLE in child.extra and child.alive:
                    self._listen(child, now)
        except DatabaseError as error:
            # Without a database nobody can give a sign: the clock of silence starts anew afterwards.
            self._pardon(now)
            say(f"the database does not answer: {error}".strip())
            self.stopping.wait(5)
            return
        try:
            self._wake(now)
        except DatabaseError as error:
            # A frozen worker may hold SQLite's one write lock. Reading goes on, so its silence is still heard.
            say(f"a wake-up could not be left: {error}".strip())

    def _wait_briefly_for_locks(self) -> None:
        """Whoever listens for silence must not itself be held up by it; PostgreSQL has no such lock."""
        if connection.vendor == "sqlite":
            connection.close()
            connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "timeout": LOCK_SECONDS}

    def _keep(self, child: Child, now: float) -> None:
        if child.alive:
            return
        if child.due == 0.0:
            code = child.process.returncode if child.process else None
            child.kill_group()  # what the dead leader left behind must not work beside its successor
            pause = child.schedule_restart(now)
            say(f"{child.name} ended with code {code}; starting it again in {pause:.0f} s")
        elif now >= child.due:
            child.due = 0.0
            child.start(now)

    def _wake(self, now: float) -> None:
        due = [name for name, at in self.next_wakeup.items() if now >= at]
        if not due:
            return
        crowded = OrmQ.objects.count() > LONG_QUEUE
        for name in due:
            self.next_wakeup[name] = now + self.wakeups[name]
            if not crowded:
                queue.enqueue(name)

    def _listen(self, child: Child, now: float) -> None:
        """Kill the whole group after too long a silence: one killed idle process freezes its cluster."""
        if now - child.started < self.silence:
            return
        last = life.last(child.extra[life.VARIABLE])
        if last is not None and timezone.now() - last < timedelta(seconds=self.silence):
            return
        say(f"{child.name} gave no sign of life for {self.silence:.0f} s; killing its processes and starting again")
        child.kill_group()
        child.start(now)

    def _pardon(self, now: float) -> None:
        for child in self.children:
            child.started = max(child.started, now)

    def stop(self) -> None:
        """Ask all to finish, wait, kill what remains; then no sign of life is expected any more."""
        for child in self.children:
            child.ask_to_stop()
        end = time.monotonic() + GRACE
        while any(child.alive for child in self.children) and time.monotonic() < end:
            time.sleep(0.1)
        for child in self.children:
            child.kill_group()
            if life.VARIABLE in child.extra:
                try:
                    life.forget(child.extra[life.VARIABLE])
                except DatabaseError:
                    say("the database does not answer; the worker's last sign of life stays")
        say("stopped")
