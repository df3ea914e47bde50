from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.admin import ReadOnlyAdmin
from incidents.playbooks import policies, queries
from incidents.playbooks.models import Playbook
from incidents.playbooks.states import VersionState


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Not retired")), ("retired", VersionState.RETIRED.label)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Playbook]) -> QuerySet[Playbook]:
        if self.value() in {"open", "retired"}:
            return queryset.filter(retired_at__isnull=self.value() == "open")
        return queryset


@admin.register(Playbook)
class PlaybookAdmin(ReadOnlyAdmin):
    """The list; the pages behind it are `incidents.playbooks.views`."""

    list_display = ("title", "slug", "in_force", "being_written", "offered_for", "is_out")
    list_display_links = ("title",)
    search_fields = ("slug", "translations__title")
    list_filter = (UseFilter,)
    ordering = ("slug",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Playbook]:
        return queries.listed()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return policies.can_draft(request.actor)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    @admin.display(description=_("title"))
    def title(self, playbook: Playbook) -> str:
        return playbook.title_in(get_language() or "en")

    @admin.display(description=_("in force"))
    def in_force(self, playbook: Playbook) -> str:
        return self._number(playbook, VersionState.PUBLISHED)

    @admin.display(description=_("draft"))
    def being_written(self, playbook: Playbook) -> str:
        return self._number(playbook, VersionState.DRAFT)

    @admin.display(description=_("offered for"))
    def offered_for(self, playbook: Playbook) -> str:
        names = [*(component.slug for component in playbook.components.all()), *playbook.symptoms]
        return ", ".join(names[:8]) + (" …" if len(names) > 8 else "") or "–"

    @admin.display(description=_("retired"), ordering="retired_at")
    def is_out(self, playbook: Playbook) -> str:
        return f"{playbook.retired_at:%Y-%m-%d}" if playbook.retired_at else "–"

    def _number(self, playbook: Playbook, state: str) -> str:
        return next((f"v{version.number}" for version in playbook.standing if version.state == state), "–")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return policies.can_view(request.actor)
