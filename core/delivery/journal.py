"""What a worker has begun and finished, on its own disk, before the database knows.

Deliveries are settled 500 at a time. Without a journal a killed worker would leave up to 500 sent
messages looking unsent, and they would be sent twice. A line is written as soon as the other side
has answered; it survives kill -9 (the kernel has it), and the lock on the file tells the next
worker of this machine that the writer is dead. So a kill costs one duplicate at most: the message
that was under way.
"""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import connection

from core.delivery.replies import Outcome, Result


def folder() -> Path:
    """Journals and locks of this machine's workers on this database, and no other."""
    known = connection.settings_dict
    database = sha256(f"{known['ENGINE']} {known['HOST']} {known['PORT']} {known['NAME']}".encode()).hexdigest()[:12]
    path = Path(settings.VAR_DIR) / "delivery" / database
    path.mkdir(parents=True, exist_ok=True)
    return path


def new_owner() -> str:
    """A random name for one run of one worker (at most 40 characters)."""
    return f"{socket.gethostname()[:16]}-{os.getpid()}-{secrets.token_hex(6)}"


class Journal:
    """One run's journal; as a context manager it disappears unless its run failed."""

    def __init__(self, owner: str) -> None:
        self.path = folder() / f"{owner}.journal"
        draft = self.path.with_suffix(".draft")
        self._fd = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        # Locked before it has its name: whoever finds it unlocked knows that its writer is dead.
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        draft.rename(self.path)

    def begin(self, *ids: int) -> None:
        os.write(self._fd, b"".join(b"%d\n" % pk for pk in ids))

    def done(self, pk: int, attempt: int, result: Result) -> None:
        line = [pk, attempt, *astuple(result)]
        os.write(self._fd, json.dumps(line).encode() + b"\n")

    def clear(self) -> None:
        """The database knows all of it now."""
        os.ftruncate(self._fd, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        if kind is None:
            self.path.unlink(missing_ok=True)
        os.close(self._fd)


@dataclass(slots=True)
class Remains:
    """What a dead worker left."""

    owner: str
    finished: dict[int, tuple[int, Result]] = field(default_factory=dict)  # id → attempt, result
    begun: list[int] = field(default_factory=list)


def remains_of_the_dead() -> Iterator[Remains]:
    """Each dead run's journal, removed after the caller has dealt with it."""
    for path in sorted(folder().glob("*.journal")):
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)  # alive
            continue
        try:
            if path.exists():  # not dealt with by another worker while we waited for the lock
                yield _read(path)
                path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)


def _read(path: Path) -> Remains:
    remains = Remains(owner=path.stem)
    begun: set[int] = set()
    for line in path.read_bytes().split(b"\n")[:-1]:  # the last one may be cut
        if line.startswith(b"["):
            pk, attempt, outcome, *rest = json.loads(line)
            remains.finished[pk] = (attempt, Result(Outcome(outcome), *rest))
        elif line:
            begun.add(int(line))
    remains.begun = sorted(begun - remains.finished.keys())
    return remains
