"""How playbooks come to be: begun here, read from a file, copied."""

from django.contrib import admin, messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import require
from core.web.errors import Conflict, Invalid
from incidents.playbooks import actions, document, policies
from incidents.playbooks.forms import BeginForm, CopyForm, ImportForm
from incidents.playbooks.models import Playbook
from incidents.playbooks.views.showing import version_or_404

# Enough to see how it works; the check says what is missing.
FIRST = [
    {
        "key": "q1",
        "kind": "question",
        "text": {"en": "What do we see?", "fr": "Que voyons-nous\u202f?", "ja": "何が起きていますか？"},
        "answers": [
            {"key": "yes", "text": {"en": "It is real", "fr": "C’est réel", "ja": "実際に起きている"}, "next": "m1"},
            {"key": "no", "text": {"en": "False alarm", "fr": "Fausse alerte", "ja": "誤報"}, "next": "e1"},
        ],
    },
    {
        "key": "m1",
        "kind": "message",
        "text": {"en": "Say what fails and for whom", "fr": "Dire ce qui ne marche pas, et pour qui",
                 "ja": "何が、誰に対して使えないかを伝える"},
        "phase": "holding",
        "audience": "general",
        "next": "e2",
    },
    {"key": "e1", "kind": "end", "text": {"en": "Nothing is wrong", "fr": "Rien d’anormal", "ja": "異常なし"},
     "outcome": "false_alarm"},
    {"key": "e2", "kind": "end", "text": {"en": "It is over", "fr": "C’est terminé", "ja": "終息"},
     "outcome": "resolved"},
]  # fmt: skip


def begin(request: HttpRequest) -> HttpResponse:
    require(policies.can_draft, request.actor)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = document.read({"slug": data["slug"], "title": {"en": data["title"]}, "nodes": FIRST})
        try:
            playbook = actions.create(document=made, by=request.actor, at=timezone.now())
        except Invalid as error:
            _tell(form, error)
        else:
            return HttpResponseRedirect(reverse("admin:playbook_edit", args=[playbook.pk]))
    return _asked(request, form, _("New playbook"), _("Begin"))


def take_file(request: HttpRequest) -> HttpResponse:
    require(policies.can_draft, request.actor)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            draft = actions.import_yaml(
                text=data["text"], replace_draft=data["replace_draft"], by=request.actor, at=timezone.now()
            )
        except (Invalid, Conflict) as error:
            _tell(form, error)
        else:
            messages.success(request, _("Version %(number)d was drafted from the file.") % {"number": draft.number})
            return HttpResponseRedirect(reverse("admin:playbook_version", args=[draft.playbook_id, draft.number]))
    return _asked(request, form, _("Import a playbook"), _("Import"))


def copy(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    version = version_or_404(request, pk, number)
    require(policies.can_draft, request.actor)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.copy(version=version, slug=form.cleaned_data["slug"], by=request.actor, at=timezone.now())
        except Invalid as error:
            _tell(form, error)
        else:
            return HttpResponseRedirect(reverse("admin:playbook_edit", args=[made.pk]))
    return _asked(request, form, _("Copy this playbook"), _("Copy"))


def _tell(form: Form, error: Invalid | Conflict) -> None:
    """Put each fault at its field; what belongs to no field stands above, with its place in the file."""
    fields = error.fields if isinstance(error, Invalid) else {"": [str(error)]}
    for place, sentences in fields.items():
        form.add_error(place if place in form.fields else None, sentences)


def _asked(request: HttpRequest, form: Form, title: str, button: str) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "opts": Playbook._meta,
        "title": title,
        "form": form,
        "button": button,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "admin/playbooks/begin.html", {**context, "form": form, "button": button}, status=status
    )
