"""The name under which we speak. The page's slice stands above this one and is named by a setting."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from core.text.translations import Language


@dataclass(frozen=True, slots=True)
class Masthead:
    """The default page as a reader of one language sees it; `url` without a trailing slash."""

    name: str
    time_zone: str
    public_id: str
    url: str


def mastheads() -> dict[str, Masthead]:
    """One per language, from the function that `settings.MASTHEADS` names; by our address before there is a page."""
    found: dict[str, Masthead] = provider()() if settings.MASTHEADS else {}
    return found or dict.fromkeys(Language.values, nameless())


def provider() -> Callable[[], dict[str, Masthead]]:
    return import_string(settings.MASTHEADS)


def nameless() -> Masthead:
    host = urlsplit(settings.PUBLIC_URL).hostname or "status"
    return Masthead(name=host, time_zone="UTC", public_id="", url=settings.PUBLIC_URL)
