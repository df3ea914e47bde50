from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.actor import require
from core.web.errors import Invalid
from feedback.desk.forms.entry import EntryForm
from feedback.threads import actions, policies
from feedback.threads.models import Thread


def enter(request: HttpRequest) -> HttpResponse:
    """A call or a letter, written down by one of us; the customer is answered as with every other word."""
    require(policies.can_enter, request.actor)
    language = (get_language() or "en")[:2]
    form = EntryForm(request.POST if request.method == "POST" else None, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        try:
            thread = actions.receive(by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Invalid as error:
            for field, texts in error.fields.items():
                form.add_error(field if field in form.fields else None, texts)
        else:
            return HttpResponseRedirect(f"{reverse('inbox')}?queue=all&thread={thread.reference}")
    context = admin.site.each_context(request) | {"form": form, "opts": Thread._meta}
    status = 400 if form.is_bound and form.errors else 200
    context |= {"title": _("Enter a call or a letter")}
    return TemplateResponse(request, "admin/inbox/enter.html", context, status=status)
