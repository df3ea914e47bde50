"""What every page of the community is made with: the same for every reader, and kept for some seconds."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.text.translations import Language
from feedback.doors.form.views.follow import Frame
from incidents.catalogue.models import Component

View = Callable[..., HttpResponse]
FRESH_SECONDS = 10
NAMES_SECONDS = 60


def shared(view: View) -> View:
    """No cookie is read, so one answer serves everybody; what a redirect adds to the address is for one reader."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_private(request)
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or "done" in request.GET:
            patch_cache_control(response, private=True, no_store=True)
            return response
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return answer


def refuse_private(request: HttpRequest) -> None:
    """A page for invited readers has no community: what is said there would be public."""
    if request.door.page.is_private:
        raise Http404


def language() -> str:
    code = (get_language() or "en").split("-")[0]
    return code if code in Language.values else Language.ENGLISH.value


def frame(request: HttpRequest) -> Frame:
    return Frame(ZoneInfo(request.door.page.time_zone))


def components() -> list[tuple[str, str]]:
    """Public id and name of the functions customers know, in the reader's language; kept for a minute."""
    code = language()

    def read() -> list[tuple[str, str]]:
        rows = Component.objects.public().prefetch_related("translations").order_by("position", "name", "pk")
        return [(row.public_id, row.name_in(code)) for row in rows]

    return cache.get_or_set(f"feedback.community.components.{code}", read, NAMES_SECONDS)


def back(address: str) -> HttpResponse:
    """To a page that reading again repeats nothing."""
    response = redirect(address)
    response.status_code = 303
    return response
