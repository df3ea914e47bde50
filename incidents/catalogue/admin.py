from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.admin import BaseAdmin, TranslationInline
from incidents.catalogue import actions
from incidents.catalogue.models import (
    Component,
    ComponentGroup,
    ComponentGroupTranslation,
    ComponentTranslation,
    Region,
    RegionTranslation,
    Service,
    ServiceTranslation,
    SeverityLevel,
    SeverityTranslation,
    ThirdParty,
    ThirdPartyAlias,
)


class CatalogueAdmin(BaseAdmin):
    """Reference data that readers see: whatever is saved is rendered again."""

    search_fields = ("name", "slug")
    ordering = ("position", "name", "pk")
    prepopulated_fields = {"slug": ("name",)}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def _written(self, request: HttpRequest, obj: Model, verb: str, message: Any) -> None:
        super()._written(request, obj, verb, message)
        actions.tell_readers(obj, by=request.actor, at=timezone.now())


def translations(model: type[Model]) -> type[TranslationInline]:
    """The inline of a model's rows per language."""
    return type(f"{model.__name__}Inline", (TranslationInline,), {"model": model})


@admin.register(Service)
class ServiceAdmin(CatalogueAdmin):
    list_display = ("name", "slug", "position")
    inlines = (translations(ServiceTranslation),)


@admin.register(Region)
class RegionAdmin(CatalogueAdmin):
    list_display = ("name", "slug", "time_zone", "position")
    inlines = (translations(RegionTranslation),)


@admin.register(ComponentGroup)
class ComponentGroupAdmin(CatalogueAdmin):
    list_display = ("name", "slug", "position")
    inlines = (translations(ComponentGroupTranslation),)


@admin.register(Component)
class ComponentAdmin(CatalogueAdmin):
    list_display = ("name", "service", "group", "is_core", "is_public", "position")
    list_select_related = ("service", "group")
    list_filter = ("is_core", "is_public", "only_show_if_degraded")
    readonly_fields = ("public_id", "created_at", "updated_at")
    inlines = (translations(ComponentTranslation),)
    fieldsets = (
        (None, {"fields": ("name", "slug", "description", "service", "group", "regions", "third_party")}),
        (
            _("Status page"),
            {"fields": ("is_core", "is_public", "showcase", "only_show_if_degraded", "start_on", "position")},
        ),
        (_("For programs"), {"fields": ("public_id", "created_at", "updated_at")}),
    )


@admin.register(ThirdParty)
class ThirdPartyAdmin(CatalogueAdmin):
    """Real names, which stand on status pages only, with the alias per language for everywhere else."""

    list_display = ("name", "status_url")
    search_fields = ("name",)
    ordering = ("name", "pk")
    prepopulated_fields: dict[str, tuple[str, ...]] = {}
    inlines = (translations(ThirdPartyAlias),)


@admin.register(SeverityLevel)
class SeverityLevelAdmin(CatalogueAdmin):
    """The five levels: their words and duties are edited, none is added or taken away."""

    list_display = ("__str__", "alias", "first_update_minutes", "update_every_minutes", "postmortem")
    search_fields = ("name",)
    ordering = ("-level",)
    prepopulated_fields: dict[str, tuple[str, ...]] = {}
    readonly_fields = ("level",)
    inlines = (translations(SeverityTranslation),)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SeverityLevel | None = None) -> bool:
        return False
