from django.contrib import admin

from core.web.admin import BaseAdmin
from incidents.promises.models import ReminderStep


@admin.register(ReminderStep)
class ReminderStepAdmin(BaseAdmin):
    """Who is called when readers wait; the highest step reached counts."""

    list_display = ("minutes", "who", "repeat_minutes")
    list_display_links = ("minutes",)
    ordering = ("minutes",)

    @admin.display(description=ReminderStep._meta.get_field("roles").verbose_name)
    def who(self, step: ReminderStep) -> str:
        return step.names
