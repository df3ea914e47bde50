"""One run of one worker on one channel, as its transport sees it."""

import threading
import time
from dataclasses import dataclass, field

from core.delivery.claims import Claimed
from core.delivery.journal import Journal
from core.delivery.lease import Lease
from core.delivery.parcels import Parcel
from core.delivery.replies import Outcome, Result


@dataclass(slots=True)
class Run:
    """`begin` and `finish` may be called by threads."""

    journal: Journal
    lease: Lease
    ends_at: float
    ended: list[tuple[Claimed, Result]] = field(default_factory=list)
    fault: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def may_go_on(self) -> bool:
        """Ask before each message: the time is bounded, a lost lease means somebody else may send it."""
        return not self.fault and time.monotonic() < self.ends_at and self.lease.holds()

    def begin(self, parcel: Parcel) -> None:
        """Before any code runs for this recipient: if it kills us, the next worker knows who it was."""
        self.journal.begin(parcel.claimed.id)

    def finish(self, parcel: Parcel, result: Result) -> None:
        """As soon as the other side has answered."""
        with self._lock:
            self.ended.append((parcel.claimed, result))
            if result.outcome is Outcome.FAULT and not self.fault:
                self.fault = result.reply or "fault"
        self.journal.done(parcel.claimed.id, parcel.claimed.attempts, result)
