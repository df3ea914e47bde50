"""What stands beside the answer box. Other slices add theirs: page "thread", subject `thread=`."""

from django.http import HttpRequest
from django.utils.translation import get_language

from core.web.panels import Block, register
from feedback.answering import scenarios
from feedback.answering.guidelines import GUIDELINES
from feedback.threads.models import Thread


@register(page="thread", name="scenarios", order=20)
def fitting_scenarios(request: HttpRequest, thread: Thread) -> Block | None:
    """The strategy in the language of whoever answers, the example in the customer's."""
    found = [
        (each.told_in(get_language()), each.told_in(thread.language)) for each in scenarios.fitting(thread.register_id)
    ]
    return Block("admin/feedback/thread/scenarios.html", {"found": found, "thread": thread}) if found else None


@register(page="thread", name="guidelines", order=30)
def guidelines(request: HttpRequest, thread: Thread) -> Block:
    return Block("admin/feedback/thread/guidelines.html", {"guidelines": GUIDELINES})
