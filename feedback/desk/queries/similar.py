"""What stands near a conversation: the same customer's others, and other customers' words that are alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from feedback.desk import likeness
from feedback.threads.models import Thread
from feedback.threads.states import State

LOOKED_AT = 300  # the newest: in an outage that is an hour, else days
SAME_CUSTOMER = timedelta(days=30)
NEAR = timedelta(days=2)
FIELDS = ("pk", "reference", "subject", "state", "created_at", "name", "email", "telephone", "handle", "origin",
          "language", "alike_id", "merged_into_id", "awaits_human")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """`again` is the same customer's; `alike` other customers' with how alike they are, from 0 to 1."""

    again: tuple[Thread, ...]
    alike: tuple[tuple[Thread, float], ...]
    beside: tuple[Thread, ...]  # those that were said to be the same problem


def near(thread: Thread, *, most: int = 6) -> Near:
    """Four statements at most; `thread` with its terms."""
    again = _again(thread)
    beside = _beside(thread)
    known = {thread.pk, *(each.pk for each in (*again, *beside))}
    about = (thread.created_at - NEAR, thread.created_at + NEAR)
    newest = Thread.objects.filter(created_at__range=about, merged_into=None).exclude(state=State.HELD)
    newest = newest.order_by("-created_at", "-pk").exclude(pk__in=known)
    terms = dict(newest.values_list("pk", "terms")[:LOOKED_AT])
    mine = thread.terms.split()
    found = likeness.nearest(mine, {pk: each.split() for pk, each in terms.items()}, most)
    rows = Thread.objects.only(*FIELDS).in_bulk([pk for pk, _likeness in found])
    return Near(again, tuple((rows[pk], much) for pk, much in found), beside)


def _again(thread: Thread) -> tuple[Thread, ...]:
    same = Q()
    for name in ("email", "handle"):  # those that have an index
        if value := getattr(thread, name):
            same |= Q(**{name: value})
    if not same:
        return ()
    since = thread.created_at - SAME_CUSTOMER
    rows = Thread.objects.filter(same, created_at__gt=since, merged_into=None).exclude(pk=thread.pk)
    return tuple(rows.only(*FIELDS).order_by("-created_at", "-pk")[:5])


def _beside(thread: Thread) -> Sequence[Thread]:
    first = thread.alike_id or thread.pk
    rows = Thread.objects.filter(Q(pk=first) | Q(alike=first)).exclude(pk=thread.pk)
    return tuple(rows.only(*FIELDS).order_by("created_at", "pk")[:20])
