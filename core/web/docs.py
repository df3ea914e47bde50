"""The description of the API: OpenAPI for programs, a page for people."""

import json
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator


@lru_cache(maxsize=8)
def description(language: str) -> bytes:
    """Built once per process and language: it takes a second of work, and strangers may ask for it."""
    with override(language):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    return json.dumps(schema, ensure_ascii=False, default=str).encode()


@require_safe
def api_schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON; open to all, because it says nothing about what is stored."""
    return HttpResponse(description(get_language() or "en"), content_type="application/json")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI, shipped with us: nothing is loaded from elsewhere and no script stands in the page."""
    return render(request, "api_docs.html")
