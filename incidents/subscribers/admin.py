from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from core.web.admin import BaseAdmin, TranslationInline
from core.web.buttons import Button
from incidents.subscribers import actions, policies, summaries
from incidents.subscribers.exchange import ExchangeAdmin
from incidents.subscribers.models import Audience, AudienceTranslation, Subscriber
from incidents.subscribers.states import Channel, State


class AudienceTranslationInline(TranslationInline):
    model = AudienceTranslation


@admin.register(Audience)
class AudienceAdmin(BaseAdmin):
    list_display = ("name", "slug", "is_public", "falls_back_to", "position")
    list_select_related = ("falls_back_to",)
    search_fields = ("name", "slug")
    ordering = ("position", "slug")
    inlines = (AudienceTranslationInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Audience | None = None) -> tuple[str, ...]:
        """The slug is the key that subscribers and texts refer to."""
        return ("slug",) if obj else ()


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def _run(action: Any) -> Any:
    def run(request: HttpRequest, record: Subscriber, **data: Any) -> None:
        action(subscriber=record, by=request.actor, at=timezone.now(), **data)

    return run


def _offered(*states: str, channel: str | None = None) -> Any:
    """To who may change subscribers, where the state has the move."""

    def offered(request: HttpRequest, record: Subscriber | None = None) -> bool:
        if not request.actor.may(policies.CHANGE):
            return False
        return record is None or (record.state in states and channel in {None, record.channel})

    return offered


def _unsubscribing(records: list[Model]) -> str:
    return ngettext(
        "%(count)d subscriber will be sent nothing more. Only the subscriber can undo this.",
        "%(count)d subscribers will be sent nothing more. Only they can undo this.",
        len(records),
    ) % {"count": len(records)}


BUTTONS = (
    Button(
        name="confirm",
        label=_("Confirm for the subscriber"),
        run=_run(actions.confirm_by_staff),
        consequence=_("The subscriber is told from now on. Say how the consent was given."),
        offered=_offered(State.PENDING),
        form=ReasonForm,
    ),
    Button(
        name="resend",
        label=_("Send the letter again"),
        run=_run(actions.resend),
        consequence=_("A letter with a link goes to the address, or waits if it has had several lately."),
        offered=_offered(State.PENDING, State.CONFIRMED, State.QUARANTINED),
        in_list=True,
    ),
    Button(
        name="reactivate",
        label=_("Send to this address again"),
        run=_run(actions.reactivate),
        consequence=_("The address gets the next update again."),
        offered=_offered(State.QUARANTINED),
        in_list=True,
    ),
    Button(
        name="quarantine",
        label=_("Stop sending to this address"),
        run=_run(actions.quarantine),
        consequence=_("Nothing is sent until somebody starts it again."),
        offered=_offered(State.CONFIRMED),
        form=ReasonForm,
    ),
    Button(
        name="ping",
        label=_("Send a test event"),
        run=_run(actions.ping),
        consequence=_("The webhook gets a signed test event."),
        offered=_offered(State.CONFIRMED, State.QUARANTINED, channel=Channel.WEBHOOK),
    ),
    Button(
        name="renew",
        label=_("Replace the links"),
        run=_run(actions.renew_links),
        consequence=_("Every link sent so far stops working; a letter with a new one is sent."),
        offered=_offered(State.CONFIRMED, State.QUARANTINED),
    ),
    Button(
        name="unsubscribe",
        label=_("Unsubscribe"),
        run=_run(actions.unsubscribe),
        consequence=_unsubscribing,
        offered=_offered(State.PENDING, State.CONFIRMED, State.QUARANTINED),
        in_list=True,
        danger=True,
    ),
)


@admin.register(Subscriber)
class SubscriberAdmin(ExchangeAdmin):
    """Read here; changed by buttons, or by the subscriber. Secrets and links are shown to nobody."""

    list_display = ("address", "channel", "state", "language", "audience_slug", "incident_ref", "created_at")
    list_filter = ("state", "channel", "language", "all_components", "all_regions")
    search_fields = ("address", "contact", "=public_id", "=incident_ref")
    ordering = ("-created_at", "-pk")
    buttons = BUTTONS
    fields = (
        "address",
        "channel",
        "contact",
        "state",
        "hears_about",
        "time_zone",
        "public_id",
        "origin",
        "created_at",
        "confirmed_at",
        "unsubscribed_at",
        "quarantined_at",
        "quarantine_reason",
        "failures_in_a_row",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        return super().get_queryset(request).defer("secrets")

    @admin.display(description=_("audience"), ordering="audience")
    def audience_slug(self, record: Subscriber) -> str:
        return record.audience_id

    @admin.display(description=_("hears about"))
    def hears_about(self, record: Subscriber) -> str:
        lines = [f"{line.label}: {line.text}" for line in summaries.lines(record, get_language() or "en")]
        return format_html("{}", " · ".join(lines))
