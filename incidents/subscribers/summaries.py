"""A subscription in words, for letters, pages and staff."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import Channel, EventKind


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: str


def lines(subscriber: Subscriber, language: str) -> list[Line]:
    """What one hears about, in the active language; names of components in `language`."""
    found = [Line(_("Sent by"), _where(subscriber))]
    if subscriber.incident_ref:
        found.append(Line(_("Concerns"), _("only %(reference)s") % {"reference": subscriber.incident_ref}))
    else:
        found += [
            Line(_("Events"), _kinds(subscriber)),
            Line(_("Components"), _components(subscriber, language)),
            Line(_("Regions"), _regions(subscriber, language)),
        ]
    found.append(Line(_("Level of detail"), audience_name(subscriber, language)))
    found.append(Line(_("Language"), subscriber.get_language_display()))
    return found


def audience_name(subscriber: Subscriber, language: str) -> str:
    rows = {row.language: row.name for row in subscriber.audience.translations.all()}
    return rows.get(language) or subscriber.audience.name


def _where(subscriber: Subscriber) -> str:
    if subscriber.channel == Channel.WEBHOOK:
        return _("webhook to %(address)s") % {"address": subscriber.address}
    if subscriber.channel == Channel.SMS:
        return _("SMS to %(address)s") % {"address": subscriber.address}
    return _("e-mail to %(address)s") % {"address": subscriber.address}


def _kinds(subscriber: Subscriber) -> str:
    return _listed([str(EventKind(kind).label) for kind in subscriber.kinds])


def _components(subscriber: Subscriber, language: str) -> str:
    if subscriber.all_components:
        return _("all components")
    rows = subscriber.components.prefetch_related("translations").order_by("position", "name")
    return _listed([row.name_in(language) for row in rows])


def _regions(subscriber: Subscriber, language: str) -> str:
    if subscriber.all_regions:
        return _("all regions")
    rows = subscriber.regions.prefetch_related("translations").order_by("position", "name")
    return _listed([row.name_in(language) for row in rows])


def _listed(names: list[str]) -> str:
    return _(", ").join(names) if names else _("none")
