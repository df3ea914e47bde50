"""What readers, the one who asked and we make of an answer."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require
from feedback.answering import queries as answering
from feedback.community import letters, links, policies
from feedback.community.actions.steps import public_answer, renewed, retold, standing
from feedback.community.models import Discussion, HelpfulMark, PeerPost, Standing
from feedback.threads import policies as threads
from feedback.threads.actions import steps
from feedback.threads.models import Message, Thread
from feedback.threads.states import TODO, Author, State


@transaction.atomic
def accept(*, message: Message, by: Actor, at: datetime) -> Standing:
    """Say that this answer helped; several may. For the one who asked, or for us.

    Where the register lets peers answer, an accepted answer of one is the answer: nobody of ours owes another.
    """
    require(policies.can_accept, by, message.thread)
    thread, message = public_answer(message)
    found = standing(message)
    if found.accepted_at:
        return found
    found.accepted_at, found.accepted_by = at, by.label[:200]
    found.by_author = threads.holds(by, thread)
    found.save()
    policy = steps.policy_of(thread)
    if message.author == Author.PEER and policy and policy.peers_answer and thread.state in TODO:
        ended = {"awaits_human": False, "waits_since": None, "answer_due_at": None, "promised_at": None}
        steps.keep(thread, at, state=State.ANSWERED, **ended)
    renewed(thread, at, accepted=Standing.objects.filter(message__thread=thread, accepted_at__isnull=False).count())
    steps.record(thread, "accepted", by=by, at=at, message=message.pk, author=message.author)
    return found


@transaction.atomic
def unaccept(*, message: Message, by: Actor, at: datetime) -> Standing:
    """It did not help after all. A thread that only this had answered waits for us again."""
    require(policies.can_accept, by, message.thread)
    thread, message = public_answer(message)
    found = standing(message)
    if not found.accepted_at:
        return found
    found.accepted_at, found.accepted_by, found.by_author = None, "", False
    found.save()
    retold(thread, at)
    steps.record(thread, "unaccepted", by=by, at=at, message=message.pk)
    return found


@transaction.atomic
def mark_helpful(*, message: Message, voter: str, at: datetime) -> int:
    """One more reader was helped; the same `voter` counts once. How many by now. Counted under the thread's lock: two
    who press at the same moment would each count without the other."""
    thread, message = public_answer(message)
    found = standing(message)
    HelpfulMark.objects.bulk_create([HelpfulMark(message=message, voter=voter, at=at)], ignore_conflicts=True)
    counted = HelpfulMark.objects.filter(message=message).count()
    if counted == found.helpful:
        return counted
    found.helpful = counted
    found.save(update_fields=["helpful"])
    total = HelpfulMark.objects.filter(message__thread=thread).count()
    if not Discussion.objects.filter(pk=thread.pk).update(helpful=total, changed_at=at):
        renewed(thread, at, helpful=total)
    return counted


@transaction.atomic
def thank(*, message: Message, words: str = "", by: Actor, at: datetime) -> Standing:
    """We thank a customer for having helped another; he hears of it where he confirmed an address."""
    require(policies.can_thank, by, message.thread)
    thread, message = public_answer(message)
    found = standing(message)
    if found.thanked_at or message.author != Author.PEER:
        return found
    found.thanked_at, found.thanked_by = at, answering.signature(by)[:200]  # everybody reads it
    found.thanks = words.strip()[:300]
    found.save()
    renewed(thread, at)
    steps.record(thread, "peer_thanked", by=by, at=at, message=message.pk)
    _tell(thread, message, found, by=by, at=at)
    return found


@transaction.atomic
def highlight(*, message: Message, by: Actor, at: datetime) -> Standing:
    """Put an answer forward: first in its thread, and on the community's front page."""
    require(policies.can_thank, by, message.thread)
    thread, message = public_answer(message)
    found = standing(message)
    if found.highlighted_at is None:
        found.highlighted_at, found.highlighted_by = at, by.label[:200]
        found.save()
        renewed(thread, at)
        steps.record(thread, "highlighted", by=by, at=at, message=message.pk)
    return found


@transaction.atomic
def unhighlight(*, message: Message, by: Actor, at: datetime) -> Standing:
    """Among the others again."""
    require(policies.can_thank, by, message.thread)
    thread, message = public_answer(message)
    found = standing(message)
    if found.highlighted_at:
        found.highlighted_at, found.highlighted_by = None, ""
        found.save()
        renewed(thread, at)
        steps.record(thread, "unhighlighted", by=by, at=at, message=message.pk)
    return found


def _tell(thread: Thread, message: Message, found: Standing, *, by: Actor, at: datetime) -> None:
    post = PeerPost.objects.select_related("peer").filter(message=message, peer__isnull=False).first()
    if post is None:
        return
    with translation.override(post.peer.language):
        said = [
            _("Thank you, %(name)s! Your answer to “%(subject)s” helped another customer.")
            % {"name": post.name, "subject": thread.subject},
        ]
        if found.thanks:
            said.append(_("%(who)s wrote: %(words)s") % {"who": found.thanked_by, "words": found.thanks})
        letters.owe(
            key=f"thanks:{message.pk}",
            address=post.peer.email,
            language=post.peer.language,
            subject=_("Thank you for helping"),
            said=said,
            link=links.url(thread, post.peer.language, message),
            link_words=_("Your answer in the community"),
            by=by,
            at=at,
        )
