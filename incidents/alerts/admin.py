from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.sources.admin import KEY_BUTTONS, SourceAdmin, remove_button
from core.web.admin import ReadOnlyInline, StateAdmin
from core.web.buttons import Button
from incidents.alerts import actions, forms, policies
from incidents.alerts.models import Alert, AlertSource, Proposal


@admin.register(AlertSource)
class AlertSourceAdmin(SourceAdmin):
    """Programs that may report alerts, and what their words mean here."""

    form = forms.SourceForm
    list_display = ("name", "format", "is_active", "last_received_at", "last_error")
    fixed = ("slug", "format")
    buttons = (*KEY_BUTTONS, remove_button(actions.remove_source))

    def way_in(self, source: AlertSource) -> str:
        return "/v2/enqueue" if source.format == "pagerduty" else f"/api/alerts/{source.slug}/"

    def create_source(self, **given: Any) -> tuple[AlertSource, str]:
        return actions.create_source(**given)

    def change_source(self, **given: Any) -> AlertSource:
        return actions.change_source(**given)


class AlertInline(ReadOnlyInline):
    model = Alert
    fields = ("status", "started_at", "ended_at", "text", "link", "labels")
    ordering = ("-started_at", "-pk")


def _decider(request: HttpRequest, record: Proposal | None = None) -> bool:
    return policies.can_decide(request.actor, record) and (record is None or record.state == "open")


def _accept(request: HttpRequest, record: Proposal, **_data: Any) -> None:
    incident = actions.accept(proposal=record, by=request.actor, at=timezone.now())
    messages.info(request, gettext("Declared as %(reference)s.") % {"reference": incident.reference})


def _attach(request: HttpRequest, record: Proposal, **data: Any) -> None:
    actions.attach(proposal=record, by=request.actor, at=timezone.now(), **data)


def _dismiss(request: HttpRequest, record: Proposal, **data: Any) -> None:
    actions.dismiss(proposal=record, by=request.actor, at=timezone.now(), **data)


@admin.register(Proposal)
class ProposalAdmin(StateAdmin):
    """Groups of alerts that ask for an incident. Nothing is declared or published until a person decides."""

    list_display = ("title", "state", "status", "firing", "level", "component", "source", "first_at", "last_at")
    list_filter = ("state", "status")
    list_select_related = ("component", "source")
    search_fields = ("title",)
    ordering = ("-last_at", "-id")
    inlines = (AlertInline,)
    fields = (
        *("title", "state", "status", "firing", "level", "severity_word", "component", "component_word", "region"),
        *("text", "link", "source", "first_at", "last_at", "reports", "left_out", "incident", "decided_by"),
        *("decided_at", "reason"),
    )
    readonly_fields = fields
    buttons = (
        Button(
            name="accept",
            label=_("Declare an incident"),
            run=_accept,
            offered=lambda request, record=None: (
                _decider(request, record) and policies.can_accept(request.actor, record)
            ),
            consequence=_("You command it until you hand over. A first message is drafted; nothing is published."),
            in_list=True,
        ),
        Button(
            name="attach",
            label=_("Add to an open incident"),
            run=_attach,
            offered=_decider,
            form=forms.AttachForm,
            consequence=_("The alerts are evidence of that incident from now on."),
            in_list=True,
        ),
        Button(
            name="dismiss",
            label=_("Set aside"),
            run=_dismiss,
            offered=_decider,
            form=forms.DismissForm,
            consequence=_("It leaves the list. If the same group fires anew, it asks again."),
            in_list=True,
        ),
    )
