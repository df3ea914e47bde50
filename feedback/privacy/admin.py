from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from core.web.admin import BaseAdmin
from feedback.privacy.models import PrivacySettings


@admin.register(PrivacySettings)
class PrivacySettingsAdmin(BaseAdmin):
    """The one row that `bootstrap` makes."""

    list_display = ("__str__", "months")
    ordering = ("pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
