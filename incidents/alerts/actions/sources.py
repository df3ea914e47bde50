from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.sources import actions as sources
from core.sources import policies
from core.sources.errors import SourceInUse
from core.web.errors import Invalid
from incidents.alerts.models import AlertSource
from incidents.alerts.parsers import all_parsers


def create_source(
    *, name: str, slug: str, format: str, by: Actor, at: datetime, **rest: Any
) -> tuple[AlertSource, str]:
    """A new source and its key, which is told this once. `rest`: component, region, components, levels, mapping."""
    require(policies.can_manage, by, AlertSource)
    if format not in all_parsers():
        raise Invalid({"format": [_("Known formats: %(names)s.") % {"names": ", ".join(sorted(all_parsers()))}]})
    if AlertSource.objects.filter(slug=slug).exists():
        raise Invalid({"slug": [_("Another source has this name in addresses.")]})
    source = AlertSource(name=name, slug=slug, format=format, **rest)
    return sources.create(source=source, by=by, at=at, format=format)


def change_source(*, source: AlertSource, by: Actor, at: datetime, **given: Any) -> AlertSource:
    """Take over what is given: name, is_active, component, region, components, levels, mapping."""
    return sources.change(source=source, by=by, at=at, **given)


@transaction.atomic
def remove_source(*, source: AlertSource, by: Actor, at: datetime) -> None:
    """Only one that has reported nothing: what it reported is evidence. Others are set inactive."""
    require(policies.can_manage, by, source)
    if source.proposals.exists():
        raise SourceInUse(_("It has reported alerts, which are evidence. Set it inactive instead."))
    sources.remove(source=source, by=by, at=at)
