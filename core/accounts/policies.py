"""Who may make and end tokens."""

from core.accounts.models import ApiToken, User
from core.actor import Actor, Kind


def can_add_person(actor: Actor) -> bool:
    """Only a person: a leaked token must not make itself a colleague."""
    return actor.kind == Kind.USER and actor.may("core.add_user")


def can_change_person(actor: Actor, person: User) -> bool:
    """Nobody below a superuser touches a superuser's account."""
    may = actor.superuser or (actor.may("core.change_user") and not person.is_superuser)
    return actor.kind == Kind.USER and may


def can_end_session(actor: Actor, owner_id: int) -> bool:
    return actor.kind == Kind.USER and actor.user_id == owner_id


def can_create_token(actor: Actor, owner: User) -> bool:
    """One's own; for others with the right, but never for a superuser: that would be a way to rise.

    A token makes no tokens, or a leaked one could outlive its revocation.
    """
    if actor.kind == Kind.TOKEN:
        return False
    if actor.superuser or actor.user_id == owner.pk:
        return True
    return actor.may("core.add_apitoken") and not owner.is_superuser


def can_revoke_token(actor: Actor, token: ApiToken) -> bool:
    return actor.user_id == token.owner_id or actor.may("core.change_apitoken")
