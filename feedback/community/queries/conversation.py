"""One public conversation as everybody reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.text import lines, markdown
from feedback.community.models import Discussion, Peer, PeerPost, Standing
from feedback.community.queries import listing
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind

MOST = 300  # what a page holds; a longer conversation is one for the archive
RELATED = 5
FORWARD = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `gap` says why its words are not here, and then there are none."""

    pk: int
    author: str
    name: str
    at: datetime
    html: str
    plain: str
    gap: str = ""
    gap_at: datetime | None = None
    helped: int = 0
    is_known: bool = False
    standing: Standing | None = None

    @property
    def is_answer(self) -> bool:
        return self.author in (Author.STAFF, Author.PEER) and not self.gap

    @property
    def helpful(self) -> int:
        return self.standing.helpful if self.standing else 0

    @property
    def is_accepted(self) -> bool:
        return bool(self.standing and self.standing.accepted_at)

    @property
    def is_highlighted(self) -> bool:
        return bool(self.standing and self.standing.highlighted_at)


@dataclass(frozen=True, slots=True)
class Conversation:
    """`best` are the answers that helped, `rest` everything else in its order."""

    thread: Thread
    question: Said | None
    best: list[Said]
    rest: list[Said]

    @property
    def answers(self) -> list[Said]:
        return [*self.best, *(said for said in self.rest if said.is_answer)]

    @property
    def subject(self) -> str:
        """ "" when the words it was made of are hidden."""
        return "" if self.question is None or self.question.gap else self.thread.subject


def stamp(reference: str) -> Thread | None:
    """The thread with the two moments of which one changes whenever its page does; the caller looks who may read it."""
    rows = Thread.objects.filter(reference=reference).select_related("component", "discussion")
    return rows.defer("terms", "discussion__terms").first()


def was_public(thread: Thread) -> bool:
    """Everybody could read it once: a line may say that it goes on in private."""
    return thread.messages.filter(kind=Kind.PUBLIC, author=Author.CUSTOMER).exists()


def changed_at(thread: Thread) -> tuple[datetime, datetime | None]:
    try:
        return thread.changed_at, thread.discussion.changed_at
    except Discussion.DoesNotExist:
        return thread.changed_at, None


def conversation(thread: Thread) -> Conversation:
    said = [_said(message) for message in _messages(thread)[:MOST]]
    question = next((each for each in said if each.author == Author.CUSTOMER), None)
    others = [each for each in said if each is not question]
    best = [each for each in others if each.is_answer and (each.is_accepted or each.is_highlighted)]
    best.sort(key=lambda each: (not each.is_accepted, -each.helpful, each.at))
    return Conversation(thread, question, best, [each for each in others if each not in best])


def related(thread: Thread) -> list[Thread]:
    """What others asked about the same, newest first."""
    rows = Thread.objects.readable().exclude(pk=thread.pk).filter(language=thread.language)
    same = {"component": thread.component_id} if thread.component_id else {"register": thread.register_id}
    rows = rows.filter(**same)
    return [each for each in listing.lines(rows.order_by("-created_at", "-pk"))[:RELATED] if not each.hidden_for]


def _messages(thread: Thread) -> QuerySet[Message]:
    helped = (
        PeerPost.objects.filter(peer=OuterRef("peer_post__peer"), message__standing__accepted_at__isnull=False)
        .order_by()
        .values("peer")
        .annotate(n=Count("pk"))
        .values("n")
    )
    meant = Q(kind=Kind.PUBLIC) | ~Q(private_for="")
    rows = thread.messages.filter(meant, author__in=(Author.CUSTOMER, Author.STAFF, Author.PEER))
    rows = rows.select_related("standing", "peer_post__peer").order_by("at", "id")
    return rows.annotate(helped=Coalesce(Subquery(helped, output_field=IntegerField()), 0))


def _said(message: Message) -> Said:
    known = {"pk": message.pk, "author": message.author, "at": message.at, "name": message.label}
    if message.hidden_for:
        return Said(**known, html="", plain="", gap=message.hidden_for, gap_at=message.hidden_at)
    if message.kind != Kind.PUBLIC:
        return Said(**known, html="", plain="", gap="private", gap_at=message.at)
    if not message.text:
        return Said(**known, html="", plain="", gap="emptied", gap_at=message.at)
    return Said(
        **known,
        html=message.html,
        plain=lines.one_line(markdown.plain(message.text)),
        helped=message.helped,
        is_known=_peer(message) is not None,
        standing=getattr(message, "standing", None),
    )


def _peer(message: Message) -> Peer | None:
    post = getattr(message, "peer_post", None)
    return post.peer if post else None


def put_forward() -> list[Standing]:
    """The newest answers we have put forward, from conversations everybody may read."""
    rows = Standing.objects.filter(highlighted_at__isnull=False, message__kind=Kind.PUBLIC, message__hidden_at=None)
    rows = rows.filter(message__thread__in=Thread.objects.readable()).select_related("message__thread")
    return list(rows.defer("message__thread__terms").order_by("-highlighted_at", "-message")[:FORWARD])
