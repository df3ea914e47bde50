"""Send what is due on one channel: claim, hand to the channel, settle; for a bounded time."""

import time
from collections.abc import Sequence

import structlog

from core.delivery import breaker, channels, claims, journal, parcels, settle, slots
from core.delivery.claims import Claimed
from core.delivery.lease import Lease
from core.delivery.limits import limit
from core.delivery.replies import Result
from core.delivery.run import Run

log = structlog.get_logger(__name__)


def drain(channel: str) -> bool:
    """Send for at most DRAIN_SECONDS; True when there may be more to do at once.

    Does nothing when another worker of this machine is at it: that one goes on until all is sent.
    """
    with slots.slot(f"drain-{channel}", int(limit("DRAINS"))) as mine:
        return _drain(channel) if mine else False


def _drain(channel: str) -> bool:
    recover()
    gate = breaker.gate(channel)
    if gate is breaker.Gate.SHUT:
        return False
    owner = journal.new_owner()
    ends_at = time.monotonic() + limit("DRAIN_SECONDS")
    with journal.Journal(owner) as book, Lease(owner) as lease:
        run = Run(book, lease, ends_at)
        return _rounds(channel, owner, run, probing=gate is breaker.Gate.PROBE)


def _rounds(channel: str, owner: str, run: Run, *, probing: bool) -> bool:
    transport, words = channels.get(channel), parcels.Words()
    threaded = getattr(transport, "threads", False)
    most = int(limit("BATCH"))
    size = 1 if probing else most
    while time.monotonic() < run.ends_at:
        claimed = claims.claim(channel, owner, size) or claims.claim(channel, owner, 1, suspects=True)
        if not claimed:
            if probing:
                breaker.close(channel)
            return False
        run.lease.renewed()
        began_at = time.monotonic()
        to_send, unwanted = parcels.prepare(claimed, words, threaded=threaded)
        transport.deliver(to_send, run)
        _write_down(owner, claimed, [*unwanted, *run.ended])
        tried = len(run.ended)
        run.ended.clear()
        run.journal.clear()
        if run.fault:
            breaker.trip(channel, run.fault)
            return False
        if probing:
            breaker.close(channel)
            probing = False
        # About two seconds' worth: what is urgent must not wait behind 500 slow ones.
        rate = max(tried, 1) / max(time.monotonic() - began_at, 0.001)
        size = max(10, min(most, int(rate * 2)))
    return True


def _write_down(owner: str, claimed: Sequence[Claimed], ended: list[tuple[Claimed, Result]]) -> None:
    settle.settle(owner, ended)
    if len(ended) < len(claimed):
        claims.give_back(owner)


def recover() -> int:
    """Settle what dead workers of this machine had finished, and free what they held."""
    found = 0
    for remains in journal.remains_of_the_dead():
        found += 1
        log.warning("worker_died", owner=remains.owner, finished=len(remains.finished), under_way=remains.begun)
        settle.settle_found(remains)
        claims.bury(remains.owner, remains.begun)
        claims.give_back(remains.owner)
    claims.bury_expired()
    return found
