"""Blocks on the customer's own page of a conversation, on that of staff, and on their home page."""

from django.http import HttpRequest
from django.utils import timezone

from core.web.panels import Block, register
from feedback.community import links
from feedback.community.queries import conversation, silence
from feedback.threads import places, policies
from feedback.threads.models import Thread
from feedback.threads.states import Visibility

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


@register(page="thread", name="community", order=30)
def for_staff(request: HttpRequest, thread: Thread) -> Block | None:
    """What became of each public answer, and what one may do: in three statements, none for what never was public."""
    if not request.actor.may(policies.VIEW) or not (thread.is_public or conversation.was_public(thread)):
        return None
    context = {
        "thread": thread,
        "path_of": links.path(thread) if thread.is_public else "",
        "answers": conversation.conversation(thread).answers,
        "held": list(silence.held().filter(thread=thread)) if request.actor.may(policies.TRIAGE) else [],
        "may_answer": request.actor.may(policies.ANSWER),
        "may_moderate": request.actor.may(policies.TRIAGE) or request.actor.may(policies.MODERATE),
    }
    return Block("admin/community/thread.html", context)


@register(page="home", name="community", order=30)
def silent(request: HttpRequest) -> Block | None:
    """Public conversations that wait for us, answers that wait to be shown, and thanks we owe."""
    if not request.actor.may(policies.VIEW):
        return None
    at = timezone.now()
    late, held, unthanked = silence.silent(at), silence.held(), silence.unthanked()
    context = {
        "late": [(thread, places.thread(thread)) for thread in late[:SHOWN]],
        "held": held.count(),
        "thanks": list(unthanked[:SHOWN]),
        "more": max(0, late.count() - SHOWN),
        "everything": places.inbox(visibility=Visibility.PUBLIC, overdue="true"),
        "now": at,
    }
    return (
        Block("admin/home/community.html", context)
        if any(context[name] for name in ("late", "held", "thanks"))
        else None
    )
