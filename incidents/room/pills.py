"""Template tags for states and severities: icon, word and colour together, never colour alone."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.delivery import networks
from core.delivery.queries import RECEIVED, Standing
from core.text.translations import Language, pick
from core.web import moments
from incidents.catalogue import severity as classifier
from incidents.catalogue.states import ComponentStatus
from incidents.communication import rendering
from incidents.communication.fitting import Fitted
from incidents.communication.models import Variant
from incidents.communication.states import ChannelKind
from incidents.response.models import Incident
from incidents.response.states import State
from incidents.subscribers import links

register = template.Library()

STATES = {
    State.INVESTIGATING: ("bad", "●"),
    State.IDENTIFIED: ("warn", "◐"),
    State.MONITORING: ("calm", "◔"),
    State.RESOLVED: ("good", "✓"),
    State.CLOSED: ("", "✓"),
    State.SCHEDULED: ("calm", "◷"),
    State.IN_PROGRESS: ("warn", "◐"),
    State.VERIFYING: ("calm", "◔"),
    State.COMPLETED: ("good", "✓"),
}
COMPONENTS = {
    ComponentStatus.OPERATIONAL: ("good", "✓"),
    ComponentStatus.DEGRADED_PERFORMANCE: ("warn", "▲"),
    ComponentStatus.PARTIAL_OUTAGE: ("warn", "◐"),
    ComponentStatus.MAJOR_OUTAGE: ("bad", "●"),
    ComponentStatus.UNDER_MAINTENANCE: ("calm", "◷"),
}


def pill(kind: str, icon: str, words: str) -> SafeString:
    return format_html('<span class="pill {}" data-icon="{}">{}</span>', kind, icon, words)


@register.simple_tag
def state_pill(incident: Incident) -> SafeString:
    return pill(*STATES[State(incident.state)], incident.get_state_display())


@register.simple_tag
def component_pill(status: str) -> SafeString:
    return pill(*COMPONENTS[ComponentStatus(status)], str(ComponentStatus(status).label))


@register.simple_tag
def severity(incident: Incident) -> SafeString:
    """Number and name; a proposal nobody has decided on is marked as one."""
    level = incident.severity or incident.proposed_severity
    if level is None:
        return format_html('<span class="quiet">{}</span>', _("not classified"))
    words = level.name_in(get_language())
    said = words if incident.severity_id else _("%(level)s (proposed)") % {"level": words}
    return format_html('<span class="sev sev-{}">{}</span>', level.pk, said)


@register.simple_tag
def proposal(incident: Incident) -> SafeString:
    """What the classifier proposed, and why."""
    if incident.proposed_severity is None:
        return SafeString("")
    reasons = format_html_join(
        "", "<li>{}</li>", ((classifier.explain(each["criterion"]),) for each in incident.severity_reasons)
    )
    said = _("Proposed: %(level)s") % {"level": incident.proposed_severity.name_in(get_language())}
    return format_html('<p class="help">{}</p><ul class="help">{}</ul>', said, reasons)


@register.simple_tag
def look(looks: dict[str, Any], key: str) -> Any:
    """How one text will look; None while nothing is written."""
    return looks.get(key)


@register.filter
def any_too_long(fits: tuple[Fitted, ...]) -> bool:
    return any(each.too_long for each in fits)


@register.filter
def links_filled(text: str) -> str:
    """With a stand-in for what differs between readers."""
    return text.replace(
        rendering.MARKERS["unsubscribe_url"], links.short_sample().replace("x", "…", 1).replace("x", "")
    )


@register.filter
def channel_kind(kind: str) -> str:
    return str(ChannelKind(kind).label) if kind in ChannelKind.values else kind


@register.filter
def as_span(took: timedelta) -> str:
    """2:10, as the clocks of the room have it."""
    return moments.span(took)


@register.filter
def total(standings: list[Standing]) -> int:
    return sum(each.number for each in standings)


@register.filter
def received(standings: list[Standing]) -> int:
    return sum(each.number for each in standings if each.state in RECEIVED)


@register.filter
def channel(name: str) -> str:
    """A channel's name as people say it; an unknown one stays as it is stored."""
    return networks.label(name)


@register.filter
def language(code: str) -> str:
    return str(Language(code).label) if code in Language.values else code


@register.filter
def languages(words: list[Variant]) -> str:
    """Each language an update is written in, once."""
    return " ".join(dict.fromkeys(row.language for row in words))


@register.simple_tag
def audience(slug: str, names: dict[str, str]) -> str:
    return names.get(slug, slug)


@register.simple_tag
def in_my_language(words: list[Variant]) -> Variant | None:
    """The canonical text of an update in the reader's language, else the best there is."""
    general = [row for row in words if row.channel_kind == ChannelKind.ANY] or words
    return pick([row for row in general if row.audience_id == general[0].audience_id], get_language() or "en")
