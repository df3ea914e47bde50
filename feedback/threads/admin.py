from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.admin import ReadOnlyAdmin
from feedback.threads import places, queries, references
from feedback.threads.models import Thread


@admin.register(Thread)
class ThreadAdmin(ReadOnlyAdmin):
    """Every conversation as a record. It is worked on in the inbox, where each one leads."""

    list_display = ("reference", "subject", "state", "register", "visibility", "language", "created_at", "opened")
    list_display_links = ("reference",)
    list_filter = ("state", "visibility", "register", "origin", "language", "awaits_human")
    search_fields = ("reference",)  # what else is looked through: get_search_results
    search_help_text = _("A reference, or words of the conversation, notes too.")
    list_select_related = ("register",)
    ordering = ("-created_at", "-id")
    fields = (
        *("opened", "reference", "subject", "origin", "state", "held_for", "visibility", "register", "component"),
        *("region", "language", "assignee", "team", "name", "email", "telephone", "handle", "reply_by", "quiet"),
        *("wants_updates", "awaits_human", "created_at", "customer_wrote_at", "waits_since", "answer_due_at"),
        *("first_answer_at", "promised_at", "closed_at", "anonymised_at", "merged_into", "alike", "changed_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Thread]:
        return super().get_queryset(request).defer("terms")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Thread], search_term: str
    ) -> tuple[QuerySet[Thread], bool]:
        """By the index that the inbox searches by: looking through texts costs seconds at a million."""
        term = search_term.replace("\x00", "").strip()
        if references.looks_like_one(term.upper()):
            return queryset.filter(reference=term.upper()), False
        return (queries.search(queryset, term) if term else queryset), False

    @admin.display(description=_("worked on"))
    def opened(self, thread: Thread) -> SafeString:
        return format_html('<a href="{}">{}</a>', places.thread(thread), gettext("Open in the inbox"))
