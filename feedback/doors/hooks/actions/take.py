from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.text import guess
from core.text.translations import Language
from feedback.doors import flood
from feedback.doors.hooks import policies
from feedback.doors.hooks.mapping import Said
from feedback.doors.hooks.models import FeedbackSource
from feedback.threads import actions as threads
from feedback.threads import policies as threads_policies
from feedback.threads import references
from feedback.threads.models import Thread
from feedback.threads.states import HeldFor, Kind, Origin, ReplyBy, Visibility


@transaction.atomic
def take(*, source: FeedbackSource, said: Said, by: Actor, at: datetime) -> Thread:
    """Put what a source hands us into its conversation, or a new one; the same `id` of the source comes in once.

    What is over the limits of the source is held, never refused.
    """
    require(policies.can_hand_in, by, source)
    FeedbackSource.objects.filter(pk=source.pk).update(last_received_at=at, last_error="")
    remote_id = name(source, said.id) if said.id else None
    if remote_id and (known := Thread.objects.filter(messages__remote_id=remote_id).first()):
        return known
    thread = _answered(source, said)
    crowded = thread is not None and flood.in_one(thread, at)
    if thread and not crowded:
        kind = None if said.public else Kind.PRIVATE
        holder = threads_policies.holder(thread)
        threads.add(thread=thread, text=said.text, kind=kind, remote_id=remote_id, by=holder, at=at)
        return thread
    known = said.language in Language.values
    return threads.receive(
        text=said.text,
        subject=said.subject,
        origin=Origin.WEBHOOK,
        language=said.language if known else guess.language(said.text, source.language),
        visibility=Visibility.PUBLIC if said.public else Visibility.PRIVATE,
        reply_by=ReplyBy.SOCIAL if source.reply_url else ReplyBy.LINK,
        held_for=HeldFor.LIMIT if crowded else _reason_to_hold(source, said, at),
        name=said.name,
        handle=handle(source, said.author),
        remote_id=remote_id,
        by=by,
        at=at,
    )


def _reason_to_hold(source: FeedbackSource, said: Said, at: datetime) -> str:
    most = {"per_author": source.author_limit, "per_door": source.hourly_limit}
    return flood.reason_to_hold(handle=handle(source, said.author), at=at, **most)


def handle(source: FeedbackSource, author: str) -> str:
    """How a thread names the customer and the source he came by."""
    return f"{source.slug}:{author}"[:200]


def name(source: FeedbackSource, said_id: str) -> str:
    return f"{source.slug}:{said_id}"


def _answered(source: FeedbackSource, said: Said) -> Thread | None:
    """What it goes on with: an earlier message of this source, or the reference we told it; only for its author."""
    if not said.in_reply_to or not said.author:
        return None
    mine = Thread.objects.filter(handle=handle(source, said.author))
    if references.looks_like_one(said.in_reply_to):
        return mine.filter(reference=said.in_reply_to).first()
    return mine.filter(messages__remote_id=name(source, said.in_reply_to)).first()
