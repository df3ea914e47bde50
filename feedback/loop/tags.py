"""Template tags of the loop's staff pages."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from feedback.loop.states import Why
from feedback.threads import places
from feedback.threads.models import Thread

register = template.Library()


@register.simple_tag
def thread_link(thread: Thread) -> SafeString:
    """Its reference, leading to its staff page."""
    return format_html('<a href="{}">{}</a>', places.thread(thread), thread.reference)


@register.filter
def why(reasons: Iterable[str]) -> list[str]:
    """["component"] → ["same component"]"""
    known = set(Why.values)
    return [str(Why(each).label) for each in reasons if each in known]


@register.filter
def braced(name: str) -> str:
    return "{" + name + "}"


@register.filter
def percent(share: float) -> str:
    return f"{share:.0%}"


@register.filter
def signed(number: float) -> str:
    """+0.41 or −0.41, with the sign that typography has for it."""
    return f"{number:+.2f}".replace("-", "−")
