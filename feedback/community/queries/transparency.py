"""How much is not shown, and why: counted in public, so that nobody has to take our word for it."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count

from feedback.threads.models import Message
from feedback.threads.states import Author, HiddenFor

KEY, SECONDS = "feedback.community.transparency", 300
THEIRS = (Author.CUSTOMER, Author.PEER)


@dataclass(frozen=True, slots=True)
class Transparency:
    """`hidden` by its legal reason; `private` counts what was meant for everybody and goes on in private."""

    hidden: tuple[tuple[str, int], ...]
    private: int

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
    return Transparency(tuple(by_reason), theirs.exclude(private_for="").count())
