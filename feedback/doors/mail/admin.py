from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.web.admin import ReadOnlyAdmin, StateAdmin
from core.web.buttons import Button
from feedback.doors.mail import actions, charsets, policies
from feedback.doors.mail.models import InboundMail, Mailbox
from feedback.doors.mail.states import MAY_BE_READ_AGAIN

SHOWN = 20_000


def _reader(request: HttpRequest, record: InboundMail | None = None) -> bool:
    fits = record is None or record.state in MAY_BE_READ_AGAIN
    return fits and policies.can_read_again(request.actor, record)


def _read_again(request: HttpRequest, record: InboundMail) -> None:
    actions.read_again(mail=record, by=request.actor, at=timezone.now())


@admin.register(InboundMail)
class InboundMailAdmin(StateAdmin):
    """Every mail that came, as it came, with what became of it and why. Nothing is thrown away unread."""

    list_display = ("subject_or_sender", "sender", "state", "reason", "thread", "sent_at")
    list_filter = ("state", "via")
    list_select_related = ("thread",)
    search_fields = ("sender", "subject", "message_id")
    ordering = ("-created_at", "-id")
    fields = ("subject", "sender", "state", "reason", "thread", "via", "size", "is_cut", "sent_at", "created_at")
    fields = (*fields, "settled_at", "message_id", "original")
    readonly_fields = fields
    buttons = (
        Button(
            name="read-again",
            label=_("Make it a conversation"),
            run=_read_again,
            offered=_reader,
            consequence=_("It goes where any mail of this sender goes: into its conversation, or a new one."),
            in_list=True,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[InboundMail]:
        found = super().get_queryset(request)
        return found if request.resolver_match.kwargs.get("object_id") else found.defer("raw")

    @admin.display(description=_("mail"))
    def subject_or_sender(self, mail: InboundMail) -> str:
        return str(mail)

    @admin.display(description=_("as it came"))
    def original(self, mail: InboundMail) -> SafeString:
        """The bytes as letters: nothing in it is ever shown as a page."""
        return format_html("<pre>{}</pre>", charsets.text(bytes(mail.raw[:SHOWN]), "utf-8"))


@admin.register(Mailbox)
class MailboxAdmin(ReadOnlyAdmin):
    """Where we fetch mail, and whether that works."""

    list_display = ("name", "polled_at", "failures", "error")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "polled_at", "failures", "error", "last_uid")
