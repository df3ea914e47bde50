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
from django.utils.translation import gettext_lazy as _

from core.web.admin import StateAdmin
from core.web.buttons import Button
from feedback.doors.hooks import actions, forms, policies
from feedback.doors.hooks.models import FeedbackSource


def _manager(request: HttpRequest, record: FeedbackSource | None = None) -> bool:
    return policies.can_manage(request.actor)


def _signed(request: HttpRequest, record: FeedbackSource | None = None) -> bool:
    return _manager(request) and (record is None or record.is_signed)


def _telling(action: Any) -> Any:
    """A button's work whose result is shown in the answer itself: kept in a message it would be stored."""

    def run(request: HttpRequest, record: FeedbackSource) -> None:
        record.told = action(source=record, by=request.actor, at=timezone.now())

    return run


def _drop_secret(request: HttpRequest, record: FeedbackSource) -> None:
    actions.drop_secret(source=record, by=request.actor, at=timezone.now())


def _remove(request: HttpRequest, record: FeedbackSource) -> None:
    actions.remove_source(source=record, by=request.actor, at=timezone.now())


@admin.register(FeedbackSource)
class FeedbackSourceAdmin(StateAdmin):
    """Programs that hand us what customers wrote elsewhere, and where our answers go."""

    form = forms.SourceForm
    list_display = ("name", "is_active", "last_received_at", "last_error")
    search_fields = ("name", "slug")
    ordering = ("name",)
    readonly_fields = ("key_hint", "door", "signed", "last_received_at", "last_error")
    prepopulated_fields = {"slug": ("name",)}
    buttons = (
        Button(
            name="rotate-key",
            label=_("New key"),
            run=_telling(actions.rotate_key),
            offered=_manager,
            consequence=_("The old key is refused at once; give the new one to the program before it writes again."),
            danger=True,
        ),
        Button(
            name="rotate-secret",
            label=_("New signing secret"),
            run=_telling(actions.rotate_secret),
            offered=_manager,
            consequence=_("From now on what it hands in must be signed. A secret in use holds for 24 hours more."),
            danger=True,
        ),
        Button(
            name="drop-secret",
            label=_("Ask for no signature"),
            run=_drop_secret,
            offered=_signed,
            consequence=_("Whoever knows the key can hand in again, and every signing secret is void."),
            danger=True,
        ),
        Button(
            name="rotate-reply-secret",
            label=_("New secret for our answers"),
            run=_telling(actions.rotate_reply_secret),
            offered=_manager,
            consequence=_("Our answers are signed with it; for 24 hours they carry the signature of the old one, too."),
        ),
        Button(
            name="remove",
            label=_("Remove"),
            run=_remove,
            offered=_manager,
            consequence=_("Only a source that has handed in nothing can be removed; set others inactive."),
            danger=True,
        ),
    )

    has_add_permission = admin.ModelAdmin.has_add_permission
    has_change_permission = admin.ModelAdmin.has_change_permission

    @admin.display(description=_("address"))
    def door(self, source: FeedbackSource) -> SafeString:
        return format_html("<code>{}</code>", f"/api/feedback/{source.slug}/" if source.pk else "")

    @admin.display(description=_("must be signed"), boolean=True)
    def signed(self, source: FeedbackSource) -> bool:
        return source.is_signed

    def get_readonly_fields(self, request: HttpRequest, obj: FeedbackSource | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: FeedbackSource | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def save_model(self, request: HttpRequest, obj: FeedbackSource, form: Form, change: bool) -> None:
        given, about = dict(form.cleaned_data), {"by": request.actor, "at": timezone.now()}
        if change:
            actions.change_source(source=obj, **{name: given[name] for name in form.changed_data}, **about)
            return
        made, key = actions.create_source(**given, **about)
        obj.pk, obj.told = made.pk, key
        obj.refresh_from_db()

    def response_add(
        self, request: HttpRequest, obj: FeedbackSource, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._tell(request, obj, _("Key"))

    def confirm(self, request: HttpRequest, button: Button, records: list[Model], back: str) -> HttpResponse:
        answer = super().confirm(request, button, records, back)
        record = records[0]
        return self._tell(request, record, button.label) if hasattr(record, "told") else answer

    def _tell(self, request: HttpRequest, record: FeedbackSource, label: str | Promise) -> HttpResponse:
        shown = {"title": label, "opts": self.opts, "told": record.told, "record": record}
        context = {**self.admin_site.each_context(request), **shown}
        response = TemplateResponse(request, "admin/incidents/alertsource/told.html", context)
        add_never_cache_headers(response)
        return response
