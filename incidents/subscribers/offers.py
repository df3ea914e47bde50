"""What the page somebody subscribes on shows, and where its links lead. The pages' slice stands above this one:
it hangs its offer on the request, and a setting names where its addresses come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.text.translations import Language


@dataclass(frozen=True, slots=True)
class Offer:
    """`page` is the page's public id, "" for the default page. None means everything there is."""

    page: str = ""
    components: frozenset[int] | None = None
    regions: frozenset[int] | None = None
    languages: tuple[str, ...] = tuple(Language.values)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a page other than the default one lies, and what it is called by language."""

    host: str
    url: str
    names: Mapping[str, str]


EVERYTHING = Offer()


def of(request: HttpRequest) -> Offer:
    return getattr(request, "offer", EVERYTHING)


def base(page: str) -> str:
    """The address a subscriber's links begin with, without a trailing slash."""
    return bases().get(page, settings.PUBLIC_URL) if page else settings.PUBLIC_URL


def bases() -> dict[str, str]:
    """Address by public id of every public page but the default one."""
    return {page: home.url for page, home in homes().items()}


def name(page: str, language: str) -> str:
    """What the page is called in `language`; "" for the default one and one that is gone."""
    home = homes().get(page) if page else None
    return home.names[language] if home else ""


def problem(page: str) -> str:
    """What is wrong with this page for a subscriber; "" when nothing is."""
    return (
        ""
        if not page or page in homes()
        else _("Give the id of a public status page; leave it empty for the default one.")
    )


def homes() -> dict[str, Home]:
    """By public id every public page but the default one; two statements."""
    return provider()() if settings.PAGE_HOMES else {}


def provider() -> Callable[[], dict[str, Home]]:
    return import_string(settings.PAGE_HOMES)
