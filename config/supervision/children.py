"""One program the supervisor keeps running, with everything that program forks."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0  # seconds between two starts of something that keeps dying
STEADY_AFTER = 60.0  # seconds of life after which a death no longer counts as "again"
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Ask Linux to end this child when the supervisor itself is killed, so that no orphan keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A command in a process group of its own: a signal to the group reaches all it has forked."""

    name: str
    command: Sequence[str]
    extra: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = 1.0
    starts: int = 0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, now: float) -> None:
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.extra},
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self.started = now
        self.starts += 1

    def schedule_restart(self, now: float) -> float:
        """Decide when to start again: at once after a long life, ever later after short ones."""
        self.pause = 1.0 if now - self.started > STEADY_AFTER else min(self.pause * 2, LONGEST_PAUSE)
        self.due = now + self.pause
        return self.pause

    def ask_to_stop(self) -> None:
        """SIGTERM to the leader only: it ends its own workers in good order."""
        if self.alive:
            self.process.send_signal(signal.SIGTERM)

    def kill_group(self) -> None:
        """End the program and all it forked; also one that is frozen or has lost its leader."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
