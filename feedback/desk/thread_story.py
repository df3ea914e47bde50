"""One conversation as staff see it: the story, the customer, the clocks, and what one may do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from core.actor import Actor
from feedback.answering import queries as answering
from feedback.answering.models import CannedReply, ReplyDraft, ThreadPresence
from feedback.targets.models import RegisterPolicy
from feedback.threads import policies, queries
from feedback.threads.models import Message, Thread
from feedback.threads.states import Kind, State

OTHERS = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """Something owed: until when, or since when it is kept."""

    label: str
    due_at: datetime | None
    met_at: datetime | None

    @property
    def was_late(self) -> bool:
        return bool(self.met_at and self.due_at and self.met_at > self.due_at)


@dataclass(frozen=True, slots=True)
class Line:
    message: Message
    elsewhere: str  # the reference of the merged thread it was said in
    is_new: bool  # said since the reader opened the page

    @property
    def look(self) -> str:
        """The class it is drawn with: whose words, and who may read them."""
        return f"by-{self.message.author} for-{self.message.kind}"


@dataclass(frozen=True, slots=True)
class Rights:
    answer: bool
    note: bool
    triage: bool
    end: bool


@dataclass(frozen=True, slots=True)
class Customer:
    """Who wrote, and the newest of what else they wrote."""

    name: str
    others: tuple[Thread, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class View:
    thread: Thread
    policy: RegisterPolicy | None
    lines: tuple[Line, ...]
    clocks: tuple[Clock, ...]
    customer: Customer
    rights: Rights
    present: tuple[ThreadPresence, ...]
    draft: ReplyDraft | None
    canned: tuple[CannedReply, ...]
    stamp: str

    @property
    def last(self) -> int:
        return max((line.message.pk for line in self.lines), default=0)

    @property
    def needs_a_person(self) -> bool:
        return answering.needs_a_person(self.policy)


def thread(reference: str) -> Thread | None:
    rows = queries.listed().select_related("register", "register__calendar")
    return rows.filter(reference=reference.upper()).first()


def view(found: Thread, actor: Actor, at: datetime, *, since: int | None = None) -> View:
    """Everything the page shows; `since` is the last message the reader has seen."""
    lines = story(found, since)
    rights = _rights(found, actor)
    return View(
        thread=found,
        policy=found.register,
        lines=lines,
        clocks=clocks(found),
        customer=customer(found),
        rights=rights,
        present=tuple(answering.present([found], at, but=actor.user_id).get(found.pk, ())),
        draft=answering.draft(found, actor.user_id) if rights.note and actor.user_id else None,
        canned=tuple(answering.offered(found)) if rights.answer else (),
        stamp=stamp(found, lines),
    )


def story(found: Thread, since: int | None = None) -> tuple[Line, ...]:
    rows = queries.story(found).select_related("thread", "user").defer("thread__terms").prefetch_related("attachments")
    return tuple(
        Line(
            message=row,
            elsewhere="" if row.thread_id == found.pk else row.thread.reference,
            is_new=since is not None and row.pk > since,
        )
        for row in rows
    )


def stamp(found: Thread, lines: tuple[Line, ...]) -> str:
    """Another one when anything that the page shows of the thread has changed."""
    last = max((line.message.pk for line in lines), default=0)
    return f"{found.changed_at.timestamp():.6f}-{last}"


def stamp_of(found: Thread) -> str:
    last = queries.story(found).order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{found.changed_at.timestamp():.6f}-{last}"


def clocks(found: Thread) -> tuple[Clock, ...]:
    """What is owed now first, then what has been kept."""
    rows = []
    if found.awaits_human:
        rows.append(Clock(_("Answer by a human"), found.answer_due_at, None))
    elif found.promised_at:
        rows.append(Clock(_("We promised to write again"), found.promised_at, None))
    rows.append(Clock(_("Acknowledged"), found.acknowledge_due_at, found.acknowledged_at))
    if found.first_answer_at:
        rows.append(Clock(_("First answer by a human"), found.first_answer_due_at, found.first_answer_at))
    label = _("Resolved") if found.closed_at else _("To be resolved")
    rows.append(Clock(label, found.resolve_due_at, found.closed_at))
    return tuple(row for row in rows if row.due_at or row.met_at)


def customer(found: Thread) -> Customer:
    """By the address or the account they wrote from; a name alone is nobody's."""
    same = Q()
    if found.email:
        same |= Q(email=found.email)
    if found.handle:
        same |= Q(handle=found.handle)
    others: list[Thread] = []
    if same:
        rows = queries.listed().filter(same).exclude(pk=found.pk).select_related("register")
        others = list(rows.order_by("-created_at", "-pk")[: OTHERS + 1])
    name = found.name or found.email or found.handle.partition(":")[2] or found.telephone
    return Customer(name or _("Somebody without a name"), tuple(others[:OTHERS]), len(others) > OTHERS)


def _rights(found: Thread, actor: Actor) -> Rights:
    goes_on = not found.merged_into_id
    may_answer = goes_on and found.state != State.HELD and policies.can_answer(actor, found)
    return Rights(
        answer=may_answer,
        note=goes_on and policies.can_note(actor, found),
        triage=goes_on and policies.can_triage(actor, found),
        end=goes_on and policies.can_end(actor, found),
    )


def said_meanwhile(lines: tuple[Line, ...]) -> list[Line]:
    """What is new and not a note."""
    return [line for line in lines if line.is_new and line.message.kind != Kind.NOTE]
