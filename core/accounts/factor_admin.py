"""Second factors for administrators: seen without their secrets, and taken away when somebody lost the phone."""

from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

from core.web.admin import ReadOnlyAdmin

# allauth's own lists show secrets, and deleting a row of its sessions ends no session.
for model in list(admin.site._registry):
    if apps.get_app_config(model._meta.app_label).name.startswith("allauth."):
        admin.site.unregister(model)


@admin.register(Authenticator)
class FactorAdmin(ReadOnlyAdmin):
    """Whoever lost every factor is let in again by deleting them here; the password stays."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    search_fields = ("user__username",)
    ordering = ("-id",)
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        """Nobody below a superuser weakens a superuser's login."""
        if obj is not None and obj.user.is_superuser and not request.user.is_superuser:
            return False
        return request.user.has_perm("mfa.delete_authenticator")

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        obj.delete()
        delete_dangling_recovery_codes(obj.user)
