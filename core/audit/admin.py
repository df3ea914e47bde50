import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.audit.models import AuditEvent
from core.audit.sentences import sentence
from core.web.admin import ReadOnlyAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who did what, newest first; nobody can add, change or delete a row."""

    list_display = ("at", "said", "actor_kind", "kind")
    list_filter = ("actor_kind",)
    search_fields = ("=object_ref", "kind", "actor_label")
    search_help_text = _("Reference of the object, kind of event, or person")
    ordering = ("-at", "-id")
    fields = (
        "said",
        "at",
        "kind",
        "actor_label",
        "actor_kind",
        "object_label",
        "object_type",
        "object_ref",
        "details",
        "request_id",
    )
    readonly_fields = fields

    @admin.display(description=_("event"))
    def said(self, event: AuditEvent) -> str:
        return sentence(event)

    @admin.display(description=_("details"))
    def details(self, event: AuditEvent) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(event.data, indent=2, ensure_ascii=False))
