"""Build the whole public site of this moment as one bundle, taking over what has not changed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils import translation

from core.text.translations import Language
from incidents.statuspages import badge, bundle, calendar, feeds, labels, months, queries, rendering, v2
from incidents.statuspages.bundle import Bundle, Entry
from incidents.statuspages.models import StatusPage
from incidents.statuspages.page import IncidentCard, Page

HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
ATOM, RSS = "application/atom+xml; charset=utf-8", "application/rss+xml; charset=utf-8"
ICS = "text/calendar; charset=utf-8"
SVG = "image/svg+xml; charset=utf-8"
ASSETS = {"core/public.css": "text/css; charset=utf-8", "core/public.js": "text/javascript; charset=utf-8"}
YEAR = 31_536_000


def build(*, sequence: int, at: datetime, previous: Bundle | None) -> Bundle:
    """Six statements, then only arithmetic and rendering."""
    source = queries.load(at)
    statuspages = source.statuspages or [queries.default([])]
    entries = [*assets(previous)]
    for statuspage in statuspages:
        for language in Language.values:
            page = queries.page_from(source, statuspage, language)
            entries += Shelf(page, statuspage, previous).entries()
    default = queries.default(statuspages)
    return Bundle(
        sequence=sequence,
        generated_at=at,
        hosts={each.host.lower(): each.public_id for each in statuspages} | {"": default.public_id},
        languages={each.public_id: each.language for each in statuspages},
        entries=tuple(entries),
    )


class Shelf:
    """The answers of one page in one language."""

    def __init__(self, page: Page, statuspage: StatusPage, previous: Bundle | None) -> None:
        self.page, self.previous = page, previous
        self.is_default_language = page.language == statuspage.language
        self.cards = tuple(card.version for card in page.recent)
        self.version = rendering.version(page)
        self.head = (edition(), page.name, page.url, page.language, page.time_zone)

    def entries(self) -> Iterator[Entry]:
        yield from self.pages()
        yield from self.documents()

    def pages(self) -> Iterator[Entry]:
        page = self.page
        yield self.one("/", HTML, (page.as_of,), lambda: rendering.home(page, self.version), max_age=2)
        yield self.one(
            "/live.json",
            JSON,
            (page.as_of, self.version),
            lambda: rendering.live(page, self.version),
            max_age=2,
        )
        for card in page.recent:
            yield self.one(f"/incidents/{card.reference}/", HTML, card.version, self.incident(card), max_age=2)
        for path, month in months.whole(page):
            made = (page.today, month, months.has_earlier(page, month), [c.version for c in months.of(page, month)])
            yield self.one(path, HTML, made, self.month(month, path), max_age=10)
        for path, kind, write in (("/history.atom", ATOM, feeds.atom), ("/history.rss", RSS, feeds.rss)):
            yield self.one(path, kind, self.cards[: feeds.ENTRIES], self.feed(write), max_age=30)
        yield self.one("/badge.svg", SVG, labels.banner(page)[0], lambda: badge.svg(page), max_age=30)
        planned = tuple(card.version for card in calendar.windows(page))
        yield self.one("/calendar.ics", ICS, planned, self.feed(calendar.ics), max_age=30)

    def documents(self) -> Iterator[Entry]:
        """Statuspage's JSON, once, in the page's own language."""
        if not self.is_default_language:
            return
        made = (self.cards, rendering.visible(self.page), self.page.status)
        for path, document in v2.ENDPOINTS.items():
            yield self.one(path, JSON, made, self.json(document), language="", max_age=5)

    def one(
        self, path: str, kind: str, made: object, write: Callable[[], str | bytes], *, max_age: int, language: str = "-"
    ) -> Entry:
        """The entry made by `write`, or the previous one where it was made of the same things."""
        language = self.page.language if language == "-" else language
        fingerprint = bundle.fingerprint(self.head, made)
        old = self.previous and self.previous.by_key.get((self.page.public_id, language, path))
        if old and old.fingerprint == fingerprint:
            return old
        body = write()
        body = body.encode() if isinstance(body, str) else body
        return bundle.entry(self.page.public_id, language, path, kind, body, max_age=max_age, fingerprint=fingerprint)

    def incident(self, card: IncidentCard) -> Callable[[], str]:
        return lambda: rendering.incident(self.page, card)

    def month(self, month: date, path: str) -> Callable[[], str]:
        return lambda: rendering.history(self.page, month, path)

    def json(self, document: Callable[[Page], v2.Document]) -> Callable[[], bytes]:
        return lambda: v2.encode(document(self.page))

    def feed(self, write: Callable[[Page], str | bytes]) -> Callable[[], str | bytes]:
        def written() -> str | bytes:
            with translation.override(self.page.language):
                return write(self.page)

        return written


def assets(previous: Bundle | None) -> Iterator[Entry]:
    """Stylesheet and script, so that a first visit in an outage needs nothing of Django either."""
    for name, kind in ASSETS.items():
        url, found = static(name), finders.find(name)
        if not found or not url.startswith("/"):
            continue
        old = previous and previous.by_key.get(("", "", url))
        body = Path(found).read_bytes()
        named_by_content = url.rsplit("/", 1)[-1] != name.rsplit("/", 1)[-1]
        fresh = bundle.fingerprint(body)
        if old and old.fingerprint == fresh:
            yield old
        else:
            max_age = YEAR if named_by_content else 60
            yield bundle.entry("", "", url, kind, body, max_age=max_age, fingerprint=fresh)


@cache
def edition() -> str:
    """Names the code, templates and words that render: another edition takes over no page of an older one."""
    digest = blake2b(settings.STATIC_URL.encode(), digest_size=9)
    roots = [settings.BASE_DIR / "templates", settings.BASE_DIR / "config" / "locale", Path(__file__).parent]
    for root in roots:
        for path in sorted([*root.rglob("*.html"), *root.rglob("*.mo"), *root.glob("*.py")]):
            digest.update(path.read_bytes())
    digest.update(static("core/public.css").encode() + static("core/public.js").encode())
    return digest.hexdigest()
