from django.contrib import admin

from core.web.admin import ReadOnlyAdmin
from feedback.doors.social.models import MentionWatch


@admin.register(MentionWatch)
class MentionWatchAdmin(ReadOnlyAdmin):
    """Accounts of ours whose mentions come in as feedback, and whether that works."""

    list_display = ("account", "outlet", "polled_at", "failures", "error")
    list_select_related = ("outlet",)
    search_fields = ("account", "outlet__name")
    ordering = ("account", "id")
    fields = ("outlet", "account", "polled_at", "retry_at", "failures", "error")
