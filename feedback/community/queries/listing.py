"""The list of public conversations: one statement for a page of it, whatever is asked."""

from dataclasses import dataclass, field

from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core.text.translations import Language
from feedback.community import words
from feedback.community.models import Standing
from feedback.threads import terms
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind

PER_PAGE = 20
LAST_PAGE = 100  # an offset beyond costs more than anybody reads; the search finds the rest
SHOWN = Q(kind=Kind.PUBLIC, hidden_at=None)
NEWEST, HELPFUL, UNANSWERED = "newest", "helpful", "unanswered"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see; whatever is not known is not asked."""

    order: str = NEWEST
    register: str = ""
    component: str = ""
    language: str = ""
    words: str = ""
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        return self != Asked()


def asked(given: dict[str, str]) -> Asked:
    """From an address; nobody is refused for a filter that is gone."""
    page = given.get("page", "")
    known = {
        "order": _one_of(given.get("order", ""), (NEWEST, HELPFUL, UNANSWERED)) or NEWEST,
        "register": _one_of(given.get("about", ""), words.REGISTERS),
        "component": given.get("component", "")[:12],
        "language": _one_of(given.get("language", ""), Language.values),
        "words": given.get("q", "").replace("\x00", "").strip()[:200],
        "page": min(int(page), LAST_PAGE) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1,
    }
    return Asked(**{**known, "page": max(1, known["page"])})


def _one_of(value: str, known: object) -> str:
    return value if value in known else ""


@dataclass(frozen=True, slots=True)
class Listing:
    threads: list[Thread]
    has_more: bool
    asked: Asked = field(default_factory=Asked)


def listing(asked: Asked) -> Listing:
    start = (asked.page - 1) * PER_PAGE
    found = list(lines(narrowed(asked))[start : start + PER_PAGE + 1])
    return Listing(found[:PER_PAGE], len(found) > PER_PAGE and asked.page < LAST_PAGE, asked)


def narrowed(asked: Asked) -> QuerySet[Thread]:
    rows = Thread.objects.readable()
    if asked.register:
        rows = rows.filter(register=asked.register)
    if asked.component:
        rows = rows.filter(component__public_id=asked.component, component__is_public=True)
    if asked.language:
        rows = rows.filter(language=asked.language)
    if asked.words:
        rows = rows.filter(discussion__terms__holds=terms.asked(asked.words))
    if asked.order == UNANSWERED:
        rows = rows.filter(~Exists(answers()))
    if asked.order == HELPFUL:
        return rows.filter(discussion__helpful__gt=0).order_by("-discussion__helpful", "-pk")
    return rows.order_by("-created_at", "-pk")


def answers() -> QuerySet[Message]:
    """Of the thread of the row outside."""
    return Message.objects.filter(SHOWN, thread=OuterRef("pk"), author__in=(Author.STAFF, Author.PEER))


def lines(rows: QuerySet[Thread]) -> QuerySet[Thread]:
    """With what a line shows: how many answers, whether one helped, whether we spoke, and whether it may be named."""
    counted = answers().order_by().values("thread").annotate(n=Count("pk")).values("n")
    opening = Message.objects.filter(thread=OuterRef("pk"), author=Author.CUSTOMER).order_by("at", "id")
    accepted = Standing.objects.filter(message__thread=OuterRef("pk"), accepted_at__isnull=False)
    return (
        rows.select_related("component", "discussion")
        .defer("terms", "discussion__terms")
        .annotate(
            answer_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
            by_us=Exists(answers().filter(author=Author.STAFF)),
            has_accepted=Exists(accepted.filter(message__hidden_at=None, message__kind=Kind.PUBLIC)),
            hidden_for=Coalesce(Subquery(opening.values("hidden_for")[:1], output_field=CharField()), Value("")),
        )
    )
