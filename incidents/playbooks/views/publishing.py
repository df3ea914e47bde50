"""Decisions about a playbook: each says first what will happen, then does it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.actor import require
from core.web.errors import Conflict
from incidents.playbooks import actions, flow, picture, policies, queries
from incidents.playbooks.errors import Broken
from incidents.playbooks.forms import PublishForm
from incidents.playbooks.models import Playbook, PlaybookVersion
from incidents.playbooks.views.showing import page, playbook_or_404

Confirmed = Callable[..., Any]


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what differs, or which nodes are at fault; the POST publishes exactly what was shown."""
    playbook = playbook_or_404(request, pk)
    require(policies.can_publish, request.actor, playbook)
    draft = queries.draft(playbook)
    if draft is None:
        messages.warning(request, _("There is no draft. Begin one first."))
        return _back(pk)
    form = PublishForm(request.POST or None, initial={"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_version(
                version=draft, revision=form.cleaned_data["revision"], by=request.actor, at=timezone.now()
            )
        except (Broken, Conflict) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Version %(number)d is in force.") % {"number": draft.number})
            return _back(pk)
        return HttpResponseRedirect(request.get_full_path())
    return _asked(request, playbook, draft, form)


def _asked(request: HttpRequest, playbook: Playbook, draft: PlaybookVersion, form: PublishForm) -> HttpResponse:
    before, found = queries.before(draft), queries.findings(playbook, draft.flow)
    difference = flow.diff(before.flow, draft.flow) if before else None
    changed = {*difference.changed, *difference.added} if difference else set()
    language = get_language() or "en"
    title = playbook.title_in(language)
    chart = picture.draw(draft.flow, language, title=title, findings=found, changed=changed)
    context = page(
        request,
        playbook,
        _("Publish version %(number)d") % {"number": draft.number},
        version=draft,
        before=before,
        difference=difference,
        findings=found,
        errors=flow.errors(found),
        chart=chart,
        form=form,
    )
    return TemplateResponse(request, "admin/playbooks/publish.html", context)


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    says = gettext_lazy("The draft goes away. The audit trail keeps its nodes.")
    return _confirmed(request, pk, gettext_lazy("Discard the draft"), says, policies.can_draft, actions.discard_draft)


def retire(request: HttpRequest, pk: int) -> HttpResponse:
    says = gettext_lazy("Nobody is offered it any more. Runs that go on keep their version; it can be copied later.")
    return _confirmed(request, pk, gettext_lazy("Retire this playbook"), says, policies.can_retire, actions.retire)


def _confirmed(
    request: HttpRequest, pk: int, label: Promise, says: Promise, rule: Callable[..., bool], action: Confirmed
) -> HttpResponse:
    playbook = playbook_or_404(request, pk)
    require(rule, request.actor, playbook)
    if request.method == "POST":
        try:
            action(playbook=playbook, by=request.actor, at=timezone.now())
        except Conflict as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Done: %(label)s.") % {"label": label})
        return _back(pk)
    return TemplateResponse(
        request, "admin/playbooks/confirm.html", page(request, playbook, str(label), says=says, danger=True)
    )


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:incidents_playbook_change", args=[pk]))
