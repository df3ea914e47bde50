"""Template tags of the community's pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from feedback.community import words
from feedback.threads.states import HiddenFor
from incidents.catalogue.models import Component

register = template.Library()


@register.simple_tag
def foreign(language: str) -> SafeString:
    """A lang attribute where words are in another language than the page."""
    own = (get_language() or "en").split("-")[0]
    return format_html(' lang="{}"', language) if language != own else SafeString("")


@register.filter
def about(slug: str | None) -> str:
    return words.register(slug)


@register.filter
def named(component: Component | None, names: dict[str, str]) -> str:
    """The name readers know; "" for what they don't."""
    return names.get(component.public_id, "") if component and isinstance(names, dict) else ""


@register.filter
def hidden_reason(reason: str) -> str:
    return str(HiddenFor(reason).label)
