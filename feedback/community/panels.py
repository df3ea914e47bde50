"""Blocks on the customer's own page of a conversation, and on the home page of staff."""

from django.http import HttpRequest
from django.utils import timezone

from core.web.panels import Block, register
from feedback.community import links
from feedback.community.queries import conversation, silence
from feedback.threads import policies
from feedback.threads.models import Thread

SHOWN = 5


@register(page="follow", name="community", order=20)
def in_public(request: HttpRequest, thread: Thread) -> Block | None:
    """Where everybody reads it, which answer helped; or why what was meant for everybody is private."""
    opening = thread.messages.exclude(private_for="").order_by("at", "id").first() if not thread.is_public else None
    if not thread.is_public and opening is None:
        return None
    context = {
        "thread": thread,
        "key": request.GET.get("key", ""),
        "done": request.GET.get("done", ""),
        "withheld": opening.private_for if opening else "",
        "path_of": links.path(thread),
        "answers": conversation.conversation(thread).answers if thread.is_public else [],
    }
    return Block("public/community/follow.html", context)


@register(page="home", name="community", order=30)
def silent(request: HttpRequest) -> Block | None:
    """Public conversations that wait for us, answers that wait to be shown, and thanks we owe."""
    if not request.actor.may(policies.VIEW):
        return None
    at = timezone.now()
    late, held, unthanked = silence.silent(at), silence.held(), silence.unthanked()
    context = {
        "late": list(late[:SHOWN]),
        "held": held.count(),
        "thanks": list(unthanked[:SHOWN]),
        "more": max(0, late.count() - SHOWN),
        "now": at,
    }
    return (
        Block("admin/home/community.html", context)
        if any(context[name] for name in ("late", "held", "thanks"))
        else None
    )
