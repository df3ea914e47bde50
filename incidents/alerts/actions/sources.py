from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.web.errors import Invalid
from incidents.alerts import keys, policies
from incidents.alerts.models import AlertSource
from incidents.alerts.parsers import all_parsers


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
def rotate_key(*, source: AlertSource, by: Actor, at: datetime) -> str:
    """A new key, told this once; the old one is refused from now on."""
    require(policies.can_manage, by)
    source = AlertSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    key = keys.issue()
    source.digest, source.key_hint = keys.digest(key), key[-4:]
    source.save(update_fields=["digest", "key_hint"])
    audit.record("incidents.alertsource.key_rotated", on=source, by=by, at=at)
    return key
