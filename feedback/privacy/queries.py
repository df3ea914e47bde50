"""Everything we keep of one person, found by an address or an account on a network."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from feedback.privacy.models import PrivacySettings
from feedback.threads import personal
from feedback.threads.models import Thread
from feedback.threads.personal import Part, Person
from feedback.threads.states import State

MOST = 5_000  # conversations of one person; more is no person


def threads_of(who: str) -> QuerySet[Thread]:
    """By e-mail address or handle ("@ana@example.social"), whatever the case; nothing for an empty word."""
    who = who.strip()
    if not who:
        return Thread.objects.none()
    handle = who.lower().removeprefix("mastodon:")
    known = Q(email__iexact=who) | Q(handle__iexact=who) | Q(handle__iexact=handle)
    return Thread.objects.filter(known | Q(handle__iexact=f"mastodon:{handle}")).order_by("pk")


def person_of(who: str) -> tuple[Person, list[int]]:
    """How we know them, and their conversations' keys."""
    rows = list(threads_of(who)[:MOST])
    found = personal.person(rows)
    emails = {*found.emails, who.strip()} if _is_address(who.strip()) else found.emails
    return Person(frozenset(emails), found.handles, found.names, found.telephones), [row.pk for row in rows]


def _is_address(who: str) -> bool:
    """An account on a network has an "@" in front, or its network."""
    return "@" in who and not who.startswith("@") and ":" not in who


def found(part: Part, person: Person, threads: list[int]) -> QuerySet[Any]:
    """The rows of one table: those of the conversations, and those known by the person alone."""
    model_rows = part.rows(Thread.objects.filter(pk__in=threads))
    known = {*model_rows.values_list("pk", flat=True)}
    if part.of_person:
        known |= {*part.of_person(person).values_list("pk", flat=True)}
    return model_rows.model._default_manager.filter(pk__in=known).order_by("pk")


def counts(person: Person, threads: list[int]) -> list[tuple[Part, int]]:
    """How many rows of each table, without the empty ones."""
    rows = [(part, found(part, person, threads).count()) for part in personal.parts()]
    return [(part, count) for part, count in rows if count]


def told(person: Person, threads: list[int]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(table, its rows) as the person may read them."""
    for part in personal.parts():
        if part.tell:
            yield part.name, [part.tell(row) for row in found(part, person, threads)]


def expired(at: datetime) -> QuerySet[Thread]:
    """Closed so long ago that nobody needs to know any more who wrote; nothing where no time is set."""
    months = PrivacySettings.objects.values_list("months", flat=True).filter(pk=1).first()
    if not months:
        return Thread.objects.none()
    before = at - relativedelta(months=months)
    rows = Thread.objects.filter(state=State.CLOSED, closed_at__lt=before, anonymised_at=None)
    return rows.order_by("closed_at", "pk")
