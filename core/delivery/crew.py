"""Channels that call somebody over HTTP: several at a time, so that one who hangs delays nobody.

    CHANNEL = HttpChannel("chat", call)

`call(client, parcel)` makes the request through the guarded client and judges the answer.
"""

import threading
import time
import traceback
from collections.abc import Callable, Hashable, Sequence
from urllib.parse import urlsplit

import structlog
from django.utils.functional import Promise

from core.delivery.fairness import Turns
from core.delivery.limits import limit
from core.delivery.networks import Network
from core.delivery.parcels import Parcel
from core.delivery.replies import Outcome, Result
from core.delivery.run import Run
from core.web import guarded

SLOW_SECONDS = 0.05  # a request older than this gives its place to another one
TICK_SECONDS = 0.05

Call = Callable[[guarded.Client, Parcel], Result]
log = structlog.get_logger(__name__)


def host_of(parcel: Parcel) -> Hashable:
    return urlsplit(parcel.claimed.address).netloc


class HttpChannel:
    """Keeps connections open per receiver, between batches and runs.

    `receiver(parcel)` says who is called: each gets a few requests at once and no more.
    """

    def __init__(
        self,
        name: str,
        call: Call,
        *,
        label: str | Promise,
        network: Network | None = None,
        threads: bool = False,
        receiver: Callable[[Parcel], Hashable] = host_of,
    ) -> None:
        self.name, self.label, self.network, self.threads = name, label, network, threads
        self._call, self._receiver = call, receiver
        self._client = guarded.Client()

    def deliver(self, parcels: Sequence[Parcel], run: Run) -> None:
        """Call the receivers from a few threads, more while some are slow; wait for those under way."""
        if not parcels:
            return
        # First attempts first: who failed before is likelier to hang.
        in_order = sorted(parcels, key=lambda each: each.claimed.attempts)
        jobs = ((self._receiver(each), each) for each in in_order)
        crew = _Crew(self._attempt, Turns(jobs, at_once=int(limit("HTTP_AT_ONCE"))), run, name=self.name)
        crew.work_off(len(parcels))

    def _attempt(self, parcel: Parcel) -> Result:
        try:
            return self._call(self._client, parcel)
        except guarded.AddressRefused as refused:
            return Result(Outcome.REFUSED, str(refused), address_is_bad=True)
        except guarded.Unreachable as error:
            return Result(Outcome.RETRY, str(error))
        except Exception as error:  # words or a secret we cannot use must not stop the others
            # Its kind and place only: the text of an error may hold the address, and that may hold a secret.
            kind, place = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "could_not_be_called",
                channel=self.name,
                delivery=parcel.claimed.id,
                error=kind,
                at=f"{place.filename}:{place.lineno}",
            )
            return Result(Outcome.RETRY, f"could not be called: {kind}")


class _Crew:
    """The threads of one batch."""

    def __init__(self, attempt: Callable[[Parcel], Result], turns: Turns[Parcel], run: Run, *, name: str) -> None:
        self._attempt, self._turns, self._run, self._name = attempt, turns, run, name
        self._change = threading.Condition()
        self._busy_since: dict[int, float] = {}
        self._threads: list[threading.Thread] = []

    def work_off(self, count: int) -> None:
        self._grow(min(count, int(limit("HTTP_THREADS"))))
        while any(thread.is_alive() for thread in self._threads):
            self._threads[-1].join(TICK_SECONDS)
            slow = sum(time.monotonic() - since > SLOW_SECONDS for since in list(self._busy_since.values()))
            wanted = min(int(limit("HTTP_THREADS")) + slow, int(limit("HTTP_THREADS_SLOW")), count)
            if len(self._turns):
                self._grow(wanted - len(self._threads))

    def _grow(self, by: int) -> None:
        for _ in range(by):
            thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        me = threading.get_ident()
        while (turn := self._next()) is not None:
            receiver, parcel = turn
            self._busy_since[me] = time.monotonic()
            self._run.begin(parcel)
            self._run.finish(parcel, self._attempt(parcel))
            self._busy_since.pop(me, None)
            with self._change:
                self._turns.done(receiver)
                self._change.notify()

    def _next(self) -> tuple[Hashable, Parcel] | None:
        """Wait for a turn; None when there is no more work, or no more time."""
        with self._change:
            while self._run.may_go_on() and len(self._turns):
                if (turn := self._turns.take()) is not None:
                    return turn
                self._change.wait(TICK_SECONDS)
        return None
