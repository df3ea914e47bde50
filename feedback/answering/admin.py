"""The staff interface of canned replies."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.admin import StateAdmin
from core.web.buttons import Button
from feedback.answering import actions, policies, queries, states, views
from feedback.answering.models import CannedReply
from feedback.answering.states import State


def act(action: Callable[..., Any]) -> Callable[..., None]:
    def run(request: HttpRequest, record: CannedReply, **data: Any) -> None:
        action(canned=record, by=request.actor, at=timezone.now(), **data)

    return run


def when(rule: Callable[..., bool], to: str) -> Callable[..., bool]:
    def offered(request: HttpRequest, record: CannedReply | None = None) -> bool:
        return rule(request.actor) and (record is None or to in states.MOVES[record.state])

    return offered


@admin.register(CannedReply)
class CannedReplyAdmin(StateAdmin):
    list_display = ("key", "title", "register", "component", "state", "used")
    list_filter = ("state", "register")
    search_fields = ("key", "texts__title", "texts__text")
    ordering = ("position", "key")
    fields = (
        *("key", "register", "component", "state", "used"),
        *("drafted_by", "drafted_at", "decided_by", "decided_at", "words"),
    )
    readonly_fields = ("used", "words")
    opens = (_("Write it anew"), "admin:canned_write")
    buttons = (
        Button(
            name="approve",
            label=_("Approve"),
            run=act(actions.approve_canned),
            offered=when(policies.can_approve_canned, State.APPROVED),
            consequence=_("From now on everybody who answers is offered it."),
            in_list=True,
        ),
        Button(
            name="retire",
            label=_("Retire"),
            run=act(actions.retire_canned),
            offered=when(policies.can_approve_canned, State.RETIRED),
            consequence=_("Nobody is offered it any more. Answers begun with it stay as they are."),
            in_list=True,
            danger=True,
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [path("<int:pk>/write/", guarded(views.write), name="canned_write"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return policies.can_draft_canned(request.actor)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return views.write(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CannedReply]:
        return queries.listed()

    @admin.display(description=_("title"))
    def title(self, canned: CannedReply) -> str:
        return canned.title_in(get_language())

    @admin.display(description=_("used"))
    def used(self, canned: CannedReply) -> int:
        return canned.used

    @admin.display(description=_("words"))
    def words(self, canned: CannedReply) -> str:
        rows = sorted(canned.texts.all(), key=lambda row: row.language)
        return render_to_string("admin/feedback/canned/words.html", {"rows": rows})
