"""`/sitemap.xml`: an index of the parts that slices add; `/robots.txt` names it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_parts: list[str] = []


def register(path: str) -> None:
    """Add the address of a sitemap, without a language and with its first slash."""
    if path not in _parts:
        _parts.append(path)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    base = settings.PUBLIC_URL.rstrip("/")
    rows = "".join(f"<sitemap><loc>{base}{path}</loc></sitemap>" for path in sorted(_parts))
    body = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse(f"{body}{rows}</sitemapindex>\n", content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Private pages say "noindex" themselves; here only where to look."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        f"Sitemap: {settings.PUBLIC_URL.rstrip('/')}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
