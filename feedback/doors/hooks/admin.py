from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.sources.admin import KEY_BUTTONS, SourceAdmin, manager, remove_button, telling
from core.web.buttons import Button
from feedback.doors.hooks import actions, forms
from feedback.doors.hooks.models import FeedbackSource


@admin.register(FeedbackSource)
class FeedbackSourceAdmin(SourceAdmin):
    """Programs that hand us what customers wrote elsewhere, and where our answers go."""

    form = forms.SourceForm
    list_display = ("name", "is_active", "last_received_at", "last_error")
    buttons = (
        *KEY_BUTTONS,
        Button(
            name="rotate-reply-secret",
            label=_("New secret for our answers"),
            run=telling(actions.rotate_reply_secret),
            offered=manager,
            consequence=_("Our answers are signed with it; for 24 hours they carry the signature of the old one, too."),
        ),
        remove_button(actions.remove_source),
    )

    def way_in(self, source: FeedbackSource) -> str:
        return f"/api/feedback/{source.slug}/"

    def create_source(self, **given: Any) -> tuple[FeedbackSource, str]:
        return actions.create_source(**given)

    def change_source(self, **given: Any) -> FeedbackSource:
        return actions.change_source(**given)
