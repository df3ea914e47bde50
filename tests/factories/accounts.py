"""People with roles, and tokens with scopes."""

from datetime import UTC, datetime
from itertools import count

from django.contrib.auth.models import Group, Permission

from config.roles import ROLES
from core.accounts import bearer
from core.accounts.models import ApiToken, User

numbers = count(1)
THEN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def user(*roles: str, **fields) -> User:
    """A member of staff in the groups of these roles (names in config/roles.py)."""
    number = next(numbers)
    defaults = {"username": f"person{number}", "first_name": f"Person{number}", "is_staff": True}
    person = User(**{**defaults, **fields})
    person.set_password("correct horse battery")
    person.save()
    person.groups.set([role(name) for name in roles])
    return person


def role(name: str) -> Group:
    group, created = Group.objects.get_or_create(name=name)
    if created:
        codenames = {right.partition(".")[2] for right in ROLES[name]}
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
    return group


def token(*scopes: str, owner: User | None = None, **fields) -> tuple[ApiToken, str]:
    """A token and its text; its owner is an administrator unless given."""
    prefix, text = bearer.issue()
    owner = owner or user("Administrator")
    defaults = {
        "name": "test",
        "owner": owner,
        "credentials_version": owner.credentials_version,
        "prefix": prefix,
        "digest": bearer.digest(text),
        "scopes": list(scopes),
        "created_at": THEN,
    }
    return ApiToken.objects.create(**{**defaults, **fields}), text


def authorization(*scopes: str, owner: User | None = None, **fields) -> dict[str, str]:
    """Keyword arguments for the test client: `client.get(path, **authorization("incidents:read"))`."""
    return {"HTTP_AUTHORIZATION": f"Bearer {token(*scopes, owner=owner, **fields)[1]}"}
