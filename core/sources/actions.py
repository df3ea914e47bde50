"""What can be done about any source: make, change, remove it, and replace its key or signing secret."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.sources import keys, policies
from core.sources.errors import NotSigned
from core.sources.models import Source
from core.web import signatures

Program = TypeVar("Program", bound=Source)
OVERLAP = timedelta(hours=24)  # the old secret is good beside the new one, so that nothing is refused meanwhile


@transaction.atomic
def create(*, source: Program, by: Actor, at: datetime, **noted: Any) -> tuple[Program, str]:
    """Keep a source that is filled in, and give it a key, which is told this once. `noted` goes to the audit trail."""
    require(policies.can_manage, by, source)
    key = _new_key(source)
    source.created_at, source.created_by = at, by.label[:200]
    source.save()
    _record("created", source, by, at, **noted)
    return source, key


@transaction.atomic
def change(*, source: Program, by: Actor, at: datetime, **given: Any) -> Program:
    """Take over the fields that are given."""
    require(policies.can_manage, by, source)
    source = locked(source)
    for field, value in given.items():
        setattr(source, field, value)
    source.save(update_fields=list(given))
    _record("changed", source, by, at, fields=sorted(given))
    return source


@transaction.atomic
def remove(*, source: Source, by: Actor, at: datetime) -> None:
    """Delete it. Whether it still may be is for its own slice to say before."""
    require(policies.can_manage, by, source)
    _record("deleted", source, by, at)
    source.delete()


@transaction.atomic
def rotate_key(*, source: Source, by: Actor, at: datetime) -> str:
    """A new key, told this once; the old one is refused from now on."""
    require(policies.can_manage, by, source)
    source = locked(source)
    key = _new_key(source)
    source.save(update_fields=["digest", "key_hint"])
    _record("key_rotated", source, by, at)
    return key


@transaction.atomic
def rotate_secret(*, source: Source, by: Actor, at: datetime) -> str:
    """A new signing secret, told this once; what is unsigned is refused from now on.

    The secret it replaces is good for one more day. One that leaked is dropped first.
    """
    require(policies.can_manage, by, source)
    source = locked(source)
    source.secrets = signatures.rotated(source.secrets, at=at, overlap=OVERLAP)
    source.save(update_fields=["secrets"])
    _record("secret_rotated", source, by, at)
    return source.secrets[0]["secret"]


@transaction.atomic
def drop_secret(*, source: Source, by: Actor, at: datetime) -> None:
    """What it hands in needs no signature any more, only the key; every secret is void."""
    require(policies.can_manage, by, source)
    source = locked(source)
    if not source.secrets:
        raise NotSigned(_("It needs no signature."))
    source.secrets = []
    source.save(update_fields=["secrets"])
    _record("secret_dropped", source, by, at)


def locked(source: Program) -> Program:
    """The row as it is now, ours until the end of the transaction."""
    return type(source).objects.select_for_update(of=("self",)).get(pk=source.pk)


def _new_key(source: Source) -> str:
    key = keys.issue()
    source.digest, source.key_hint = keys.digest(key), key[-4:]
    return key


def _record(verb: str, source: Source, by: Actor, at: datetime, **data: Any) -> None:
    audit.record(f"{source._meta.label_lower}.{verb}", on=source, by=by, at=at, **data)
