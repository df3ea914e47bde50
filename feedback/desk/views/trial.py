from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from feedback.desk.models import RoutingRule
from feedback.desk.queries import rules
from feedback.threads import policies


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What a rule would have done to the newest conversations; nothing moves."""
    if not (request.actor.may(policies.VIEW) and request.actor.may("feedback.view_routingrule")):
        raise PermissionDenied
    rule = get_object_or_404(RoutingRule, pk=pk)
    context = admin.site.each_context(request) | {"rule": rule, "trial": rules.trial(rule), "opts": RoutingRule._meta}
    return TemplateResponse(request, "admin/inbox/trial.html", context | {"title": _("Try a routing rule")})
