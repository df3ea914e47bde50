from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.web import signatures
from core.web.errors import Invalid
from incidents.alerts import keys, policies
from incidents.alerts.errors import NotSigned, SourceInUse
from incidents.alerts.models import AlertSource
from incidents.alerts.parsers import all_parsers

OVERLAP = timedelta(hours=24)  # the old secret is good beside the new one, so that no report is refused meanwhile


@transaction.atomic
def create_source(
    *, name: str, slug: str, format: str, by: Actor, at: datetime, **rest: Any
) -> tuple[AlertSource, str]:
    """A new source and its key, which is told this once. `rest`: component, region, components, levels, mapping."""
    require(policies.can_manage, by)
    if format not in all_parsers():
        raise Invalid({"format": [_("Known formats: %(names)s.") % {"names": ", ".join(sorted(all_parsers()))}]})
    if AlertSource.objects.filter(slug=slug).exists():
        raise Invalid({"slug": [_("Another source has this name in addresses.")]})
    key = keys.issue()
    source = AlertSource(name=name, slug=slug, format=format, created_at=at, created_by=by.label[:200], **rest)
    source.digest, source.key_hint = keys.digest(key), key[-4:]
    source.save()
    audit.record("incidents.alertsource.created", on=source, by=by, at=at, format=format)
    return source, key


@transaction.atomic
def change_source(*, source: AlertSource, by: Actor, at: datetime, **given: Any) -> AlertSource:
    """Take over what is given: name, is_active, component, region, components, levels, mapping."""
    require(policies.can_manage, by)
    source = AlertSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    for name, value in given.items():
        setattr(source, name, value)
    source.save(update_fields=list(given))
    audit.record("incidents.alertsource.changed", on=source, by=by, at=at, fields=sorted(given))
    return source


@transaction.atomic
def remove_source(*, source: AlertSource, by: Actor, at: datetime) -> None:
    """Only one that has reported nothing: what it reported is evidence. Others are set inactive."""
    require(policies.can_manage, by)
    if source.proposals.exists():
        raise SourceInUse(_("It has reported alerts, which are evidence. Set it inactive instead."))
    audit.record("incidents.alertsource.deleted", on=source, by=by, at=at)
    source.delete()


@transaction.atomic
def rotate_key(*, source: AlertSource, by: Actor, at: datetime) -> str:
    """A new key, told this once; the old one is refused from now on."""
    require(policies.can_manage, by)
    source = AlertSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    key = keys.issue()
    source.digest, source.key_hint = keys.digest(key), key[-4:]
    source.save(update_fields=["digest", "key_hint"])
    audit.record("incidents.alertsource.key_rotated", on=source, by=by, at=at)
    return key


@transaction.atomic
def rotate_secret(*, source: AlertSource, by: Actor, at: datetime) -> str:
    """A new signing secret, told this once; unsigned reports are refused from now on.

    The secret it replaces is good for one more day. One that leaked is dropped first.
    """
    require(policies.can_manage, by)
    source = AlertSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    source.secrets = signatures.rotated(source.secrets, at=at, overlap=OVERLAP)
    source.save(update_fields=["secrets"])
    audit.record("incidents.alertsource.secret_rotated", on=source, by=by, at=at)
    return source.secrets[0]["secret"]


@transaction.atomic
def drop_secret(*, source: AlertSource, by: Actor, at: datetime) -> None:
    """Its reports need no signature any more, only the key; every secret is void."""
    require(policies.can_manage, by)
    source = AlertSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not source.secrets:
        raise NotSigned(_("Its reports need no signature."))
    source.secrets = []
    source.save(update_fields=["secrets"])
    audit.record("incidents.alertsource.secret_dropped", on=source, by=by, at=at)
