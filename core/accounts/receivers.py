"""Every factor that comes or goes is in the audit trail."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from core.actor import written


def _tell(verb: str, request: HttpRequest, user: Model, authenticator: Authenticator) -> None:
    data = {"owner": str(user), "type": str(authenticator.type)}
    kind = f"mfa.authenticator.{verb}"
    written.send(sender=Authenticator, kind=kind, on=user, by=request.actor, at=timezone.now(), data=data)


@receiver(signals.authenticator_added)
def added(request: HttpRequest, user: Model, authenticator: Authenticator, **_: Any) -> None:
    _tell("created", request, user, authenticator)


@receiver(signals.authenticator_removed)
def removed(request: HttpRequest, user: Model, authenticator: Authenticator, **_: Any) -> None:
    _tell("deleted", request, user, authenticator)


@receiver(signals.authenticator_reset)
def renewed(request: HttpRequest, user: Model, authenticator: Authenticator, **_: Any) -> None:
    _tell("changed", request, user, authenticator)
