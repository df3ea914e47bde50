"""Template tags of the inbox."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from feedback.targets.registers import registry
from feedback.threads.models import Thread

register = template.Library()


@register.filter
def of(found: dict[Any, list[Any]], key: Any) -> list[Any]:
    return found.get(key, [])


@register.filter(name="register")
def register_label(slug: str) -> str:
    return str(registry()[slug].label) if slug in registry() else slug


@register.simple_tag(takes_context=True)
def row_address(context: template.Context, thread: Thread) -> str:
    """The list as it is, with this conversation beside it."""
    here = context.get("here", "") or reverse("inbox")
    return f"{here}{'&' if '?' in here else '?'}{urlencode({'thread': thread.reference})}"


@register.simple_tag
def beside_address(thread: Thread) -> str:
    """The conversation in the inbox, wherever it stands."""
    return f"{reverse('inbox')}?{urlencode({'queue': 'all', 'thread': thread.reference})}"


@register.simple_tag(takes_context=True)
def thread_address(context: template.Context, thread: Thread) -> str:
    """Where it is answered; from there the way leads back to this list."""
    address = reverse("thread_page", args=[thread.reference])
    here = context.get("here", "")
    return f"{address}?{urlencode({'back': here})}" if here else address
