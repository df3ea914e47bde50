"""What `base/public.html` needs on pages Django answers itself (a context processor)."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from core.text.translations import pick
from incidents.statuspages import doors, rendering
from incidents.statuspages.doors import Door
from incidents.statuspages.page import Wording, Words


def public(request: HttpRequest) -> dict[str, Any]:
    door = doors.of(request)
    return {
        "brand": SimpleLazyObject(lambda: _brand(door)),
        "languages": SimpleLazyObject(lambda: rendering.offered(door.shown.offered)),
        "wording": SimpleLazyObject(lambda: _wording(door)),
        "is_private": SimpleLazyObject(lambda: door.shown.is_private),
        "path": request.path_info,
        "root": get_script_prefix(),
        "stylesheet": SimpleLazyObject(lambda: static("core/public.css")),
        "script": SimpleLazyObject(lambda: static("core/public.js")),
    }


def _brand(door: Door) -> str:
    """The name of the page of this host in the reader's language."""
    names = {row.language: row.name for row in door.words}
    return names.get(_language(), door.shown.name)


def _wording(door: Door) -> Wording:
    """Help and foot; the welcome stands on the status page alone."""
    foot = pick([row for row in door.words if row.footer_html], _language())
    help_row = pick([row for row in door.words if row.support_url], _language())
    return Wording(
        support=Words(help_row.support_label, help_row.language) if help_row else Words(""),
        support_url=help_row.support_url if help_row else "",
        footer=Words(foot.footer_html, foot.language) if foot else Words(""),
    )


def _language() -> str:
    return (get_language() or "en").split("-")[0]
