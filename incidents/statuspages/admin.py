from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.admin import TranslationInline
from incidents.catalogue.admin import CatalogueAdmin
from incidents.statuspages import actions
from incidents.statuspages.models import StatusPage, StatusPageTranslation


class NamesInline(TranslationInline):
    model = StatusPageTranslation


@admin.register(StatusPage)
class StatusPageAdmin(CatalogueAdmin):
    """The pages readers open. Which one is the default is changed by a button, so that there is always one."""

    list_display = ("name", "host", "is_default", "language", "time_zone")
    search_fields = ("name", "host")
    ordering = ("name", "pk")
    prepopulated_fields: dict[str, Any] = {}
    readonly_fields = ("public_id", "is_default")
    inlines = (NamesInline,)
    fieldsets = (
        (None, {"fields": ("name", "host", "language", "time_zone", "is_default")}),
        (_("For programs"), {"fields": ("public_id",)}),
    )
    actions = ("make_default",)

    @admin.action(description=_("Make this the default page"), permissions=["change"])
    def make_default(self, request: HttpRequest, queryset: QuerySet[StatusPage]) -> None:
        """Readers of every host that no other page claims will see this page."""
        if queryset.count() != 1:
            self.message_user(request, _("Choose exactly one page. Nothing was changed."), messages.ERROR)
            return
        page = actions.make_default(statuspage=queryset.get(), by=request.actor, at=timezone.now())
        self.message_user(request, _("%(page)s is the default page now.") % {"page": page})

    def has_delete_permission(self, request: HttpRequest, obj: StatusPage | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_default)
