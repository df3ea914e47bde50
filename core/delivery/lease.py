"""Keep what this run has claimed: a thread prolongs the lease while a slow server answers."""

import threading
import time
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from core.delivery import claims
from core.delivery.limits import limit


class Lease:
    """`holds()` turns false when the database could not be told in time that we live."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._stop = threading.Event()
        self._until = 0.0
        self._thread = threading.Thread(target=self._beat, name="delivery-lease", daemon=True)

    def renewed(self) -> None:
        """A claim or a heartbeat has just pushed the lease."""
        self._until = time.monotonic() + limit("LEASE_SECONDS") * 0.9

    def holds(self) -> bool:
        return time.monotonic() < self._until

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(limit("HEARTBEAT_SECONDS")):
                asked_at = time.monotonic()
                try:
                    claims.prolong(self._owner)
                except DatabaseError:
                    connection.close()  # not told: `holds` turns false by itself unless the next one works
                    continue
                self._until = asked_at + limit("LEASE_SECONDS") * 0.9
        finally:
            connection.close()
