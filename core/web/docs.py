"""The readable description of the API."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI, shipped with us: nothing is loaded from elsewhere and no script stands in the page."""
    return render(request, "api_docs.html")
