"""From a signed-in person or a token to the actor an action is given."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from core.accounts.models import ApiToken, User
from core.actor import Actor, Kind
from core.web.jsonlist import JsonList


def rights_of(user: User) -> QuerySet[Permission, str]:
    """The names of all permissions of a person, own or by group ("incidents.publish_update"); one statement."""
    named = Permission.objects.annotate(name_of_right=right_name()).order_by()
    rows = named if user.is_superuser else named.filter(held_by(Value(user.pk)))
    return rows.values_list("name_of_right", flat=True)


def right_name() -> Concat:
    return Concat(F("content_type__app_label"), Value("."), F("codename"))


def held_by(user: Value | OuterRef) -> Exists:
    """Whether a permission is the person's own or comes with a group.

    Two EXISTS by index instead of Django's joins, which multiply groups by permissions.
    """

    def link(model: type[Model], **rule: object) -> Exists:
        return Exists(model.objects.filter(permission=OuterRef("pk"), **rule))

    return link(User.user_permissions.through, user=user) | link(Group.permissions.through, group__user=user)


def with_rights(tokens: QuerySet[ApiToken]) -> QuerySet[ApiToken]:
    """Tokens with their owner and `owners_rights`, all in one statement: every request by token asks this."""
    held = Permission.objects.filter(held_by(OuterRef(OuterRef("owner")))).annotate(names=JsonList(right_name()))
    return tokens.select_related("owner").annotate(owners_rights=Subquery(held.order_by().values("names")))


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


def with_right(name: str) -> QuerySet[User]:
    """Active staff with the right ("incidents.publish_update"), by group or by themselves."""
    app, codename = name.split(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    able = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return User.objects.filter(able, is_active=True, is_staff=True).distinct()


def lacks_second_factor(user: User) -> bool:
    """Whether REQUIRE_MFA keeps this person out until an authenticator app or a passkey is set up."""
    if not settings.REQUIRE_MFA or not any(user.has_perm(right) for right in settings.MFA_RIGHTS):
        return False
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return not Authenticator.objects.filter(user=user, type__in=factors).exists()
