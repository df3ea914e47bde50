from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require, visitor
from core.delivery.models import Receipt
from core.text import guess
from core.text.translations import Language
from feedback.answering import letters
from feedback.doors import flood
from feedback.doors.social import policies
from feedback.doors.social.models import Mention, MentionWatch
from feedback.doors.social.posts import Post
from feedback.threads import actions as threads
from feedback.threads import policies as threads_policies
from feedback.threads.actions.receive import LONGEST
from feedback.threads.models import Message, Thread
from feedback.threads.states import HeldFor, Kind, Origin, ReplyBy, Visibility
from incidents.outlets.models import Outlet

NETWORK = "mastodon"
LONGEST_WAIT = timedelta(hours=1)


@transaction.atomic
def take(*, outlet: Outlet, post: Post, by: Actor, at: datetime) -> Thread | None:
    """Put a post that mentions us into its conversation, or a new one; the same one once. None for our own.

    What is over the limits is held, never left out.
    """
    require(policies.can_take, by)
    watch = MentionWatch.objects.select_for_update(of=("self",)).get(outlet=outlet)
    if known := Mention.objects.select_related("thread").filter(outlet=outlet, remote_id=post.remote_id).first():
        return known.thread
    if post.handle == watch.account or MentionWatch.objects.filter(account=post.handle).exists():
        return None
    found = _answered(outlet, post)
    crowded = found is not None and flood.in_one(found, min(post.at, at))
    if found and not crowded:
        message = _added(outlet, found, post, at=at)
    else:
        message = _begun(outlet, post, held_for=HeldFor.LIMIT if crowded else _reason_to_hold(post, at), at=at)
    Mention.objects.create(
        outlet=outlet,
        remote_id=post.remote_id,
        handle=post.handle,
        is_public=post.is_public,
        thread=message.thread,
        message=message,
        at=post.at,
    )
    return message.thread


def note_look(*, watch: MentionWatch, error: str = "", at: datetime) -> None:
    """Write down that we looked; after a failure we look again later, and later still."""
    watch.failures = watch.failures + 1 if error else 0
    watch.error = error[:300]
    watch.retry_at = at + min(timedelta(minutes=2 ** min(watch.failures, 10)), LONGEST_WAIT) if error else None
    watch.polled_at = watch.polled_at if error else at
    watch.save(update_fields=["failures", "error", "retry_at", "polled_at"])


def _answered(outlet: Outlet, post: Post) -> Thread | None:
    """The conversation of the post it answers, theirs or ours; only for who began it."""
    if not post.answers:
        return None
    if theirs := Mention.objects.select_related("thread").filter(outlet=outlet, remote_id=post.answers).first():
        thread = theirs.thread
    else:
        receipts = Receipt.objects.select_related("delivery__broadcast")
        ours = receipts.filter(recipient=outlet.recipient, remote_id=post.answers).order_by("pk").first()
        number = ours.delivery.broadcast.key.removeprefix(letters.KEY) if ours else ""
        message = Message.objects.select_related("thread").filter(pk=number).first() if number.isdigit() else None
        thread = message.thread if message else None
    return thread if thread and thread.handle == _handle(post) else None


def _handle(post: Post) -> str:
    return f"{NETWORK}:{post.handle}"[:200]


def _name(outlet: Outlet, post: Post) -> str:
    return post.url or f"{NETWORK}:{outlet.pk}:{post.remote_id}"


def _words(post: Post, language: str) -> str:
    with translation.override(language):
        return post.text[:LONGEST] or _("(A post without words: %(address)s)") % {"address": post.url or "-"}


def _added(outlet: Outlet, thread: Thread, post: Post, *, at: datetime) -> Message:
    return threads.add(
        thread=thread,
        text=_words(post, thread.language),
        kind=None if post.is_public else Kind.PRIVATE,
        remote_id=_name(outlet, post),
        by=threads_policies.holder(thread),
        at=min(post.at, at),
    )


def _reason_to_hold(post: Post, at: datetime) -> str:
    """Each mention is judged by the hour before it was written: what waited for us is no flood."""
    most = {"per_author": settings.MENTIONS_PER_AUTHOR, "per_door": settings.MENTIONS_PER_HOUR}
    return flood.reason_to_hold(handle=_handle(post), at=min(post.at, at), **most)


def _begun(outlet: Outlet, post: Post, *, held_for: str, at: datetime) -> Message:
    """Public where the post is. Nothing automatic answers a bot; a person may."""
    language = post.language if post.language in Language.values else guess.language(post.text, outlet.language)
    thread = threads.receive(
        text=_words(post, language),
        subject=post.subject,
        origin=Origin.SOCIAL,
        language=language,
        visibility=Visibility.PUBLIC if post.is_public else Visibility.PRIVATE,
        reply_by=ReplyBy.SOCIAL,
        held_for=held_for,
        remote_id=_name(outlet, post),
        name=post.name,
        handle=_handle(post),
        quiet=post.is_bot,
        by=visitor(),
        at=min(post.at, at),
    )
    return Message.objects.select_related("thread").get(remote_id=_name(outlet, post), thread=thread)
