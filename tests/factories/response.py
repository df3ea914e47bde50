"""People with rights, and incidents told by the public actions."""

from datetime import UTC, datetime
from typing import Any

from config.roles import ROLES
from core.accounts.models import User
from core.actor import Actor, Kind
from incidents.response import actions as response
from incidents.response.models import Incident
from tests.factories import catalogue

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def person(name: str = "Rita Responder", role: str = "Incident commander") -> tuple[User, Actor]:
    """A member of staff and the same one as an actor, with the rights of `role` (config.roles)."""
    user, _ = User.objects.get_or_create(
        username=name.lower().replace(" ", "."),
        defaults={"first_name": name.split()[0], "last_name": name.split()[-1], "is_staff": True},
    )
    return user, Actor(kind=Kind.USER, label=name, user_id=user.pk, rights=frozenset(ROLES.get(role, set())))


def actor(name: str = "Rita Responder", role: str = "Incident commander") -> Actor:
    return person(name, role)[1]


def incident(*, by: Actor | None = None, at: datetime = NOON, **fields: Any) -> Incident:
    """A declared incident: unplanned, level 3, commanded by `by` (Rita)."""
    fields.setdefault("title", "Playback fails for some customers")
    fields.setdefault("severity", catalogue.severities()[3])
    return response.declare(by=by or actor(), at=at, **fields)
