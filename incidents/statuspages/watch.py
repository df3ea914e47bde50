"""Sets the front layer before Django: where the bundle lies, which headers it adds, how it hears of news."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from csp.utils import build_policy
from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from incidents.statuspages import actions
from incidents.statuspages.bundle import Bundle
from incidents.statuspages.front import Front, Headers

log = logging.getLogger(__name__)


def front(application: Callable[..., Iterable[bytes]]) -> Front:
    return Front(
        application, Path(settings.SNAPSHOT_DIR), extra=protection(), framed=protection(framed=True), poll=Poll()
    )


def protection(*, framed: bool = False) -> Headers:
    """The headers Django's middleware puts on every answer, for the answers Django never sees; `framed` for the page
    that other sites may frame."""
    rules = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], **({"frame-ancestors": ["*"]} if framed else {})}
    headers = [
        ("Content-Security-Policy", build_policy(config=rules)),
        ("X-Content-Type-Options", "nosniff"),
        *([] if framed else [("X-Frame-Options", settings.X_FRAME_OPTIONS)]),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    if settings.SECURE_HSTS_SECONDS:
        hsts = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        headers.append(("Strict-Transport-Security", hsts))
    return headers


class Poll:
    """One small statement a second; silent while the database is away, and says so once."""

    def __init__(self) -> None:
        self.away = False

    def __call__(self, known: int) -> Bundle | None:
        try:
            connection.close_if_unusable_or_obsolete()
            found = actions.follow(known, at=timezone.now())
        except Error as error:
            self.say(error)
            connection.close()
            return None
        except Exception as error:  # news nobody can read: readers keep the page they have, and the next look comes
            self.say(error)
            return None
        self.away = False
        return found

    def say(self, error: Exception) -> None:
        if not self.away:
            log.warning("The snapshot goes on as it is; no news of a newer one: %s", error)
        self.away = True
