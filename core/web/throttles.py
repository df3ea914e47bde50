"""So many requests a minute for each token or person, fewer for an address nobody knows."""

from typing import Any

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class ActorThrottle(SimpleRateThrottle):
    """Counts in the cache: per process with the default cache, exact with a shared one."""

    scope = "actor"

    def get_rate(self) -> str:
        return settings.API_RATE

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": whose(request)}


class GuessThrottle(ActorThrottle):
    """Wrong tokens, counted by address; asked by the authentication, which comes before other throttles."""

    scope = "guess"


def refuse_guesses(request: Request) -> None:
    """Raise 429 when this address has brought too many wrong tokens."""
    throttle = GuessThrottle()
    if not throttle.allow_request(request, None):
        raise Throttled(throttle.wait())


def whose(request: Request) -> str:
    actor = request.actor
    if actor.token_id is not None:
        return f"token:{actor.token_id}"
    if actor.user_id is not None:
        return f"user:{actor.user_id}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"
