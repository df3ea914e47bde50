"""What comes through the public form. Whatever the limits say, nothing is refused and nothing is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actor import Actor
from feedback import signals
from feedback.doors.form import limits
from feedback.doors.form.tokens import FormToken
from feedback.threads import actions as threads
from feedback.threads import policies, queries
from feedback.threads.files import Kept
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, HeldFor, Origin


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of the browser: its form's token, its network address, and whether it fell into the trap."""

    token: FormToken | None
    address: str
    trapped: bool = False


def take_in(
    *,
    text: str,
    sender: Sender,
    files: Iterable[Kept] = (),
    incident_ref: str = "",
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Thread:
    """A thread of what a form brought; `fields` as for `threads.receive`.

    The same form again gives the thread it made; what it says more is added there. Suspected spam and what is over
    a limit is held. `incident_ref` is the incident from whose page the customer came.
    """
    token = sender.token.nonce if sender.token else None
    reason = reason_to_hold(sender, fields.get("email", ""), at)
    if token and reason == HeldFor.LIMIT and limits.over(limits.PER_TOKEN, token, at, weight=0):
        token = None  # the same form again and again: what it says is kept in threads of their own
    first = {"origin": Origin.FORM, "held_for": reason, "form_token": token, **fields}
    files = list(files)

    def also(message: Message) -> None:
        if files:
            _attach(message, files, at=at)
        if incident_ref:
            signals.pointed.send(sender=Thread, thread=message.thread, incident_ref=incident_ref, by=by, at=at)

    thread = threads.receive(text=text, also=also, by=by, at=at, **first)
    if thread.created_at != at:
        _again(thread, text, files, at=at)
    return thread


def _again(thread: Thread, text: str, files: list[Kept], *, at: datetime) -> None:
    """The same form once more: a double click says nothing new, a second thought does."""
    if not thread.messages.filter(author=Author.CUSTOMER, text=text.strip()).exists():
        say_more(thread=thread, text=text, files=files, by=policies.holder(thread), at=at)


def say_more(*, thread: Thread, text: str, files: Iterable[Kept] = (), by: Actor, at: datetime) -> Message:
    """The customer adds to the conversation, with files. Over the limit it becomes a held thread of its own."""
    files = list(files)
    with transaction.atomic():
        if limits.over(limits.PER_THREAD, thread.reference, at):
            message = _set_aside(thread, text, at=at).messages.get()
        else:
            message = threads.add(thread=thread, text=text, by=by, at=at)
        if files:
            _attach(message, files, at=at)
    return message


def _set_aside(thread: Thread, text: str, *, at: datetime) -> Thread:
    same = ("language", "name", "email", "telephone", "reply_by", "component", "region", "register")
    return threads.receive(
        text=text,
        subject=f"{thread.reference}: {thread.subject}",
        origin=Origin.FORM,
        held_for=HeldFor.LIMIT,
        by=policies.holder(thread),
        at=at,
        **{name: getattr(thread, name) for name in same},
    )


def _attach(message: Message, files: list[Kept], *, at: datetime) -> None:
    """A file that another message has already is not attached twice."""
    taken = queries.attached(each.key for each in files)
    fresh = [each for each in files if each.key not in taken]
    threads.attach(message=message, files=fresh, by=policies.holder(message.thread), at=at)


def reason_to_hold(sender: Sender, email: str, at: datetime) -> str:
    """Why this waits in the held queue; "" when it does not. Everything is counted, whatever comes of it."""
    token, place = sender.token, limits.network(sender.address)
    crowded = [limits.over(limits.OVERALL, "", at)]
    if token is not None:
        crowded.append(limits.over(limits.PER_TOKEN, token.nonce, at))
    crowded.append(limits.over(limits.PER_ADDRESS, place, at))
    if token is None or not token.is_fresh(at):
        crowded.append(limits.over(limits.PER_STRANGER, place, at))
    if email:
        crowded.append(limits.over(limits.PER_RECIPIENT, email, at))
    if sender.trapped or (token is not None and token.is_hasty(at)):
        return HeldFor.SPAM
    return HeldFor.LIMIT if token is None or any(crowded) else ""
