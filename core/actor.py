"""Who acts, and the one place where an action refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.dispatch import Signal

# Sent by the doors (API exception handler, middleware, admin buttons) after the refused transaction
# has rolled back: a row written inside it would vanish with it. `core.audit` keeps it.
refused = Signal()
# Sent by doors that write reference data without an action (staff forms, plain API resources):
# kind, on, by, at, data. `core.audit` keeps it, so that every write says who.
written = Signal()


class Kind(StrEnum):
    USER = "user"
    TOKEN = "token"
    SOURCE = "source"
    VISITOR = "visitor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts. `rights` are Django permission names ("incidents.publish_update").

    A token's `rights` are its owner's, already cut down to what its scopes allow, so that a
    token never exceeds its owner's role. `user_id` is the person behind a user or token.
    """

    kind: Kind
    label: str
    user_id: int | None = None
    token_id: int | None = None
    rights: frozenset[str] = field(default_factory=frozenset)
    superuser: bool = False

    def may(self, right: str) -> bool:
        return self.superuser or right in self.rights


SYSTEM = Actor(kind=Kind.SYSTEM, label="Candor", superuser=True)


def visitor(label: str = "visitor") -> Actor:
    """A reader without an account; may do only what policies grant to everybody."""
    return Actor(kind=Kind.VISITOR, label=label)


class Refused(PermissionDenied):
    """A rule said no. Carries what the security log needs."""

    def __init__(self, *, rule: str, actor: Actor, on: object, reason: str = "") -> None:
        super().__init__(reason or "You are not allowed to do this.")
        self.rule, self.actor, self.on = rule, actor, on


def require(rule: Callable[..., Any], actor: Actor, *objects: object) -> None:
    """Raise `Refused` unless `rule(actor, *objects)` holds."""
    if not rule(actor, *objects):
        raise Refused(rule=f"{rule.__module__}.{rule.__name__}", actor=actor, on=objects[0] if objects else None)
