from django.contrib import admin
from django.http import HttpRequest

from core.web.admin import BaseAdmin, TranslationInline
from incidents.facts.forms import ItemForm
from incidents.facts.models import ChecklistItem, ChecklistItemTranslation


class QuestionInline(TranslationInline):
    model = ChecklistItemTranslation


@admin.register(ChecklistItem)
class ChecklistItemAdmin(BaseAdmin):
    """The information checklist. Our own questions can be reworded, moved or switched off, not changed in kind."""

    form = ItemForm
    list_display = ("label", "key", "kind", "need", "department", "publishable", "is_active", "position")
    list_filter = ("need", "department", "is_active")
    search_fields = ("key", "label")
    ordering = ("position", "key")
    inlines = (QuestionInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: ChecklistItem | None = None) -> tuple[str, ...]:
        """A key stands in messages, and answers are kept by kind."""
        return ("key", "kind") if obj else ()
