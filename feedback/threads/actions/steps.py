"""What every action on a thread begins and ends with."""

from datetime import datetime
from typing import Any

from core.actor import Actor, Kind
from core.audit import actions as audit
from core.text import markdown
from feedback import signals
from feedback.targets.models import RegisterPolicy
from feedback.targets.queries import due
from feedback.threads import exposure, queries
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, PrivateFor, Visibility
from feedback.threads.states import Kind as MessageKind


def locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)


def locked_together(*threads: Thread) -> dict[int, Thread]:
    """By key, and in its order: two people who merge two threads into each other would wait for each other."""
    rows = Thread.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in threads])
    return {row.pk: row for row in rows.order_by("pk")}


def with_head(thread: Thread) -> tuple[Thread, Thread]:
    """The thread and the one it was merged into, both locked; twice the same where it wasn't."""
    head = Thread.objects.filter(merged__pk=thread.pk).only("pk").first()
    rows = locked_together(thread, head or thread)
    said_in = rows[thread.pk]
    return said_in, rows.get(said_in.merged_into_id or 0, said_in)


def keep(thread: Thread, at: datetime, **changes: Any) -> dict[str, Any]:
    """Write `changes`; gives what stood there before, ready for the audit trail."""
    before = {name: _plain(getattr(thread, name)) for name in changes}
    for name, value in changes.items():
        setattr(thread, name, value)
    thread.changed_at = at
    heard = ["terms"] if thread.has_heard else []
    thread.save(update_fields=[*changes, *heard, "changed_at"])
    thread.has_heard = False
    return before


def record(thread: Thread, verb: str, *, by: Actor, at: datetime, **data: Any) -> None:
    audit.record(f"feedback.thread.{verb}", on=thread, by=by, at=at, **data)


def say(
    thread: Thread,
    *,
    text: str,
    author: str,
    kind: str | None = None,
    label: str = "",
    remote_id: str | None = None,
    private_for: str = "",
    by: Actor,
    at: datetime,
) -> Message:
    """Append a message; without a `kind` it is as public as its thread, or private where `private_for` says why."""
    spoken = MessageKind.PUBLIC if thread.visibility == Visibility.PUBLIC else MessageKind.PRIVATE
    message = Message.objects.create(
        thread=thread,
        kind=kind or (MessageKind.PRIVATE if private_for else spoken),
        author=author,
        label=(label or _label(thread, author, by))[:200],
        user_id=by.user_id if author == Author.STAFF else None,
        text=text,
        html=markdown.render(text),
        remote_id=remote_id,
        private_for=private_for,
        at=at,
    )
    thread.hear(text)
    signals.written.send(sender=Thread, thread=thread, message=message, by=by, at=at)
    return message


def kept_private(visibility: str, *texts: str) -> str:
    """Why these words of a customer, meant for everybody, are not for everybody; "" when they are."""
    if visibility == Visibility.PUBLIC and any(exposure.find(text) for text in texts):
        return PrivateFor.PERSONAL_DATA.value
    return ""


def mark_opening(thread: Thread, private_for: str) -> None:
    """Keep at the first public message why the thread is read by everybody no longer; "" when it is again."""
    opening = thread.messages.filter(kind=MessageKind.PUBLIC).order_by("at", "id")[:1]
    Message.objects.filter(pk__in=list(opening.values_list("pk", flat=True))).update(private_for=private_for)


def clocks(thread: Thread, policy: RegisterPolicy | None, since: datetime) -> dict[str, Any]:
    """The moments owed from `since` on; what has been met already stays met."""
    owed = due(policy, since)
    changes: dict[str, Any] = {"answer_due_at": owed.answer_at if thread.awaits_human else None}
    if thread.acknowledged_at is None:
        changes["acknowledge_due_at"] = owed.acknowledge_at
    if thread.first_answer_at is None:
        changes["first_answer_due_at"] = owed.answer_at
    if thread.closed_at is None:
        changes["resolve_due_at"] = due(policy, thread.created_at).resolve_at
    return changes


def policy_of(thread: Thread) -> RegisterPolicy | None:
    return queries.policy(thread.register_id)


def _label(thread: Thread, author: str, by: Actor) -> str:
    return thread.name if author == Author.CUSTOMER and by.kind != Kind.USER else by.label


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(getattr(value, "pk", None) or value)
