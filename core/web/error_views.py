"""Django's error handlers: a problem document under /api/, a page elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from core.web import problems
from core.web.problems import Problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if problems.is_api(request):
        return problems.response(Problem(400))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if problems.is_api(request):
        return problems.response(Problem(403))
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if problems.is_api(request):
        return problems.response(Problem(404))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if problems.is_api(request):
        return problems.response(Problem(500))
    return defaults.server_error(request)


@csrf_exempt  # or a POST would be told of a cookie instead of the wrong address
def no_such_endpoint(request: HttpRequest) -> HttpResponse:
    """The last route under /api/, so that DEBUG's yellow page never answers a program."""
    return problems.response(Problem(404))
