"""What tests.bench.lists measures in one process, with Django set up on a PostgreSQL database of its own."""

import base64
import math
import statistics
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.accounts.models import User
from feedback.desk.queues import QUEUES
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind
from tests.bench import lists_world as world
from tests.bench.child import prepared
from tests.factories import accounts
from tests.factories.feedback import WORDS

INBOX, REST = "/admin/feedback/inbox/", "/api/v1/threads/"
MEASURES, HOME = "/admin/feedback/measures/", "/admin/"
TABLES = (Thread._meta.db_table, Message._meta.db_table)
FEW = 1_000
FREQUENT, OTHER, JAPANESE = world.word("en", 0), world.word("fr", 0), world.word("ja", 3)
RARE, MIDDLE = world.word("en", 15_000), world.word("fr", 120)
FILTERS = {
    "crisis": {"register": "crisis"},
    "problem": {"register": "problem"},
    "unsorted": {"register": "none"},
    "rare_door": {"origin": "community"},
    "door": {"origin": "phone"},
    "rare_part": {"component": world.RARE_PART},
    "old_part": {"component": world.OLD_PART},
    "region_and_language": {"region": "japan", "language": "ja"},
    "crisis_in_french": {"register": "crisis", "language": "fr"},
    "assignee": {"assignee": "sam"},
    "public": {"visibility": "public"},
    "held": {"state": "held"},
    "late": {"overdue": "true"},
    "missed": {"missed": "answer"},
    "human_and_opportunity": {"queue": "human", "register": "opportunity"},
    "form_of_narrowing": {"filters": "1"},
}  # fmt: skip
RARE_WORDS = {
    "word": {"q": RARE},
    "address": {"q": f"ana{FEW}@example.org"},
    "never_meet": {"q": f"{FREQUENT} {OTHER}"},
    "nothing": {"q": "zzzzzzzz"},
    "two_names": {"q": f"{RARE} name"},
    "japanese": {"q": world.word("ja", 9_000)},
    "word_and_filter": {"q": RARE, "language": "en"},
}
FREQUENT_WORDS = {
    "word": {"q": FREQUENT},
    "word_in_queue": {"q": FREQUENT, "queue": "human"},
    "word_of_crisis": {"q": FREQUENT, "register": "crisis"},
    "middling": {"q": MIDDLE},
    "two_words": {"q": f"{FREQUENT} {world.word('en', 1)}"},
    "everybodys": {"q": "name"},
    "japanese": {"q": JAPANESE},
}


def measure(rows: int, rounds: int) -> dict[str, Any]:
    """Statements at FEW conversations; at `rows` of them milliseconds, statements, bytes and ways of each page."""
    prepared(defaults=False)
    sam = world.furnish()
    world.fill(1, FEW)
    talk = conversation(30)
    client, header = Client(HTTP_HOST="127.0.0.1"), {}
    client.force_login(sam)
    few = {name: len(asked(client, path, header)[0]) for name, path in staff_pages(talk).items()}
    world.fill(FEW + 1, rows)
    talk = conversation(30)
    staff = {name: page(client, path, header, rounds) for name, path in staff_pages(talk).items()}
    for name, found in staff.items():
        found["grown_by"] = found["statements"] - few[name]
    header = accounts.authorization("feedback:read", owner=sam)
    client = Client(HTTP_HOST="127.0.0.1")
    client.get(REST, **header)  # notes the token's use
    rest = {name: page(client, path, header, rounds) for name, path in rest_pages(rows).items()}
    return {"rows": rows, "staff": staff, "rest": rest}


def staff_pages(talk: str) -> dict[str, str]:
    found = {f"queue_{name}": f"{INBOX}?queue={name}" for name in QUEUES}
    found |= {f"second_{name}": f"{INBOX}?{urlencode({'queue': name, 'after': after(name)})}" for name in QUEUES}
    for kind, cases in (("filter", FILTERS), ("rare", RARE_WORDS), ("frequent", FREQUENT_WORDS)):
        found |= {f"{kind}_{name}": f"{INBOX}?{urlencode(query)}" for name, query in cases.items()}
    year = timezone.localdate() - timedelta(days=364)
    return found | {
        "page": reverse("thread_page", args=[talk]),
        "beside": f"{INBOX}{talk}/preview/",
        "home": HOME,
        "measures": MEASURES,
        "measures_of_a_year": f"{MEASURES}?since={year}&until={timezone.localdate()}",
    }


