"""From a signed-in person or a token to the actor an action is given."""

from django.conf import settings

from core.accounts.models import ApiToken, User
from core.actor import Actor, Kind


def actor_for_user(user: User) -> Actor:
    """The person as an actor, with every permission the groups grant."""
    return Actor(
        kind=Kind.USER,
        label=str(user),
        user_id=user.pk,
        rights=frozenset(user.get_all_permissions()),
        superuser=user.is_superuser,
    )


def actor_for_token(token: ApiToken) -> Actor:
    """A token acts with its owner's rights, as far as its scopes reach (config.roles.SCOPES)."""
    reach = frozenset().union(*(settings.SCOPES.get(scope, ()) for scope in token.scopes))
    owned = reach if token.owner.is_superuser else frozenset(token.owner.get_all_permissions()) & reach
    return Actor(
        kind=Kind.TOKEN,
        label=f"{token.owner} via {token.name}",
        user_id=token.owner_id,
        token_id=token.pk,
        rights=owned,
    )
