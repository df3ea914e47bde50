"""The layer before Django: readers are answered from memory, without a query, template or session."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from incidents.statuspages import shelf
from incidents.statuspages.bundle import Bundle, Entry

LANGUAGES = ("en", "fr", "ja")
COOKIE = "django_language="
FRAME = "/embed/"  # the one page that other sites may frame
LOOK_SECONDS = 0.2
NOSNIFF = ("X-Content-Type-Options", "nosniff")  # all that protects what is no page
Environ = dict[str, Any]
Headers = list[tuple[str, str]]


class Answer:
    """One entry with its headers ready; the plain bytes are made when first asked for."""

    __slots__ = ("_plain", "entry", "etag", "fresh", "headers", "plain_headers", "zipped", "zipped_headers")

    def __init__(self, entry: Entry, extra: Headers, *, negotiated: bool) -> None:
        self.entry, self.etag, self.zipped, self._plain = entry, entry.etag, entry.zipped, None
        vary = "Accept-Encoding, Accept-Language, Cookie" if negotiated else "Accept-Encoding"
        cache = "public, max-age=" + (f"{entry.max_age}, immutable" if entry.max_age > 86_400 else str(entry.max_age))
        page = entry.kind.startswith("text/html")
        shared: Headers = [*(extra if page else [NOSNIFF]), ("Vary", vary), ("Cache-Control", cache)]
        if entry.language:
            shared.append(("Content-Language", entry.language))
        if entry.kind.startswith(("application/json", "image/svg+xml")):  # made for other people's pages
            shared.append(("Access-Control-Allow-Origin", "*"))
        # A 304 renews what the reader's browser keeps; the headers of the kept answer stay as they are.
        kept = {"Vary", "Cache-Control", "Access-Control-Allow-Origin"}
        self.fresh = [*(each for each in shared if each[0] in kept), ("ETag", f'"{entry.etag}"')]
        typed = [("Content-Type", entry.kind), *shared]
        self.zipped_headers = [
            *typed,
            ("ETag", f'"{entry.etag}-gz"'),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(entry.zipped))),
        ]
        self.plain_headers = [*typed, ("ETag", f'"{entry.etag}"')]

    @property
    def plain(self) -> bytes:
        if self._plain is None:
            self._plain = self.entry.plain
            self.plain_headers = [*self.plain_headers, ("Content-Length", str(len(self._plain)))]
        return self._plain


class Shelves:
    """A bundle laid out for look-up: page → path → answer, or path → language → answer."""

    def __init__(self, bundle: Bundle, extra: Headers, framed: Headers = ()) -> None:
        self.framed = [*framed] or extra
        self.sequence, self.generated_at, self.hosts = bundle.sequence, bundle.generated_at, bundle.hosts
        self.default = bundle.hosts.get("", "")
        self.fixed: dict[str, dict[str, Answer]] = {key: {} for key in bundle.languages}
        self.negotiated: dict[str, dict[str, dict[str, Answer]]] = {key: {} for key in bundle.languages}
        self.languages, self.closed = bundle.languages, frozenset(bundle.closed)
        self.offered = {page: tuple(bundle.offered.get(page, LANGUAGES)) for page in bundle.languages}
        for entry in bundle.entries:
            self.lay(entry, extra)

    def lay(self, entry: Entry, extra: Headers) -> None:
        if entry.path == FRAME:
            extra = self.framed
        if not entry.statuspage:  # a stylesheet or script, the same for every page
            for shelf_of_page in self.fixed.values():
                shelf_of_page[entry.path] = Answer(entry, extra, negotiated=False)
            return
        fixed = self.fixed[entry.statuspage]
        if not entry.language:
            fixed[entry.path] = Answer(entry, extra, negotiated=False)
            return
        fixed[f"/{entry.language}{entry.path}"] = Answer(entry, extra, negotiated=False)
        # Feed readers and calendars negotiate nothing: they get the page's own language.
        if entry.path.startswith(("/history.", "/calendar.")):
            if entry.language == self.languages[entry.statuspage]:
                fixed[entry.path] = Answer(entry, extra, negotiated=False)
        else:
            languages = self.negotiated[entry.statuspage].setdefault(entry.path, {})
            languages[entry.language] = Answer(entry, extra, negotiated=True)

    def find(self, environ: Environ) -> Answer | None:
        host = environ.get("HTTP_HOST", "")
        page = self.hosts.get(host)
        if page is None:
            bare = host.partition(":")[0].lower()
            if self.closed and (bare in self.closed or host.lower() in self.closed):
                return None
            page = self.hosts.get(bare) or self.default
        path = environ["PATH_INFO"]
        answer = self.fixed[page].get(path)
        if answer is None:
            languages = self.negotiated[page].get(path)
            if languages is None:
                return None
            answer = languages.get(language_of(environ, self.languages[page], self.offered[page]))
        return answer


class Front:
    """WSGI in, WSGI out; whatever is not on the shelf is Django's.

    Pages get the headers `extra`, the one for frames `framed`.
    `poll` is asked every second in a thread of its own; it may return a newer bundle from elsewhere.
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        folder: Path,
        *,
        extra: Headers = (),
        framed: Headers = (),
        poll: Callable[[int], Bundle | None] | None = None,
    ) -> None:
        self.application, self.folder, self.extra, self.poll = application, folder, list(extra), poll
        self.framed = list(framed)
        self.shelves: Shelves | None = None
        self.stamp, self.next_look, self.age = None, 0.0, ("X-Candor-Snapshot-Age", "0")
        self.lock, self.thread = threading.Lock(), None

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "GET" or method == "HEAD":
            if time.monotonic() > self.next_look:
                self.look()
            answer = self.shelves and self.shelves.find(environ)
            if answer:
                return self.answer(answer, environ, start_response, method)
        return self.application(environ, start_response)

    def answer(
        self, answer: Answer, environ: Environ, start_response: Callable[..., Any], method: str
    ) -> Iterable[bytes]:
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and answer.etag in known:
            start_response("304 Not Modified", [*answer.fresh, self.age])
            return ()
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body, headers = answer.zipped, answer.zipped_headers
        else:
            body = answer.plain
            headers = answer.plain_headers
        start_response("200 OK", [*headers, self.age])
        return () if method == "HEAD" else (body,)

    def look(self) -> None:
        """At most every fifth of a second: has the file changed? One stat."""
        self.next_look = time.monotonic() + LOOK_SECONDS
        if not self.lock.acquire(blocking=False):
            return
        try:
            stamp = shelf.stamp(self.folder)
            if stamp is not None and stamp != self.stamp:
                self.stamp = stamp
                self.take(shelf.take(self.folder))
            if self.shelves:
                age = (datetime.now(UTC) - self.shelves.generated_at).total_seconds()
                self.age = ("X-Candor-Snapshot-Age", str(max(0, int(age))))
            if self.poll and self.thread is None:
                self.thread = threading.Thread(target=self.watch, name="candor-snapshot", daemon=True)
                self.thread.start()
        finally:
            self.lock.release()

    def take(self, bundle: Bundle | None) -> None:
        """Serve this bundle unless the one served is newer."""
        if bundle and (self.shelves is None or bundle.sequence > self.shelves.sequence):
            self.shelves = Shelves(bundle, self.extra, self.framed)

    def watch(self) -> None:
        """Once a second, apart from any reader; what it can't reach leaves everything as it is."""
        while True:
            self.take(self.poll(self.shelves.sequence if self.shelves else 0))
            time.sleep(1)


def language_of(environ: Environ, default: str, offered: tuple[str, ...] = LANGUAGES) -> str:
    """Cookie, then Accept-Language, then the page's own; among the languages the page is offered in."""
    cookies = environ.get("HTTP_COOKIE")
    if cookies and COOKIE in cookies:
        chosen = cookies.partition(COOKIE)[2][:2]
        if chosen in offered:
            return chosen
    accepted = environ.get("HTTP_ACCEPT_LANGUAGE")
    return negotiate(accepted, default, offered) if accepted else default


@lru_cache(maxsize=2048)
def negotiate(accepted: str, default: str, offered: tuple[str, ...] = LANGUAGES) -> str:
    """The known language with the highest weight (RFC 9110, 12.5.4); the first of equals."""
    best, weight = default, 0.0
    for part in accepted[:1000].split(","):
        tag, _, rest = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        try:
            quality = float(rest.partition("=")[2] or 1)
        except ValueError:
            continue
        if language in offered and quality > weight:
            best, weight = language, quality
    return best
