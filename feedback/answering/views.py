"""Pages inside the staff site where canned replies are written."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.web.errors import Conflict, Invalid
from feedback.answering import actions, placeholders, policies
from feedback.answering.forms import CannedForm
from feedback.answering.models import CannedReply


def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new one, or the words of one that is there; nothing typed is lost."""
    if not policies.can_draft_canned(request.actor):
        raise PermissionDenied
    canned = CannedReply.objects.prefetch_related("texts").filter(pk=pk).first() if pk else None
    if pk and canned is None:
        raise Http404
    form = CannedForm(request.POST or None, canned=canned)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep(request, canned, form)
        except (Conflict, Invalid) as error:
            problems = error.fields if isinstance(error, Invalid) else {"": [str(error)]}
            for texts in problems.values():
                form.add_error(None, texts)
        else:
            messages.success(request, _("Kept as a draft. It is offered once somebody has approved it."))
            return HttpResponseRedirect(reverse("admin:feedback_cannedreply_change", args=[kept.pk]))
    return page(request, form, canned)


def keep(request: HttpRequest, canned: CannedReply | None, form: CannedForm) -> CannedReply:
    given = form.cleaned_data
    call: dict[str, Any] = {"texts": form.texts, "by": request.actor, "at": timezone.now()}
    call |= {"register": given["register"], "component": given["component"]}
    if canned is None:
        return actions.draft_canned(key=given["key"], **call)
    return actions.write_canned(canned=canned, edit=given["edit"], **call)


def page(request: HttpRequest, form: CannedForm, canned: CannedReply | None) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Write “%(key)s”") % {"key": canned.key} if canned else _("New canned reply"),
        "form": form,
        "fields": placeholders.FIELDS,
        "opts": CannedReply._meta,
    }
    return TemplateResponse(request, "admin/feedback/canned/write.html", context, status=400 if form.errors else 200)
