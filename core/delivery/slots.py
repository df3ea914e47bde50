"""At most so many of something at a time on this machine, by locks the kernel frees when we die."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from core.delivery.journal import folder


@contextmanager
def slot(name: str, count: int = 1) -> Iterator[bool]:
    """True while one of `count` places of `name` is ours; False when all are taken."""
    for number in range(count):
        descriptor = os.open(folder() / f"{name}.{number}.slot", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
        finally:
            os.close(descriptor)
    yield False
