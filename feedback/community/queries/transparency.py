"""How much is not shown, and why: counted in public, so that nobody has to take our word for it."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count

from feedback.community.models import PeerPost
from feedback.community.states import State
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, HiddenFor, Visibility
from feedback.threads.states import State as ThreadState

KEY, SECONDS = "feedback.community.transparency", 300
THEIRS = (Author.CUSTOMER, Author.PEER)


@dataclass(frozen=True, slots=True)
class Transparency:
    """`hidden` by its legal reason; `private` counts what was meant for everybody and goes on in private, `waiting`
    what somebody of ours has to look at first, `kept_back` the answers of customers that were not shown then."""

    hidden: tuple[tuple[str, int], ...]
    private: int
    waiting: int
    kept_back: int

    @property
    def count(self) -> int:
        return sum(n for _reason, n in self.hidden)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(str(HiddenFor(reason).label), n) for reason, n in self.hidden]


def counted() -> Transparency:
    """At most five minutes old."""
    return cache.get_or_set(KEY, _count, SECONDS)


def _count() -> Transparency:
    theirs = Message.objects.filter(author__in=THEIRS).order_by()
    hidden = theirs.exclude(hidden_for="").exclude(hidden_for=HiddenFor.WITHDRAWN)
    by_reason = hidden.values_list("hidden_for").annotate(n=Count("pk")).order_by("-n", "hidden_for")
    public = Thread.objects.filter(visibility=Visibility.PUBLIC)
    moved = public.filter(merged_into__visibility=Visibility.PRIVATE).count()  # joined with what was said in confidence
    posts = dict(PeerPost.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return Transparency(
        hidden=tuple(by_reason),
        private=theirs.exclude(private_for="").count() + moved,
        waiting=public.filter(state=ThreadState.HELD).count() + posts.get(State.HELD, 0),
        kept_back=posts.get(State.KEPT_BACK, 0),
    )
