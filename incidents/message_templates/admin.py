from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.admin import StateAdmin
from core.web.buttons import Button
from incidents.message_templates import actions, policies, queries, states, views
from incidents.message_templates.forms import SendBackForm
from incidents.message_templates.models import TemplateVersion, purpose_in
from incidents.message_templates.states import State


def act(action: Callable[..., Any]) -> Callable[..., None]:
    def run(request: HttpRequest, record: TemplateVersion, **data: Any) -> None:
        action(version=record, by=request.actor, at=timezone.now(), **data)

    return run


def when(rule: Callable[..., bool], to: str) -> Callable[..., bool]:
    def offered(request: HttpRequest, record: TemplateVersion | None = None) -> bool:
        return rule(request.actor) and (record is None or to in states.MOVES[record.state])

    return offered


@admin.register(TemplateVersion)
class TemplateVersionAdmin(StateAdmin):
    """Every version of every template; written, judged and retired by buttons."""

    list_display = ("template", "purpose", "phase", "audience", "number", "state", "used", "decided_by")
    list_filter = ("state", "template__phase", "template__audience")
    search_fields = ("template__key", "texts__text")
    ordering = ("template__position", "-number")
    fields = ("template", "purpose", "number", "state", "note", "drafted_by", "drafted_at", "decided_by", "words")
    readonly_fields = ("purpose", "words")
    opens = (_("Write a new version"), "admin:template_write")
    buttons = (
        Button(
            name="submit",
            label=_("Send to brand review"),
            run=act(actions.submit),
            offered=when(policies.can_draft, State.IN_REVIEW),
            consequence=_("Marketing decides whether it may be used."),
        ),
        Button(
            name="approve",
            label=_("Approve"),
            run=act(actions.approve),
            offered=when(policies.can_approve, State.APPROVED),
            consequence=_("From now on this version is offered; the one before it is retired."),
            in_list=True,
        ),
        Button(
            name="send-back",
            label=_("Send back"),
            run=act(actions.send_back),
            offered=when(policies.can_approve, State.DRAFT),
            form=SendBackForm,
            consequence=_("It becomes a draft again, with your note."),
        ),
        Button(
            name="retire",
            label=_("Retire"),
            run=act(actions.retire),
            offered=when(policies.can_retire, State.RETIRED),
            consequence=_("Nobody is offered it any more. Messages written from it stay as they are."),
            danger=True,
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [path("<int:pk>/write/", guarded(views.write), name="template_write"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return policies.can_draft(request.actor)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return views.new(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TemplateVersion]:
        rows = super().get_queryset(request).select_related("template", "template__audience")
        return rows.prefetch_related("texts", "template__purposes").annotate(
            times_used=Count("uses", filter=Q(uses__update__state="published"))
        )

    @admin.display(description=_("purpose"))
    def purpose(self, version: TemplateVersion) -> str:
        return purpose_in(version.template, get_language())

    @admin.display(description=_("kind of message"))
    def phase(self, version: TemplateVersion) -> str:
        return version.template.get_phase_display()

    @admin.display(description=_("audience"))
    def audience(self, version: TemplateVersion) -> str:
        return str(version.template.audience)

    @admin.display(description=_("used"))
    def used(self, version: TemplateVersion) -> int:
        return version.times_used

    @admin.display(description=_("words"))
    def words(self, version: TemplateVersion) -> str:
        old = queries.before(version)
        context = {"changes": queries.changes(old, version), "old": old, "version": version}
        return render_to_string("admin/message_templates/words.html", context)
