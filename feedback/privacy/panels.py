"""The way from a conversation to everything we keep of whoever wrote it."""

from django.http import HttpRequest

from core.web.panels import Block, register
from feedback.privacy import policies
from feedback.threads.models import Thread


@register(page="thread", name="person", order=50)
@register(page="beside", name="person", order=50)
def this_person(request: HttpRequest, thread: Thread) -> Block | None:
    """A form, because an address never stands in a URL."""
    who = thread.email or thread.handle
    if not who or not policies.can_handle(request.actor):
        return None
    return Block("admin/privacy/thread.html", {"who": who})
