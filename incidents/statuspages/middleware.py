"""A language at the start of the address (/fr/, /ja/, /en/) beats cookie and Accept-Language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import set_script_prefix

from core.text.translations import Language

PREFIXES = tuple(f"/{code}" for code in Language.values)


class PathLanguage:
    """Mounts the whole site under each language: the rest of Django sees the address without it.

    Every link made by `reverse` or from `root` then keeps the reader in the chosen language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
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
