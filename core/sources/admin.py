"""The staff's list and record of a kind of source. A key or secret stands in the answer to the POST itself:
kept in a message it would be stored."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.sources import actions, policies
from core.sources.models import Source
from core.web.admin import StateAdmin
from core.web.buttons import Button


def manager(request: HttpRequest, record: Source) -> bool:
    """Whether a record's buttons are offered."""
    return policies.can_manage(request.actor, record)


def telling(action: Callable[..., str]) -> Callable[[HttpRequest, Source], None]:
    """A button's work whose result is shown once in the answer."""

    def run(request: HttpRequest, record: Source) -> None:
        record.told = action(source=record, by=request.actor, at=timezone.now())

    return run


def doing(action: Callable[..., Any]) -> Callable[[HttpRequest, Source], None]:
    """A button's work that has nothing to tell."""

    def run(request: HttpRequest, record: Source) -> None:
        action(source=record, by=request.actor, at=timezone.now())

    return run


def _signed(request: HttpRequest, record: Source) -> bool:
    return manager(request, record) and record.is_signed


def _consequence(records: list[Model]) -> str:
    if any(record.is_signed for record in records):
        return gettext("The secret in use stays good for 24 hours. If it has leaked, drop it first.")
    return gettext("From now on all it hands in must be signed with it; anything else is refused.")


KEY_BUTTONS = (
    Button(
        name="rotate-key",
        label=_("New key"),
        run=telling(actions.rotate_key),
        offered=manager,
        consequence=_("The old key is refused at once; give the new one to the program before it calls again."),
        danger=True,
    ),
    Button(
        name="rotate-secret",
        label=_("New signing secret"),
        run=telling(actions.rotate_secret),
        offered=manager,
        consequence=_consequence,
        danger=True,
    ),
    Button(
        name="drop-secret",
        label=_("Ask for no signature"),
        run=doing(actions.drop_secret),
        offered=_signed,
        consequence=_("Whoever knows the key can hand in again, and every signing secret is void."),
        danger=True,
    ),
)


def remove_button(action: Callable[..., None]) -> Button:
    """Removes a source by its slice's action, which knows what it has handed in."""
    return Button(
        name="remove",
        label=_("Remove"),
        run=doing(action),
        offered=manager,
        consequence=_("Only a source that has handed in nothing can be removed; set others inactive."),
        danger=True,
    )


class SourceAdmin(StateAdmin):
    """One kind of source. A subclass names its form, its address, and its slice's actions that make and change one."""

    search_fields = ("name", "slug")
    ordering = ("name",)
    readonly_fields = ("key_hint", "door", "signed", "last_received_at", "last_error")
    prepopulated_fields = {"slug": ("name",)}
    fixed: tuple[str, ...] = ("slug",)  # what a source keeps once it is made
    buttons = KEY_BUTTONS

    has_add_permission = admin.ModelAdmin.has_add_permission
    has_change_permission = admin.ModelAdmin.has_change_permission

    def way_in(self, source: Source) -> str:
        """Where the program calls."""
        raise NotImplementedError

    def create_source(self, **given: Any) -> tuple[Source, str]:
        """The source and its key."""
        raise NotImplementedError

    def change_source(self, **given: Any) -> Source:
        """The source with what was given."""
        raise NotImplementedError

    @admin.display(description=_("address"))
    def door(self, source: Source) -> SafeString:
        return format_html("<code>{}</code>", self.way_in(source) if source.pk else "")

    @admin.display(description=_("must be signed"), boolean=True)
    def signed(self, source: Source) -> bool:
        return source.is_signed

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *self.fixed) if obj else self.readonly_fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Source | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def save_model(self, request: HttpRequest, obj: Source, form: Form, change: bool) -> None:
        given, about = dict(form.cleaned_data), {"by": request.actor, "at": timezone.now()}
        if change:
            self.change_source(source=obj, **{name: given[name] for name in form.changed_data}, **about)
            return
        made, key = self.create_source(**given, **about)
        obj.pk, obj.told = made.pk, key
        obj.refresh_from_db()

    def _written(self, request: HttpRequest, obj: Model, verb: str, message: Any) -> None:
        """The actions have told the audit trail."""

    def response_add(self, request: HttpRequest, obj: Source, post_url_continue: str | None = None) -> HttpResponse:
        return self._tell(request, obj, _("Key"))

    def confirm(self, request: HttpRequest, button: Button, records: list[Model], back: str) -> HttpResponse:
        answer = super().confirm(request, button, records, back)
        record = records[0]
        return self._tell(request, record, button.label) if hasattr(record, "told") else answer

    def _tell(self, request: HttpRequest, record: Source, label: str | Promise) -> HttpResponse:
        shown = {"title": label, "opts": self.opts, "told": record.told, "record": record}
        context = {**self.admin_site.each_context(request), **shown}
        response = TemplateResponse(request, "admin/sources/told.html", context)
        add_never_cache_headers(response)
        return response
