"""Signed webhooks (Standard Webhooks): several at a time, so that one who hangs delays nobody."""

import json
import threading
import time
from collections.abc import Hashable, Sequence
from urllib.parse import urlsplit

from django.utils import timezone
from standardwebhooks import Webhook

from core.delivery.fairness import Turns
from core.delivery.limits import limit
from core.delivery.parcels import Parcel
from core.delivery.replies import Outcome, Result, of_http
from core.delivery.run import Run
from core.web import guarded

SLOW_SECONDS = 0.05  # a request older than this gives its place to another one
TICK_SECONDS = 0.05
USER_AGENT = "Candor-Webhooks/1"


class WebhookChannel:
    """Keeps connections open per receiver, between batches and runs."""

    name = "webhook"

    def __init__(self) -> None:
        self._client = guarded.Client()

    def deliver(self, parcels: Sequence[Parcel], run: Run) -> None:
        """Call the receivers from a few threads, more while some are slow; wait for those under way."""
        if not parcels:
            return
        # First attempts first: who failed before is likelier to hang.
        in_order = sorted(parcels, key=lambda each: each.claimed.attempts)
        jobs = ((urlsplit(each.claimed.address).netloc, each) for each in in_order)
        crew = _Crew(self._client, Turns(jobs, at_once=int(limit("HTTP_AT_ONCE"))), run)
        crew.work_off(len(parcels))


class _Crew:
    """The threads of one batch."""

    def __init__(self, client: guarded.Client, turns: Turns[Parcel], run: Run) -> None:
        self._client, self._turns, self._run = client, turns, run
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
            thread = threading.Thread(target=self._work, name="webhook", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        me = threading.get_ident()
        while (turn := self._next()) is not None:
            receiver, parcel = turn
            self._busy_since[me] = time.monotonic()
            self._run.begin(parcel)
            self._run.finish(parcel, _call(self._client, parcel))
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


def _call(client: guarded.Client, parcel: Parcel) -> Result:
    try:
        body = body_of(parcel)
        headers = {"User-Agent": USER_AGENT, "Content-Type": "application/json", **signed(parcel, body)}
        reply = client.request(
            "POST", parcel.claimed.address, body=body.encode(), headers=headers, seconds=limit("HTTP_SECONDS")
        )
    except guarded.AddressRefused as refused:
        return Result(Outcome.REFUSED, str(refused), address_is_bad=True)
    except guarded.Unreachable as error:
        return Result(Outcome.RETRY, str(error))
    except Exception as error:  # a payload or secret we cannot use must not stop the others
        return Result(Outcome.RETRY, f"could not be called: {error!r}")
    return of_http(reply.status, reply.headers.get("retry-after"), at=timezone.now())


def body_of(parcel: Parcel) -> str:
    """The payload with this recipient's links in it."""
    body = json.dumps(parcel.content.payload or {}, ensure_ascii=False, separators=(",", ":"))
    if "{{" in body:
        for name in ("manage_url", "unsubscribe_url", "incident_url"):
            body = body.replace("{{" + name + "}}", json.dumps(getattr(parcel.personal, name))[1:-1])
    return body


def signed(parcel: Parcel, body: str) -> dict[str, str]:
    """Headers of Standard Webhooks: one id over all attempts, a signature per secret in use."""
    now = timezone.now()
    webhook_id = "msg_" + parcel.message_id.strip("<>").partition("@")[0].replace(".", "_")
    signatures = [Webhook(secret).sign(webhook_id, now, body) for secret in parcel.personal.secrets]
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


CHANNEL = WebhookChannel()
