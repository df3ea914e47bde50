"""Pages inside the staff site where templates are written."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.web.errors import Conflict, Invalid
from incidents.communication.bulletin import FIELDS
from incidents.message_templates import actions, policies
from incidents.message_templates.forms import NewForm, WriteForm
from incidents.message_templates.models import TemplateVersion


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version, begun from the one that was opened."""
    rows = TemplateVersion.objects.select_related("template").prefetch_related("texts")
    version = rows.filter(pk=pk).first()
    if version is None:
        raise Http404
    allowed(request)
    open_one = rows.filter(template=version.template).being_written().first()
    form = WriteForm(request.POST or None, version=open_one or version)
    if request.method == "POST" and form.is_valid():
        edit = form.cleaned_data["edit"] if open_one else None
        call = {"template": version.template, "texts": form.texts, "note": form.cleaned_data["note"], "edit": edit}
        try:
            written = actions.write(by=request.actor, at=timezone.now(), **call)
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            return done(request, written)
    return page(request, form, title=_("Write “%(key)s”") % {"key": version.template.key})


def new(request: HttpRequest) -> HttpResponse:
    allowed(request)
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        call = {name: given[name] for name in ("key", "phase", "audience", "channel_kind", "min_level", "max_level")}
        call["purposes"] = {get_language(): given["purpose"]}
        try:
            template = actions.create(texts=form.texts, by=request.actor, at=timezone.now(), **call)
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            return done(request, template.versions.get())
    return page(request, form, title=_("New message template"))


def allowed(request: HttpRequest) -> None:
    if not policies.can_draft(request.actor):
        raise PermissionDenied


def blame(form: WriteForm, error: Invalid | Conflict) -> None:
    """Put each message at its field, or at the top; nothing typed is lost."""
    fields = error.fields if isinstance(error, Invalid) else {"": [str(error)]}
    for name, texts in fields.items():
        form.add_error(name if name in form.fields else None, texts)


def done(request: HttpRequest, version: TemplateVersion) -> HttpResponse:
    messages.success(
        request,
        _("Saved as version %(number)d. Send it to brand review when it is ready.") % {"number": version.number},
    )
    return HttpResponseRedirect(reverse("admin:incidents_templateversion_change", args=[version.pk]))


def page(request: HttpRequest, form: WriteForm, *, title: str) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": title,
        "form": form,
        "fields": sorted(FIELDS),
        "opts": TemplateVersion._meta,
    }
    return TemplateResponse(request, "admin/message_templates/write.html", context, status=400 if form.errors else 200)
