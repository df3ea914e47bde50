"""What tests.bench.fanout measures, with Django set up and a database made for it."""

import statistics
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from core.delivery import claims, drain, fanout, parcels
from core.delivery.channels import email
from core.delivery.models import Delivery
from core.delivery.states import State
from core.text.translations import Language
from incidents.subscribers import audience
from incidents.subscribers.scope import Scope
from tests.bench.fanout import raw_smtplib
from tests.factories import delivery as make
from tests.factories import subscribers


@contextmanager
def database():
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield name
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(size: int) -> dict[str, Any]:
    settings.DEBUG = False
    with database():
        return _measure(size)


def _measure(size: int) -> dict[str, Any]:
    subscribers.audiences()
    subscribers.crowd(size)
    body = "We cannot start playback for some of you in France.\n" * 12 + "\n{{manage_url}}\n-- \n{{unsubscribe_url}}"
    contents = [make.words(language.value, text=body) for language in Language]
    scope = Scope("INC-2026-0001", "unplanned", (), (), timezone.now()).to_args()
    settings.DELIVERY = {"DRAIN_SECONDS": 600, "DRAINS": 4}
    owed_at = time.perf_counter()
    broadcast = make.owed(timezone.now(), *contents, audience=audience.NAME, audience_args=scope)
    steps = fanout.fan_out(broadcast)
    next(steps)
    first_chunk = time.perf_counter() - owed_at
    for _chunk in steps:
        pass
    fanned_out = time.perf_counter() - owed_at

    message = _one_message()
    rounds = [_round(part, message) for part in _parts(4)]
    sent = Delivery.objects.filter(state=State.SENT).count()
    ours = statistics.median(each["ours"] for each in rounds)
    raw = statistics.median(each["raw"] for each in rounds)
    return {
        "database": connection.vendor,
        "mails": size,
        "sent": sent,
        "message_bytes": len(message),
        "first_chunk_seconds": round(first_chunk, 3),
        "fan_out_seconds": round(fanned_out, 2),
        "mails_per_second": round(ours),
        "raw_smtplib_per_second": round(raw),
        "ratio": round(statistics.median(each["ours"] / each["raw"] for each in rounds), 2),
        "seconds_for_all": round(fanned_out + sum(each["seconds"] for each in rounds), 1),
        "cpu_us_per_recipient": round(sum(each["cpu"] for each in rounds) / sent * 1e6),
        "raw_cpu_us_per_recipient": round(statistics.median(each["raw_cpu"] for each in rounds) * 1e6),
        "statements_per_batch": round(sum(each["statements"] for each in rounds) / (sent / 500), 2),
    }


def _parts(number: int) -> list[tuple[int, int]]:
    """Ranges of ids, of about the same size."""
    first, last = Delivery.objects.aggregate(first=Min("pk"), last=Max("pk")).values()
    step = -(-(last - first + 1) // number)
    return [(start, start + step - 1) for start in range(first, last + 1, step)]


def _round(part: tuple[int, int], message: bytes) -> dict[str, float]:
    """The same number of mails by smtplib and by a drain, one after the other, so that both meet the same load."""
    mine = Delivery.objects.filter(pk__range=part)
    Delivery.objects.filter(state=State.PENDING).update(due_at=timezone.now() + timedelta(days=1))
    mine.update(due_at=timezone.now() - timedelta(days=1))
    number = mine.count()
    used = time.process_time()
    raw = raw_smtplib(settings.EMAIL_PORT, message, number)
    raw_cpu = (time.process_time() - used) / number
    used, began = time.process_time(), time.perf_counter()
    with _statements() as statements:
        drain.drain("email")
    seconds = time.perf_counter() - began
    with _statements() as idle:
        drain.drain("email")  # what a drain costs that finds nothing; the rest is the batches'
    return {
        "raw": raw,
        "raw_cpu": raw_cpu,
        "ours": number / seconds,
        "seconds": seconds,
        "cpu": time.process_time() - used,
        "statements": statements[0] - idle[0],
    }


@contextmanager
def _statements():
    """Counts without keeping the text, so that counting costs next to nothing."""
    counted = [0]

    def count(execute, sql, params, many, context):
        counted[0] += not sql.startswith("BEGIN")  # SQLite's way to open a transaction
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield counted


def _one_message() -> bytes:
    claimed = claims.claim("email", "bench", 1)
    (parcel,), _ended = parcels.prepare(claimed, parcels.Words())
    message = email._message(parcel, "reader0@example.com", {})
    claims.give_back("bench")
    return message
