"""What belongs to a thread, for whoever reads it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from feedback.targets.models import RegisterPolicy
from feedback.threads import search as found
from feedback.threads import terms
from feedback.threads.models import Attachment, Message, Thread
from feedback.threads.search import Hits
from feedback.threads.states import Kind

FOR_CUSTOMER = (Kind.PUBLIC, Kind.PRIVATE)


def policy(slug: str | None) -> RegisterPolicy | None:
    """The policy of a register with its calendar, or None for what nobody has sorted."""
    if not slug:
        return None
    return policies().get(pk=slug)


def policies() -> QuerySet[RegisterPolicy]:
    """With their calendars."""
    return RegisterPolicy.objects.select_related("calendar").prefetch_related("calendar__holidays")


def listed() -> QuerySet[Thread]:
    return of_list(Thread.objects.all())


def of_list(rows: QuerySet[Thread]) -> QuerySet[Thread]:
    """With what a line of a list shows; one statement."""
    joined = rows.select_related("component", "region", "assignee", "merged_into", "alike")
    return joined.defer("terms", "merged_into__terms", "alike__terms")


def search(rows: QuerySet[Thread], question: str, hits: Hits | None = None) -> QuerySet[Thread]:
    """Those of `rows` that hold every word of `question`, in notes too: for staff alone. `hits`, where they are known
    already, spare a statement."""
    return (hits or found.hits(question)).narrow(rows)


def terms_of(thread: Thread) -> str:
    """What the thread is found by, made anew from all that stands in it; after something was taken out of it."""
    contact = terms.contact(**{name: getattr(thread, name) for name in terms.CONTACT})
    return terms.of(thread.subject, contact, *story(thread).values_list("text", flat=True))


def story(thread: Thread) -> QuerySet[Message]:
    """Everything, for staff; with what was said in the threads that were merged into it."""
    # By the keys of the threads: joined with an "or", every message there is would be looked at.
    told_in = Thread.objects.filter(Q(pk=thread.pk) | Q(merged_into=thread))
    return Message.objects.filter(thread__in=told_in).order_by("at", "id")


def for_customer(thread: Thread) -> QuerySet[Message]:
    """What the customer reads: no notes, and not what law forbids to show. What was said in another thread stays there,
    merged or not: its link may have gone to somebody else (ADR 0030)."""
    return _own(thread).filter(kind__in=FOR_CUSTOMER, hidden_at=None)


def for_everybody(thread: Thread) -> QuerySet[Message]:
    """What the community reads."""
    return _own(thread).filter(kind=Kind.PUBLIC, hidden_at=None)


def _own(thread: Thread) -> QuerySet[Message]:
    return thread.messages.order_by("at", "id")


def attached(keys: Iterable[str]) -> set[str]:
    """Those of `keys` that are the file of a message."""
    return set(Attachment.objects.filter(key__in=keys).values_list("key", flat=True))
