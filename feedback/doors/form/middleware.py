"""A form that fails on our side keeps what was written (reliability 12)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from feedback.doors.form import keeping

Answer = Callable[[HttpRequest], HttpResponse]


class KeepText:
    """Stands outside of all that asks the database: there, too, a database may be away."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_ours = request.method == "POST" and request.path_info.startswith("/feedback/")
        if response.status_code >= 500 and is_ours and not settings.DEBUG and "text" in request.POST:
            return keeping.page(request)
        return response
