"""Build the whole public site of this moment as one bundle, taking over what has not changed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils import translation

from incidents.statuspages import badge, bundle, calendar, feeds, labels, months, queries, rendering, v2, widget
from incidents.statuspages.bundle import Bundle, Entry
from incidents.statuspages.models import StatusPage
from incidents.statuspages.page import IncidentCard, Page

HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
ATOM, RSS = "application/atom+xml; charset=utf-8", "application/rss+xml; charset=utf-8"
ICS = "text/calendar; charset=utf-8"
SVG = "image/svg+xml; charset=utf-8"
CSS, JS = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
ASSETS = {"core/public.css": CSS, "core/public.js": JS}
WIDGET = "core/widget.js"
YEAR = 31_536_000


def build(*, sequence: int, at: datetime, previous: Bundle | None) -> Bundle:
    """Six statements, then only arithmetic and rendering."""
    source = queries.load(at)
    statuspages = source.statuspages or [queries.default([])]
    entries = [*assets(previous)]
    for statuspage in statuspages:
        for language in statuspage.offered:
            page = queries.page_from(source, statuspage, language)
            entries += Shelf(page, statuspage, previous).entries()
    default = queries.default(statuspages)
    return Bundle(
        sequence=sequence,
        generated_at=at,
        hosts={each.host.lower(): each.public_id for each in statuspages} | {"": default.public_id},
        languages={each.public_id: each.language for each in statuspages},
        offered={each.public_id: list(each.offered) for each in statuspages},
        closed=[host.lower() for host in source.closed],
        entries=tuple(entries),
    )


class Shelf:
    """The answers of one page in one language."""

    def __init__(self, page: Page, statuspage: StatusPage, previous: Bundle | None) -> None:
        self.page, self.previous = page, previous
        self.is_default_language = page.language == statuspage.language
        self.cards = tuple(card.version for card in page.recent)
        self.version = rendering.version(page)
        own = (page.name, page.url, page.language, page.time_zone, page.languages, page.wording)
        self.head = bundle.fingerprint(edition(), *own)

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
        with translation.override(page.language):
            said = labels.banner(page)
        framed = (page.as_of, self.version)
        yield self.one("/badge.svg", SVG, said[0], lambda: badge.svg(page), max_age=30)
        for line in badge.components(page):
            yield _badge(page.public_id, page.language, badge.path(line), line.name.text, line.status)
        yield self.one(widget.DOCUMENT, JSON, self.version, lambda: v2.encode(widget.document(page, said)), max_age=15)
        yield self.one(widget.FRAME, HTML, framed, lambda: widget.framed(page, self.version, said), max_age=15)
        planned = tuple(card.version for card in calendar.windows(page))
        yield self.one("/calendar.ics", ICS, planned, self.feed(calendar.ics), max_age=30)

    def documents(self) -> Iterator[Entry]:
        """Statuspage's JSON, once, in the page's own language."""
        if not self.is_default_language:
            return
        made = bundle.fingerprint(self.cards, rendering.visible(self.page), self.page.status)
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


@lru_cache(maxsize=8192)  # hundreds on each build, and hardly one of them has changed
def _badge(page: str, language: str, path: str, name: str, state: str) -> Entry:
    body = badge.drawn(name, state, language).encode()
    return bundle.entry(page, language, path, SVG, body, max_age=30, fingerprint=edition())


def assets(previous: Bundle | None) -> Iterator[Entry]:
    """Stylesheet and scripts, so that a first visit in an outage needs nothing of Django either."""
    for name, kind in ASSETS.items():
        url, found = static(name), finders.find(name)
        if not found or not url.startswith("/"):
            continue
        named_by_content = url.rsplit("/", 1)[-1] != name.rsplit("/", 1)[-1]
        yield asset(url, kind, Path(found).read_bytes(), previous, max_age=YEAR if named_by_content else 60)
    yield asset(widget.SCRIPT, JS, widget_script(), previous, max_age=300)


def asset(url: str, kind: str, body: bytes, previous: Bundle | None, *, max_age: int) -> Entry:
    """The same for every page and language."""
    old = previous and previous.by_key.get(("", "", url))
    fresh = bundle.fingerprint(body)
    if old and old.fingerprint == fresh:
        return old
    return bundle.entry("", "", url, kind, body, max_age=max_age, fingerprint=fresh)


def widget_script() -> bytes:
    """Under an address that never changes, because other people's pages name it."""
    return Path(str(finders.find(WIDGET))).read_bytes()


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
