"""Making and ending the keys of integrations."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts import bearer, policies
from core.accounts.errors import AlreadyRevoked
from core.accounts.models import ApiToken, User
from core.actor import Actor, require
from core.audit import actions as audit
from core.web.errors import Invalid


class Person(TypedDict, total=False):
    first_name: str
    last_name: str
    email: str
    locale: str
    time_zone: str
    is_active: bool


@transaction.atomic
def create_token(
    *, owner: User, name: str, scopes: Iterable[str], expires_at: datetime | None = None, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """The row and the token's text, which exists only in this answer."""
    require(policies.can_create_token, by, owner)
    wanted = list(dict.fromkeys(scopes))
    _refuse_unusable(owner, name, wanted, expires_at, at)
    prefix, text = bearer.issue()
    token = ApiToken.objects.create(
        owner=owner,
        name=name.strip(),
        prefix=prefix,
        digest=bearer.digest(text),
        scopes=wanted,
        created_at=at,
        expires_at=expires_at,
        credentials_version=owner.credentials_version,
    )
    expiry = expires_at.isoformat() if expires_at else None
    audit.record("core.apitoken.created", on=token, by=by, at=at, owner=str(owner), scopes=wanted, expires_at=expiry)
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> ApiToken:
    """End it at once; the row stays for the record."""
    token = ApiToken.objects.select_for_update(of=("self",)).select_related("owner").get(pk=token.pk)
    require(policies.can_revoke_token, by, token)
    if token.revoked_at is not None:
        raise AlreadyRevoked(_("This token was already revoked."))
    token.revoked_at, token.revoked_by = at, by.label[:150]
    token.save(update_fields=["revoked_at", "revoked_by"])
    audit.record("core.apitoken.revoked", on=token, by=by, at=at)
    return token


@transaction.atomic
def add_person(
    *, username: str, roles: Iterable[Group] = (), by: Actor, at: datetime, **fields: Unpack[Person]
) -> User:
    """A new colleague without a password: an administrator or the provider gives the way in."""
    require(policies.can_add_person, by)
    if User.objects.filter(username=username).exists():
        raise Invalid({"username": [_("Somebody else has this name.")]})
    person = User(username=username, is_staff=True, **fields)
    person.set_unusable_password()
    person.save()
    person.groups.set(roles)
    audit.record("core.user.created", on=person, by=by, at=at, roles=_names(person))
    return person


@transaction.atomic
def change_person(
    *, person: User, roles: Iterable[Group] | None = None, by: Actor, at: datetime, **fields: Unpack[Person]
) -> User:
    """Take over what is given; roles that are given replace all there were."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    require(policies.can_change_person, by, person)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    if roles is not None:
        person.groups.set(roles)
    audit.record("core.user.changed", on=person, by=by, at=at, fields=sorted(fields), roles=_names(person))
    return person


@transaction.atomic
def end_session(*, session: UserSession, by: Actor, at: datetime) -> None:
    """Sign oneself out elsewhere."""
    require(policies.can_end_session, by, session.user_id)
    audit.record("core.session.ended", on=session.user, by=by, at=at, ip=session.ip)
    session.end()


def _names(person: User) -> list[str]:
    return sorted(person.groups.values_list("name", flat=True))


def _refuse_unusable(owner: User, name: str, scopes: list[str], expires_at: datetime | None, at: datetime) -> None:
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = [_("Say what the token is for.")]
    unknown = [scope for scope in scopes if scope not in settings.SCOPES]
    if unknown or not scopes:
        errors["scopes"] = [_("Choose among: %(scopes)s.") % {"scopes": ", ".join(sorted(settings.SCOPES))}]
    if expires_at is not None and expires_at <= at:
        errors["expires_at"] = [_("This moment has passed.")]
    if not (owner.is_active and owner.is_staff):
        errors["owner"] = [_("The owner must be an active member of staff.")]
    if errors:
        raise Invalid(errors)
