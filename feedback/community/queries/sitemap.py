"""What search engines may find: public conversations with an answer. Thin ones are not worth a visit."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists

from feedback.community import links
from feedback.community.queries import listing
from feedback.threads.models import Thread

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    changed_at: datetime


def pages() -> list[Entry]:
    """The newest ones, as many as one sitemap should hold."""
    rows = Thread.objects.readable().filter(Exists(listing.answers())).order_by("-created_at", "-pk")
    rows = rows.only("reference", "language", "changed_at")
    return [Entry(links.url(row, row.language), row.changed_at) for row in rows[:MOST]]
