"""How many calls of other people's programs may be worked on at once in this process; the rest are told to come again.

One that waits without an end is worse than one that is refused: its sender repeats it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_inside = 0
_lock = threading.Lock()


class Full(Exception):
    """As many reports as allowed are being worked on."""


@contextmanager
def admitted() -> Iterator[None]:
    """Count this report in, or raise `Full`; `ALERTS_AT_ONCE` is the limit per process."""
    global _inside
    with _lock:
        if _inside >= settings.ALERTS_AT_ONCE:
            raise Full(f"{_inside} reports are being worked on")
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
