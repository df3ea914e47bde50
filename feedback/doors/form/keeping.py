"""The page that gives a customer his words back when we could not keep them. It asks no database."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.translation import get_language

RETRY_AFTER_SECONDS = 20
SHOWN = "text"


def page(request: HttpRequest) -> HttpResponse:
    """Everything that was posted, ready to be sent again: the same form token makes sure it counts once."""
    context = {
        "brand": "Status",
        "languages": (),
        "wording": None,
        "is_private": True,  # a page for this reader alone: no feeds, no search engine
        "LANGUAGE_CODE": (get_language() or "en").split("-")[0],
        "path": request.path_info,
        "root": get_script_prefix(),
        "stylesheet": static("core/public.css"),
        "script": static("core/public.js"),
        "action": request.get_full_path(),
        "text": request.POST.get(SHOWN, ""),
        "others": [(name, each) for name, values in request.POST.lists() if name != SHOWN for each in values],
        "had_files": bool(request.FILES),
    }
    response = HttpResponse(render_to_string("public/feedback/kept.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
