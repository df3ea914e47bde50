from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.web.admin import BaseAdmin

admin.site.unregister(Group)


@admin.register(User)
class StaffUserAdmin(UserAdmin, BaseAdmin):
    """People. Rights come from roles (groups), so single permissions are not offered."""

    list_display = ("username", "first_name", "last_name", "email", "locale", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    list_select_related = False
    ordering = ("username",)
    filter_horizontal = ()  # groups are searched for, as every other link
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "locale", "time_zone")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes a superuser: an administrator can't rise above the own role."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.is_superuser else (*fixed, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody below a superuser sets a superuser's password, which would be another way to rise."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)


@admin.register(Group)
class RoleAdmin(GroupAdmin, BaseAdmin):
    """Roles are read here and defined in config/roles.py; `bootstrap` brings them in line."""

    search_fields = ("name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False
