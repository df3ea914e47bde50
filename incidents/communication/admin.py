from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.web.admin import BaseAdmin, ReadOnlyAdmin, ReadOnlyInline, StateAdmin
from core.web.buttons import Button
from incidents.communication import actions, policies, queries
from incidents.communication.forms import CorrectForm
from incidents.communication.models import ObjectionRule, Signature, Update, Variant
from incidents.communication.states import State


def _publish(request: HttpRequest, update: Update) -> None:
    actions.publish(update=update, version=update.version, by=request.actor, at=timezone.now())


def _discard(request: HttpRequest, update: Update) -> None:
    actions.discard(update=update, version=update.version, by=request.actor, at=timezone.now())


def _correct(request: HttpRequest, update: Update, **given: Any) -> None:
    actions.correct(update=update, by=request.actor, at=timezone.now(), **given)


def _may_publish(request: HttpRequest, update: Update | None = None) -> bool:
    if update is None:
        return request.actor.may(policies.PUBLISH)
    return update.state == State.DRAFT and policies.can_publish(request.actor, update.incident)


def _may_discard(request: HttpRequest, update: Update | None = None) -> bool:
    if update is None:
        return request.actor.may(policies.DRAFT)
    return update.state == State.DRAFT and policies.can_discard(request.actor, update.incident)


def _may_correct(request: HttpRequest, update: Update | None = None) -> bool:
    return (
        update is not None and update.state == State.PUBLISHED and policies.can_correct(request.actor, update.incident)
    )


def _readers(updates: list[Update]) -> str:
    told = sum(queries.recipients(update).total for update in updates if update.notify)
    return ngettext(
        "The status page changes at once, and %(count)d subscriber is told.",
        "The status page changes at once, and %(count)d subscribers are told.",
        told,
    ) % {"count": told}


class VariantInline(ReadOnlyInline):
    model = Variant
    fields = ("audience", "channel_kind", "language", "subject", "as_read")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Update | None = None) -> bool:
        """Who may read an update may read its words."""
        return request.actor.may("incidents.view_update")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        return super().get_queryset(request).select_related("audience").order_by("audience", "channel_kind", "language")

    @admin.display(description=gettext_lazy("text"))
    def as_read(self, variant: Variant) -> SafeString:
        """`html` was cleaned when the text was saved (core.text.markdown)."""
        return format_html('<div lang="{}">{}</div>', variant.language, mark_safe(variant.html))


@admin.register(Update)
class UpdateAdmin(StateAdmin):
    """What is said, to read; it is written in the incident room."""

    list_display = ("__str__", "incident", "state", "incident_state", "published_at", "published_by", "next_update_at")
    list_filter = ("state", "phase")
    list_select_related = ("incident",)
    search_fields = ("incident__reference",)
    ordering = ("-id",)
    inlines = (VariantInline,)
    fields = (
        "incident",
        ("phase", "state", "incident_state"),
        ("sequence", "version", "notify"),
        "next_update_at",
        "corrects",
        ("drafted_at", "drafted_by"),
        ("published_at", "published_by"),
        ("discarded_at", "discarded_by"),
        "told_about",
    )
    readonly_fields = ("told_about",)
    buttons = (
        Button(
            name="publish",
            label=gettext_lazy("Publish"),
            run=_publish,
            consequence=_readers,
            offered=_may_publish,
            in_list=True,
        ),
        Button(
            name="discard",
            label=gettext_lazy("Discard"),
            run=_discard,
            consequence=gettext_lazy("The draft is put away. It stays readable here."),
            offered=_may_discard,
            in_list=True,
            danger=True,
        ),
        Button(
            name="correct",
            label=gettext_lazy("Publish a correction"),
            run=_correct,
            form=CorrectForm,
            consequence=gettext_lazy("A new update stands beside this one at once; this one stays as it was."),
            offered=_may_correct,
        ),
    )

    @admin.display(description=gettext_lazy("told about components"))
    def told_about(self, update: Update) -> str:
        lines = [f"{row['name']}: {row['old_status']} → {row['new_status']}" for row in update.affected]
        return "; ".join(lines) or _("Nothing")


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    """What legal was asked and decided; they decide in the incident room."""

    list_display = ("case", "incident", "state", "asked_at", "asked_by", "decided_at", "decided_by")
    list_filter = ("state", "case")
    list_select_related = ("update__incident",)
    search_fields = ("update__incident__reference",)
    ordering = ("-id",)
    fields = (
        ("case", "state"),
        "update",
        "what",
        ("asked_at", "asked_by"),
        ("decided_at", "decided_by"),
        "note",
        ("voided_at", "voided_by"),
        "digest",
    )
    readonly_fields = ("what",)

    @admin.display(description=gettext_lazy("incident"))
    def incident(self, row: Signature) -> str:
        return row.update.incident.reference

    @admin.display(description=gettext_lazy("words"))
    def what(self, row: Signature) -> SafeString:
        """Exactly what was signed, text by text."""
        parts = (
            (each["language"], each["audience"], each["channel_kind"], each["language"], each["subject"], each["text"])
            for each in row.words
        )
        return format_html_join("", '<p lang="{}"><b>{} · {} · {}</b><br>{} {}</p>', parts)


@admin.register(ObjectionRule)
class ObjectionRuleAdmin(BaseAdmin):
    """How long what the lead publishes waits for an objection; no row, no waiting."""

    list_display = ("__str__", "seconds", "first_message")
    list_select_related = ("level",)
    ordering = ("level", "pk")
