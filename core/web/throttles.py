"""So many requests a minute for each token or person, fewer for an address nobody knows."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class ActorThrottle(SimpleRateThrottle):
    """Counts in the cache: per process with the default cache, exact with a shared one."""

    scope = "actor"

    def get_rate(self) -> str:
        return settings.API_RATE

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": whose(request)}


def whose(request: Request) -> str:
    actor = request.actor
    if actor.token_id is not None:
        return f"token:{actor.token_id}"
    if actor.user_id is not None:
        return f"user:{actor.user_id}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"
