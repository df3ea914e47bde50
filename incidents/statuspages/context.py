"""What `base/public.html` needs on pages Django answers itself (a context processor)."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from incidents.statuspages import queries, rendering
from incidents.statuspages.models import StatusPage


def public(request: HttpRequest) -> dict[str, Any]:
    return {
        "brand": SimpleLazyObject(lambda: _brand(request)),
        "languages": rendering.LANGUAGES,
        "path": request.path_info,
        "root": get_script_prefix(),
        "stylesheet": SimpleLazyObject(lambda: static("core/public.css")),
        "script": SimpleLazyObject(lambda: static("core/public.js")),
    }


def _brand(request: HttpRequest) -> str:
    """The name of the page of this host in the reader's language."""
    rows = list(StatusPage.objects.prefetch_related("translations"))
    page = queries.for_host(rows, request.get_host())
    if page.pk is None:
        return page.name
    names = {row.language: row.name for row in page.translations.all()}
    return names.get((get_language() or "en").split("-")[0], page.name)
