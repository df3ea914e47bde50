"""Template tags of the public pages (settings names this module as a library, `status`)."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from incidents.statuspages import labels, moments
from incidents.statuspages.page import Chip, Day, IncidentCard, UpdateCard, Words

register = template.Library()
FRAGMENTS_KEPT = 4000
_fragments: dict[tuple[Any, ...], SafeString] = {}
ICONS = {
    "operational": "ok",
    "degraded_performance": "degraded",
    "partial_outage": "partial",
    "major_outage": "major",
    "under_maintenance": "maintenance",
}

IMPACT_SHAPES = {
    "none": "none",
    "minor": "degraded",
    "major": "partial",
    "critical": "major",
    "maintenance": "maintenance",
}


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], at: datetime | None, style: str = "full") -> SafeString:
    return moments.tag(at, context["page"].zone, style)


@register.simple_tag(takes_context=True)
def span(context: dict[str, Any], start: datetime, end: datetime | None) -> SafeString:
    return moments.span(start, end, context["page"].zone)


@register.simple_tag
def chip_state(chip: Chip, over: bool) -> str:
    return labels.chip_state(chip, over=over)


@register.simple_tag(takes_context=True)
def fragment(context: dict[str, Any], name: str, card: IncidentCard) -> SafeString:
    """A template for this card, rendered once for each version of it."""
    return _kept(context, name, card.version, {"card": card})


@register.simple_tag(takes_context=True)
def chrome(context: dict[str, Any], name: str) -> SafeString:
    """Head and foot of every page, rendered once for each address."""
    named = ("root", "path", "brand", "languages", "wording", "is_private")
    inner = {"LANGUAGE_CODE": (get_language() or "en").split("-")[0]} | {each: context.get(each) for each in named}
    own = (str(inner["brand"]), repr(inner["languages"]), repr(inner["wording"]), bool(inner["is_private"]))
    key = (name, inner["LANGUAGE_CODE"], inner["root"], inner["path"], *own)
    return _once(context, key, name, inner)


@register.simple_tag(takes_context=True)
def told(context: dict[str, Any], card: IncidentCard, update: UpdateCard, level: int) -> SafeString:
    """One update of a card under a heading of this level, rendered once."""
    more = {"card": card, "update": update, "level": level}
    return _kept(context, "public/update.html", (update, card.title, level), more)


@register.simple_tag(takes_context=True)
def past_day(context: dict[str, Any], day: Day, name: str, level: int) -> SafeString:
    """A day with its incidents under a heading of this level; `name` is the format of its anchor.

    Rendered once: most days change no more.
    """
    versions = (day.on, *(card.version for card in day.incidents))
    return _kept(context, "public/day.html", (versions, name, level), {"day": day, "name": name, "level": level})


def _kept(context: dict[str, Any], name: str, version: object, more: dict[str, Any]) -> SafeString:
    page, root = context["page"], context["root"]
    key = (name, root, page.language, page.time_zone, page.is_private, version)
    return _once(context, key, name, {**more, "page": page, "root": root, "LANGUAGE_CODE": page.language})


def _once(context: dict[str, Any], key: tuple[Any, ...], name: str, inner: dict[str, Any]) -> SafeString:
    kept = _fragments.get(key)
    if kept is None or settings.DEBUG:
        if len(_fragments) >= FRAGMENTS_KEPT:
            _fragments.clear()
        template = context.template.engine.get_template(name)
        kept = _fragments[key] = template.render(Context(inner))
    return kept


@register.filter
def words(value: Words) -> SafeString:
    """The text; marked with its own language where that is not the page's."""
    language = (get_language() or "en").split("-")[0]
    if not value.language or value.language == language:
        return conditional_escape(value.text)
    return format_html('<span lang="{}">{}</span>', value.language, value.text)


@register.filter
def cleaned(value: Words | str) -> SafeString:
    """A page's own words, cleaned when they were saved, in a block that names their language where it is another."""
    if not value or not value.text:  # "" where an early error is rendered without any words
        return mark_safe("")
    language = (get_language() or "en").split("-")[0]
    named = "" if value.language in ("", language) else f' lang="{value.language}"'
    return mark_safe(f'<div class="text"{named}>{value.text}</div>')


@register.filter
def body(update: UpdateCard) -> SafeString:
    """The HTML of an update: cleaned when it was written, or made of escaped plain text."""
    return mark_safe(update.html)


@register.filter
def detail(update: UpdateCard) -> SafeString:
    return mark_safe(update.detail)


@register.filter
def impact_class(impact: str) -> str:
    return f"s-{IMPACT_SHAPES[impact]}"


@register.simple_tag
@cache
def icon(status: str) -> SafeString:
    """The shape of a state; always beside its word, so it stays silent for screen readers."""
    name = ICONS.get(status, status)
    return mark_safe(f'<svg class="icon s-{name}" aria-hidden="true"><use href="#i-{name}"/></svg>')


@register.filter
def status_class(status: str) -> str:
    return f"s-{ICONS.get(status, status)}"


register.filter("component_state", labels.component_state)
register.filter("state_of", labels.state_of)
register.filter("chips", labels.chips_sentence)
register.filter("day", lambda on: moments.day(on))
register.filter("weekday", lambda on: moments.weekday(on))
register.filter("month", lambda on: moments.month(on))
register.filter("month_path", lambda on: f"{on:%Y-%m}")


@register.filter
def lasted(start: datetime | date, end: datetime | date) -> str:
    return moments.length((end - start).total_seconds())
