from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.web import queue
from core.web.errors import Invalid
from feedback import signals
from feedback.targets.models import RegisterPolicy
from feedback.targets.queries import due
from feedback.threads import policies, queries, references, terms
from feedback.threads.actions.steps import kept_private, record, say
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, ReplyBy, State, Visibility

LONGEST = 20_000


def receive(
    *,
    text: str,
    origin: str,
    language: str,
    subject: str = "",
    register: str | RegisterPolicy | None = None,
    visibility: str = Visibility.PRIVATE,
    reply_by: str = ReplyBy.LINK,
    held_for: str = "",
    form_token: str | None = None,
    remote_id: str | None = None,
    also: Callable[[Message], None] | None = None,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Thread:
    """Take in the first message of a customer; `fields` are name, email, telephone, handle, component, region,
    wants_updates, quiet.

    The same `form_token` or `remote_id` gives the thread that is there already. What is `held_for` a reason is kept
    like all the rest and waits in a queue of its own. `register` may be the policy itself, where the caller has read
    it with its calendar. `also` is called with the message of a new thread, in the same transaction. Public words with
    personal data are taken in private. Raises `Invalid` for an empty or overlong text.
    """
    require(policies.can_receive, by)
    text = checked(text)
    policy = queries.policy(register) if isinstance(register, str) else register
    first = {"origin": origin, "language": language, "reply_by": reply_by, "visibility": visibility, **fields}
    first |= {"register": policy, "form_token": form_token, "held_for": held_for}
    try:
        return _kept(_described(first, subject, text), text, remote_id, also, by=by, at=at)
    except IntegrityError:
        found = _before(form_token, remote_id)
        if found:
            return found
        raise


def _described(first: dict[str, Any], subject: str, text: str) -> dict[str, Any]:
    """With its state, a subject, a reference, and the words it can be found by."""
    first = {**first, "subject": (subject.strip() or heading(text))[:200], "reference": references.make()}
    first["state"] = State.HELD if first["held_for"] else State.NEW
    who = terms.contact(**{name: first.get(name, "") for name in terms.CONTACT})
    return {**first, "terms": terms.of(first["subject"], text, who)}


@transaction.atomic
def _kept(
    first: dict[str, Any],
    text: str,
    remote_id: str | None,
    also: Callable[[Message], None] | None,
    *,
    by: Actor,
    at: datetime,
) -> Thread:
    owed = due(first["register"], at)
    private_for = kept_private(first["visibility"], text, first["subject"], first.get("name", ""))
    if private_for:
        first = {**first, "visibility": Visibility.PRIVATE}
    thread = Thread.objects.create(
        **first,
        created_at=at,
        changed_at=at,
        customer_wrote_at=at,
        waits_since=at,
        acknowledge_due_at=owed.acknowledge_at,
        answer_due_at=owed.answer_at,
        first_answer_due_at=owed.answer_at,
        resolve_due_at=owed.resolve_at,
    )
    told = {"author": Author.CUSTOMER, "label": thread.name, "remote_id": remote_id, "private_for": private_for}
    with queue.gathered():
        message = say(thread, text=text, **told, by=by, at=at)
        if also:
            also(message)
        if by.user_id:  # a person of ours or a program wrote it down; a customer's own words are their own record
            record(thread, "received", by=by, at=at, origin=thread.origin)
        signals.received.send(sender=Thread, thread=thread, by=by, at=at)
    return thread


def _before(form_token: str | None, remote_id: str | None) -> Thread | None:
    if form_token and (found := Thread.objects.filter(form_token=form_token).first()):
        return found
    return Thread.objects.filter(messages__remote_id=remote_id).first() if remote_id else None


def checked(text: str) -> str:
    """What may be kept as a message."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise Invalid({"text": [_("Tell us in a few words; nothing has been sent yet.")]})
    if len(text) > LONGEST:
        raise Invalid(
            {"text": [_("This is over %(most)d characters. Shorten it, or send us a file.") % {"most": LONGEST}]}
        )
    return text


def heading(text: str) -> str:
    """The first line, as the subject of what came without one."""
    line = next(line for line in text.splitlines() if line.strip()).strip()
    return line if len(line) <= 80 else line[:79].rstrip() + "…"
