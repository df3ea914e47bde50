"""Every URL is either listed as public or refuses a stranger (reliability: Who may see what)."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# Routes a reader without an account may open. Everything else must refuse.
PUBLIC = re.compile(
    r"""^/(?:(?:en|fr|ja)/)?(?:
      (?:incidents|history|subscribe|s|feedback|community|language)(?:/|$)   # pages of the public site
    | history\.(?:atom|rss)$ | calendar\.ics$ | badge\.svg$ | badge/ | live\.json$ | widget\.(?:js|json)$ | embed/$
    | api/v2/                                           # Statuspage's own public endpoints
    | api/v1/schema/ | api/docs/                        # the description of the API
    | healthz | readyz | metrics                        # metrics answers only with the right or from the machine itself
    | v2/enqueue$                                       # programs show their key in the body: 400 without one
    | static/ | favicon\.ico$ | sitemap\.xml$ | robots\.txt$
    | admin/(?:login|logout|jsi18n)/                    # the way in and out, and texts of the date picker
    )""",
    re.X,
)
SAMPLES = {
    "int": "1", "pk": "1", "object_id": "1", "app_label": "core", "reference": "INC-2026-0001", "token": "x",
    "slug": "x", "name": "x", "content_type_id": "1", "url": "x", "format": "json", "path": "x",
}  # fmt: skip


def sample(pattern: str) -> str:
    """An address that fits a route: converters and named groups filled with something harmless."""
    path = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda match: SAMPLES.get(match[1], "1"), pattern)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: SAMPLES.get(match[1], "1"), path)
    return re.sub(r"[\^$?\\]|\(\.\*\)", "", path).replace("/1html", "/1.html")


def addresses() -> list[str]:
    found: list[str] = []

    def walk(patterns, prefix: str) -> None:
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern):
                found.append("/" + sample(path).lstrip("/"))

    walk(get_resolver().url_patterns, "")
    return sorted({path for path in found if path != "/"})


CLOSED = [path for path in addresses() if not PUBLIC.match(path)]


METHODS = ("get", "post", "put", "patch", "delete")


def refuses(answer) -> bool:
    to_login = answer.status_code == 302 and "/login/" in answer["Location"]
    return to_login or answer.status_code in {401, 403, 404, 405, 410, 503}


@pytest.mark.django_db
@pytest.mark.parametrize("path", CLOSED)
def test_a_stranger_is_refused(client, path):
    answers = {method: getattr(client, method)(path) for method in METHODS}

    assert {method: answer.status_code for method, answer in answers.items() if not refuses(answer)} == {}


def test_the_walk_finds_the_staff_interface_and_the_api():
    assert any(path.startswith("/admin/core/user/") for path in CLOSED)