def rest_pages(rows: int) -> dict[str, str]:
    deep = Thread.objects.order_by("created_at").values_list("created_at", flat=True)[FEW // 5]
    cursor = base64.b64encode(urlencode({"p": str(deep)}).encode()).decode()
    return {
        "first": REST,
        "deep": f"{REST}?{urlencode({'cursor': cursor})}",
        **{f"of_{size}": f"{REST}?page_size={size}" for size in (1, 50, 500)},
        "of_a_component": f"{REST}?component={world.OLD_PART}",
        "rare_word": f"{REST}?q={RARE}",
        "never_meet": f"{REST}?{urlencode({'q': f'{FREQUENT} {OTHER}'})}",
        "frequent_word": f"{REST}?q={FREQUENT}",
    }


def after(name: str) -> str:
    """Where the page of a queue begins that is half through it."""
    queue = QUEUES[name]
    column = "answer_due_at" if queue.by_due else queue.newest
    rows = queue.rows(User.objects.get(username="sam").pk, timezone.now()).exclude(**{column: None})
    half = rows.order_by(column if queue.by_due else f"-{column}", "pk")[min(rows.count(), 20_000) // 2 :][:1]
    return "".join(f"{getattr(row, column).isoformat()}_{row.pk}" for row in half)


def conversation(messages: int) -> str:
    """The reference of the newest, with so many messages of some length."""
    thread = Thread.objects.order_by("-pk").first()
    Message.objects.bulk_create(
        Message(
            thread=thread, kind=Kind.PRIVATE, author=Author.STAFF if number % 2 else Author.CUSTOMER, label="Sam",
            text=f"{number}. {WORDS} " * 4, at=thread.created_at + timedelta(minutes=number),
        )
        for number in range(messages)
    )  # fmt: skip
    return thread.reference


def page(client: Client, path: str, header: dict[str, str], rounds: int) -> dict[str, Any]:
    statements, content = asked(client, path, header)
    times = []
    for _round in range(rounds):
        began = time.perf_counter()
        client.get(path, **header)
        times.append((time.perf_counter() - began) * 1000)
    found: dict[str, Any] = {"statements": len(statements), "bytes": len(content), "ways": ways(statements)}
    if times:
        found |= {"median_ms": round(statistics.median(times), 1), "p95_ms": round(quantile(times), 1)}
    return found


def quantile(times: list[float]) -> float:
    """The 95th of a hundred, the slowest of few."""
    return sorted(times)[min(len(times) - 1, math.ceil(len(times) * 0.95) - 1)]


def asked(client: Client, path: str, header: dict[str, str]) -> tuple[list[str], bytes]:
    """The statements of an answer, and its bytes; asked twice, because some things are remembered for a minute."""
    client.get(path, **header)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, **header)
    assert answer.status_code == 200, (path, answer.status_code)
    return [each["sql"] for each in queries], answer.content


def ways(statements: Iterable[str]) -> list[str]:
    """The indexes that conversations are come by, "none" among them where all are looked at, or all messages."""
    found: set[str] = set()
    for sql in statements:
        if any(f'FROM "{table}"' in sql for table in TABLES):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
                found |= set(_ways(cursor.fetchone()[0][0]["Plan"]))
    return sorted(found)


def _ways(node: dict[str, Any]) -> Iterable[str]:
    if node.get("Relation Name") in TABLES and node["Node Type"] == "Seq Scan":
        yield "none"
    if "Index Name" in node and node["Index Name"].startswith(("thread_", *TABLES)):
        yield node["Index Name"]
    for each in node.get("Plans", ()):
        yield from _ways(each)
