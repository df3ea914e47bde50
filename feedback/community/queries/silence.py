"""Where the community waits for us (practices P18, P20)."""

from datetime import datetime

from django.db.models import Exists, QuerySet

from feedback.community.models import PeerPost, Standing
from feedback.community.queries import listing
from feedback.community.states import State
from feedback.threads.models import Thread
from feedback.threads.states import Author, Kind


def silent(at: datetime) -> QuerySet[Thread]:
    """Public threads past their target without a word of ours or an accepted one of a peer; the longest first.

    `only_peers`: others have spoken where we have not.
    """
    rows = Thread.objects.readable().filter(awaits_human=True, answer_due_at__lt=at)
    rows = rows.annotate(only_peers=Exists(listing.answers().filter(author=Author.PEER)))
    return rows.defer("terms").order_by("answer_due_at", "pk")


def unthanked() -> QuerySet[Standing]:
    """Answers of peers that helped, and nobody of ours has said thank you."""
    rows = Standing.objects.filter(accepted_at__isnull=False, thanked_at=None, message__author=Author.PEER)
    rows = rows.filter(message__hidden_at=None, message__kind=Kind.PUBLIC)
    return rows.select_related("message__thread").defer("message__thread__terms").order_by("accepted_at", "pk")


def held() -> QuerySet[PeerPost]:
    return PeerPost.objects.filter(state=State.HELD).select_related("thread").order_by("created_at", "pk")
