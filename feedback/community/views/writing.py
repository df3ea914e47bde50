"""Asking the others, and answering one of them. No account, no cookie: a form's signed token is its bucket."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.actor import visitor
from core.web.errors import Conflict, Invalid
from feedback.community import actions, links, tokens
from feedback.community.actions.posts import Written
from feedback.community.forms import AnswerForm, AskForm, SignedForm
from feedback.community.queries import conversation
from feedback.community.tokens import Purpose
from feedback.community.views.page import back, components, frame, language, refuse_private
from feedback.community.views.reading import gone, is_readable
from feedback.doors.form import actions as door
from feedback.doors.form import tokens as form_tokens
from feedback.doors.form.actions import Sender
from feedback.doors.form.views.ask import TRAP
from feedback.doors.form.views.page import private
from feedback.threads import links as follow
from feedback.threads.models import Thread
from feedback.threads.states import Origin, ReplyBy, Visibility
from incidents.catalogue.models import Component


@private
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    refuse_private(request)
    row = conversation.stamp(reference)
    if row is None:
        raise Http404
    if not is_readable(row):
        return gone(request, row)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        written = Written(language=language(), **{name: form.cleaned_data[name] for name in ("text", "name", "email")})
        try:
            post = actions.answer(thread=row, written=written, sender=_sender(request), by=visitor(), at=timezone.now())
        except Invalid as error:
            _show(form, error)
        except Conflict:
            return gone(request, Thread.objects.get(pk=row.pk))
        else:
            return back(tokens.path(Purpose.POST, post))
    told = conversation.conversation(row)
    context = {"thread": row, "told": told, "path_of": links.path(row), **_form(request, form)}
    return render(request, "public/community/answer.html", context, status=_status(request))


@private
def ask(request: HttpRequest) -> HttpResponse:
    refuse_private(request)
    form = AskForm(request.POST or None, components=components(), initial={"about": "question"})
    if request.method == "POST" and form.is_valid():
        try:
            thread = _taken_in(request, form.cleaned_data)
        except Invalid as error:
            _show(form, error)
        else:
            return back(f"{follow.path(thread)}&sent=1")
    return render(request, "public/community/ask.html", _form(request, form), status=_status(request))


def _taken_in(request: HttpRequest, data: dict[str, Any]) -> Thread:
    chosen = Component.objects.public().filter(public_id=data.get("component") or None)
    return door.take_in(
        text=data["text"],
        subject=data["subject"],
        register=data["about"],
        name=data["name"],
        email=data["email"],
        reply_by=ReplyBy.EMAIL if data["email"] else ReplyBy.LINK,
        component=chosen.first(),
        language=language(),
        visibility=Visibility.PUBLIC,
        origin=Origin.COMMUNITY,
        sender=_sender(request),
        by=visitor(),
        at=timezone.now(),
    )


def _sender(request: HttpRequest) -> Sender:
    return Sender(
        token=form_tokens.read(request.POST.get("token", "")),
        address=request.META.get("REMOTE_ADDR", ""),
        trapped=bool(request.POST.get(TRAP)),
    )


def _form(request: HttpRequest, form: SignedForm) -> dict[str, Any]:
    """A form keeps its token when it comes back: it is one bucket, and makes one post."""
    given = request.POST.get("token", "")
    token = given if form_tokens.read(given) else form_tokens.make(timezone.now())
    return {"form": form, "token": token, "page": frame(request)}


def _show(form: SignedForm, error: Invalid) -> None:
    for field, messages in error.fields.items():
        form.add_error(field if field in form.fields else None, messages)


def _status(request: HttpRequest) -> int:
    return 400 if request.method == "POST" else 200
