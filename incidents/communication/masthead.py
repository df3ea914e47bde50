"""The name under which we speak. The page's slice stands above this one and is named by a setting."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from core.text.translations import Language

DEFAULT = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """A page as a reader of one language sees it; `url` without a trailing slash.

    It is about `components` and `regions`; None means all.
    """

    name: str
    time_zone: str
    public_id: str
    url: str
    components: frozenset[int] | None = None
    regions: frozenset[int] | None = None


Heads = dict[str, Masthead]


def mastheads() -> Heads:
    """The default page's, one per language."""
    return every()[DEFAULT]


def every() -> dict[str, Heads]:
    """By public id those of the pages that somebody follows, and as "" the default page's.

    From the function that `settings.MASTHEADS` names; by our address before there is a page.
    """
    found: dict[str, Heads] = provider()() if settings.MASTHEADS else {}
    return {DEFAULT: dict.fromkeys(Language.values, nameless())} | found


def provider() -> Callable[[], dict[str, Heads]]:
    return import_string(settings.MASTHEADS)


def nameless() -> Masthead:
    host = urlsplit(settings.PUBLIC_URL).hostname or "status"
    return Masthead(name=host, time_zone="UTC", public_id="", url=settings.PUBLIC_URL)
