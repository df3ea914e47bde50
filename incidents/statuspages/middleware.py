"""The host says which page is asked for; a language at the start of the address beats cookie and Accept-Language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port, validate_host
from django.urls import set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from core.text.translations import Language
from incidents.statuspages import doors
from incidents.statuspages.front import language_of
from incidents.statuspages.models import StatusPage

PREFIXES = tuple(f"/{code}" for code in Language.values)
LETTERS = ("/subscribe/", "/feedback/F-")  # what a letter leads to
SUBSCRIPTIONS = "/subscribe/"
Answer = Callable[[HttpRequest], HttpResponse]


class KnownHosts:
    """The host of a page is ours as soon as the page is there: ALLOWED_HOSTS need not name it, nothing restarts."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "").lower()
        name = split_domain_port(host)[0]
        strange = name and not validate_host(name, settings.ALLOWED_HOSTS)
        if strange and StatusPage.objects.filter(host__in={name, host}).exists():
            settings.ALLOWED_HOSTS.append(name)
        return self.get_response(request)


class PathLanguage:
    """Mounts the whole site under each language: the rest of Django sees the address without it.

    Every link made by `reverse` or from `root` then keeps the reader in the chosen language.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        prefix = request.path_info[:3]
        if prefix in PREFIXES and request.path_info[3:4] == "/":
            self.mount(request, prefix)
        return self.get_response(request)

    def mount(self, request: HttpRequest, prefix: str) -> None:
        request.path_info = request.META["PATH_INFO"] = request.path_info[3:]
        request.META["SCRIPT_NAME"] = request.META.get("SCRIPT_NAME", "") + prefix
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = prefix[1:]
        set_script_prefix(f"{request.META['SCRIPT_NAME']}/")


class HostPage:
    """Gives each request its page; refuses strangers of a private one as if nothing were there.

    Needs the actor, so it stands behind the one that says who asks.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = request.door = doors.Door(request)
        request.offer = SimpleLazyObject(lambda: door.offer)
        response = self.get_response(request)
        if doors.is_public_site(request.path_info) and request.door.page.is_private:
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Referrer-Policy"] = "no-referrer"
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if not doors.is_public_site(request.path_info):
            return None
        if not request.door.is_open or (request.door.page.is_private and request.path_info.startswith(SUBSCRIPTIONS)):
            raise Http404  # nobody subscribes on a private page: its words must not travel by mail
        return self.spoken(request, request.door.page)

    def spoken(self, request: HttpRequest, page: StatusPage) -> HttpResponse | None:
        """Only in the page's languages, chosen as the layer in front chooses.

        Who asks for another by its address is led to the page's own; what a letter leads to stays in the
        language of the letter.
        """
        prefix = request.META.get("SCRIPT_NAME", "")[-3:]
        if prefix not in PREFIXES:
            request.LANGUAGE_CODE = language_of(request.META, page.language, page.offered)
            translation.activate(request.LANGUAGE_CODE)
            return None
        letter = request.path_info.startswith(LETTERS)
        if prefix[1:] in page.offered or letter or request.method not in {"GET", "HEAD"}:
            return None
        query = request.META.get("QUERY_STRING", "")
        where = f"/{page.language}{request.path_info}{f'?{query}' if query else ''}"
        answer = HttpResponseRedirect(where)
        if not page.is_private:
            answer["Access-Control-Allow-Origin"] = "*"  # a widget on somebody else's page asks in that page's language
        return answer
