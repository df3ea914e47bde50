"""Which page a request asks for, and whether its reader may open it."""

import time
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from incidents.statuspages import keys, policies, queries
from incidents.statuspages.models import StatusPage, StatusPageTranslation
from incidents.subscribers.offers import EVERYTHING, Offer

COOKIE = "candor_page"
# Staff, programs and the machine itself bring their own right; all else on a private page's host belongs to the page.
ELSEWHERE = ("/admin/", "/api/", "/v2/", "/healthz", "/readyz", "/metrics", "/static/", "/demo/", "/private/")
STATUSPAGE = "/api/v2/"


class Kept:
    """The pages, read at most every `PAGES_KEPT_SECONDS` by a process: every request of the public site asks for its
    own, and a flood must not ask the database each time. To be read alone: the rows are everybody's."""

    def __init__(self) -> None:
        self.read_at, self.rows = float("-inf"), []

    def pages(self) -> list[StatusPage]:
        now = time.monotonic()
        if now - self.read_at >= settings.PAGES_KEPT_SECONDS:
            self.rows, self.read_at = list(StatusPage.objects.order_by("id")), now
        return self.rows


_kept = Kept()


def forget() -> None:
    """Read anew the next time."""
    _kept.read_at = float("-inf")


def is_public_site(path: str) -> bool:
    """Whether `path` is part of a page's own site; what nobody listed is."""
    return path.startswith(STATUSPAGE) or not path.startswith(ELSEWHERE)


class Door:
    """Hangs on every request as `request.door`; reads nothing before it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def pages(self) -> list[StatusPage]:
        return _kept.pages()

    @cached_property
    def page(self) -> StatusPage:
        """The page of this host."""
        return queries.for_host(self.pages, self.request.get_host())

    @cached_property
    def is_open(self) -> bool:
        """A private page opens with a link's cookie, or for signed in staff with the right."""
        if not self.page.is_private:
            return True
        token = self.request.COOKIES.get(COOKIE, "")
        if token and keys.opens(self.page, token, at=timezone.now()):
            return True
        return policies.can_read_private(self.request.actor)

    @cached_property
    def offer(self) -> Offer:
        """What somebody who subscribes here may choose from."""
        page = self.page
        if page.pk is None:
            return EVERYTHING
        listed = page.components.public().values_list("pk", flat=True)
        components = None if page.all_components else frozenset(listed)
        regions = frozenset(page.regions.values_list("pk", flat=True)) or None
        return Offer("" if page.is_default else page.public_id, components, regions, page.offered)

    @property
    def shown(self) -> StatusPage:
        """Whose name may stand on an answer: a private page says its own only to its readers."""
        return self.page if self.is_open else queries.default(self.pages)

    @cached_property
    def words(self) -> list[StatusPageTranslation]:
        """The own words of the page shown, in every language."""
        return list(self.shown.translations.all()) if self.shown.pk else []


def of(request: HttpRequest) -> Door:
    """The request's door, also where no middleware has put one (an early error)."""
    found = getattr(request, "door", None)
    return found if found is not None else Door(request)
