"""From the frozen page to HTML. No query, no request: the same bytes for every reader."""

from typing import Any

from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from incidents.statuspages import baring, labels
from incidents.statuspages.page import IncidentCard, Page

LANGUAGES = (("en", "English"), ("fr", "Français"), ("ja", "日本語"))


def frame(page: Page, path: str) -> dict[str, Any]:
    """What `base/public.html` needs. `root` leads from `path` to the page's home by a relative address,
    so that the same bytes serve /x/ and /fr/x/ and a reader stays in the chosen language."""
    return {
        "page": page,
        "brand": page.name,
        "LANGUAGE_CODE": page.language,
        "languages": LANGUAGES,
        "path": path,
        "root": "../" * (path.count("/") - 1) or "./",
        "stylesheet": static("core/public.css"),
        "script": static("core/public.js"),
    }


def home(page: Page) -> str:
    """The status page itself."""
    with translation.override(page.language):
        state, sentence, explanation = labels.banner(page)
        context = frame(page, "/") | {
            "banner_state": state,
            "banner": sentence,
            "banner_more": explanation,
            "components": components(page),
            "runs": baring.runs(page.days),
        }
        return get_template("public/page.html").render(context)


def incident(page: Page, card: IncidentCard) -> str:
    """The story of one incident."""
    with translation.override(page.language):
        context = frame(page, f"/incidents/{card.reference}/") | {"card": card}
        return get_template("public/incident.html").render(context)


def components(page: Page) -> SafeString:
    """The list of components with their day bars, joined as one string (a grid in a template costs 100 ×)."""
    return mark_safe("".join(baring.group(group, page) for group in page.groups))
