"""A real Chromium on a real server. `page` collects what the console complains about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from core.accounts.models import User

DESKTOP = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Window:
    """One browser window, and what went wrong in it."""

    context: BrowserContext
    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, user: User) -> "Window":
        client = Client()
        client.force_login(user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        self.context.add_cookies([{**cookie, "url": self.base}])
        return self

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture
def window(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Window]]:
    """`window(size, **context options)` opens one; none of them may leave a complaint in the console."""
    opened: list[Window] = []

    def make(size: dict[str, int] = DESKTOP, **options: Any) -> Window:
        context = chromium.new_context(viewport=size, **options)
        context.set_default_timeout(10_000)
        made = Window(context, context.new_page(), live_server.url)
        made.page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        opened.append(made)
        return made

    yield make
    complaints = [complaint for each in opened for complaint in each.complaints]
    for each in opened:
        each.context.close()
    assert complaints == []
