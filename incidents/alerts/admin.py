from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.admin import ReadOnlyInline, StateAdmin
from core.web.buttons import Button
from incidents.alerts import actions, forms, keys, policies
from incidents.alerts.models import Alert, AlertSource, Proposal


def _manager(request: HttpRequest, record: AlertSource | None = None) -> bool:
    return policies.can_manage(request.actor)


def _rotate_key(request: HttpRequest, record: AlertSource) -> None:
    record.told = actions.rotate_key(source=record, by=request.actor, at=timezone.now())


def _rotate_secret(request: HttpRequest, record: AlertSource) -> None:
    record.told = actions.rotate_secret(source=record, by=request.actor, at=timezone.now())


def _drop_secret(request: HttpRequest, record: AlertSource) -> None:
    actions.drop_secret(source=record, by=request.actor, at=timezone.now())


def _consequence(records: list[Model]) -> str:
    if any(record.is_signed for record in records):
        return gettext("The secret in use stays good for 24 hours. If it has leaked, drop it first.")
    return gettext("From now on every report must be signed with it; others are refused.")


@admin.register(AlertSource)
class AlertSourceAdmin(StateAdmin):
    """Programs that may report alerts, and what their words mean here.

    A key or secret stands in the answer to the POST itself: kept in a message it would be stored.
    """

    form = forms.SourceForm
    list_display = ("name", "format", "is_active", "last_received_at", "last_error")
    search_fields = ("name", "slug")
    ordering = ("name",)
    readonly_fields = ("key_hint", "door", "signed", "last_received_at", "last_error")
    prepopulated_fields = {"slug": ("name",)}
    buttons = (
        Button(
            name="rotate-key",
            label=_("New key"),
            run=_rotate_key,
            offered=_manager,
            consequence=_("The old key is refused at once; give the new one to the program before it reports again."),
            danger=True,
        ),
        Button(
            name="rotate-secret",
            label=_("New signing secret"),
            run=_rotate_secret,
            offered=_manager,
            consequence=_consequence,
            danger=True,
        ),
        Button(
            name="drop-secret",
            label=_("Ask for no signature"),
            run=_drop_secret,
            offered=lambda request, record=None: _manager(request) and (record is None or record.is_signed),
            consequence=_("Whoever knows the key can report again, and every signing secret is void."),
            danger=True,
        ),
    )

    has_add_permission = admin.ModelAdmin.has_add_permission
    has_change_permission = admin.ModelAdmin.has_change_permission
    has_delete_permission = admin.ModelAdmin.has_delete_permission

    @admin.display(description=_("address"))
    def door(self, source: AlertSource) -> SafeString:
        path = "/v2/enqueue" if source.format == "pagerduty" else f"/api/alerts/{source.slug}/"
        return format_html("<code>{}</code>", path if source.pk else "")

    @admin.display(description=_("must be signed"), boolean=True)
    def signed(self, source: AlertSource) -> bool:
        return source.is_signed

    def save_model(self, request: HttpRequest, obj: AlertSource, form: Form, change: bool) -> None:
        if change:
            obj.save()
            return
        key = keys.issue()
        obj.digest, obj.key_hint = keys.digest(key), key[-4:]
        obj.created_at, obj.created_by = timezone.now(), request.actor.label[:200]
        obj.save()
        obj.told = key

    def response_add(
        self, request: HttpRequest, obj: AlertSource, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._tell(request, obj, _("Key"))

    def confirm(self, request: HttpRequest, button: Button, records: list[Model], back: str) -> HttpResponse:
        answer = super().confirm(request, button, records, back)
        record = records[0]
        if not hasattr(record, "told"):
            return answer
        return self._tell(request, record, _("Key") if button.name == "rotate-key" else _("Signing secret"))

    def _tell(self, request: HttpRequest, record: AlertSource, label: Promise) -> HttpResponse:
        shown = {"title": label, "opts": self.opts, "told": record.told, "record": record}
        context = {**self.admin_site.each_context(request), **shown}
        response = TemplateResponse(request, "admin/incidents/alertsource/told.html", context)
        add_never_cache_headers(response)
        return response


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
