"""From a signed-in person or a token to the actor an action is given."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
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


def staff_by_address(addresses: Iterable[str]) -> User | None:
    """The one active member of staff with one of these addresses; None where it is nobody or several."""
    staff = User.objects.filter(is_active=True, is_staff=True)
    found = {user.pk: user for address in addresses if address for user in staff.filter(email__iexact=address)[:2]}
    return next(iter(found.values())) if len(found) == 1 else None


def lacks_second_factor(user: User) -> bool:
    """Whether REQUIRE_MFA keeps this person out until an authenticator app or a passkey is set up."""
    if not settings.REQUIRE_MFA or not any(user.has_perm(right) for right in settings.MFA_RIGHTS):
        return False
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return not Authenticator.objects.filter(user=user, type__in=factors).exists()
