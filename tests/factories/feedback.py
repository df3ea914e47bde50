"""Threads as customers begin them, and the registers they are sorted into."""

from datetime import UTC, date, datetime
from typing import Any

from core.actor import SYSTEM, Actor, visitor
from feedback.answering.models import CannedReply, CannedText
from feedback.crisis import actions as crisis
from feedback.crisis.models import CrisisCall
from feedback.doors.hooks import actions as hooks
from feedback.duty import defaults as duty
from feedback.targets import defaults
from feedback.targets.models import BusinessCalendar
from feedback.threads import actions
from feedback.threads.models import Thread
from tests.factories import response as people

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORDS = "Playback stops after two minutes on my television."


def registers() -> None:
    """The eight, with the policy we ship."""
    defaults.seed(NOON)


def thread(text: str = WORDS, *, at: datetime = NOON, by: Actor | None = None, **fields: Any) -> Thread:
    """Ana wrote by the form, in English, and wants her answer by e-mail."""
    fields = {
        "origin": "form",
        "language": "en",
        "name": "Ana",
        "email": "ana@example.org",
        "reply_by": "email",
    } | fields
    return actions.receive(text=text, by=by or visitor(), at=at, **fields)


def canned(
    key: str = "own.hello", text: str = "Hello {name}, it works again since noon.", **fields: Any
) -> CannedReply:
    """Approved, with the same words in three languages."""
    moments = {"drafted_at": NOON, "drafted_by": "Sam", "decided_at": NOON, "decided_by": "Rita"}
    row = CannedReply.objects.create(key=key, **{"state": "approved", **moments, **fields})
    CannedText.objects.bulk_create(
        CannedText(canned=row, language=language, title="Hello", text=text) for language in ("en", "fr", "ja")
    )
    return row


def agent(name: str = "Sam Support", role: str = "Support agent") -> Actor:
    return people.actor(name, role)


OFFICE = [[[9 * 60, 17 * 60]]] * 5 + [[], []]


def calendar(name: str = "Office", zone: str = "Europe/Paris") -> BusinessCalendar:
    """Open from nine to five on weekdays, with a holiday."""
    found, created = BusinessCalendar.objects.get_or_create(name=name, defaults={"zone": zone, "week": OFFICE})
    if created:
        found.holidays.create(on=date(2026, 5, 1), name="Labour Day")
    return found


def ladder() -> None:
    """The steps of escalation we ship."""
    duty.seed(NOON)


def crisis_call(**fields: Any) -> CrisisCall:
    """A thread that is a crisis, and the leads called for it."""
    called = crisis.call(thread=thread(register="crisis", **fields), by=SYSTEM, at=fields.get("at", NOON))
    assert called
    return called


def source(slug: str = "reviews", **fields: Any) -> tuple[Any, str]:
    """A program that hands us what customers wrote elsewhere, and its key."""
    by = people.actor("Ada Admin", "Administrator")
    return hooks.create_source(name=slug.title(), slug=slug, by=by, at=NOON, **fields)
