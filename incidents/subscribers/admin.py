from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.web.admin import BaseAdmin, StateAdmin, TranslationInline
from core.web.buttons import Button
from core.web.errors import Conflict
from incidents.subscribers import actions, offers, policies, summaries
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


class ReplayForm(forms.Form):
    """What the address missed: one message for each incident, which lists what came before."""

    replay_days = forms.TypedChoiceField(
        label=_("Tell what was missed"),
        choices=(
            (0, _("Nothing")),
            (1, _("Incidents of the last day")),
            (7, _("Incidents of the last 7 days")),
            (30, _("Incidents of the last 30 days")),
        ),
        coerce=int,
        initial=7,
        help_text=_("One message for each incident written about in that time: the newest, with the earlier below."),
    )


def _button(
    name: str,
    label: str | Promise,
    consequence: str | Promise | Callable[[list[Model]], str],
    action: Callable[..., Any],
    *states: str,
    channel: str | None = None,
    **look: Any,
) -> Button:
    """For who may change subscribers, where the state (and the channel) has the move."""

    def run(request: HttpRequest, record: Subscriber, **data: Any) -> None:
        action(subscriber=record, by=request.actor, at=timezone.now(), **data)

    def offered(request: HttpRequest, record: Subscriber | None = None) -> bool:
        if not request.actor.may(policies.CHANGE):
            return False
        return record is None or (record.state in states and channel in {None, record.channel})

    return Button(name=name, label=label, run=run, consequence=consequence, offered=offered, **look)


def _unsubscribing(records: list[Model]) -> str:
    return ngettext(
        "%(count)d subscriber will be sent nothing more. Only the subscriber can undo this.",
        "%(count)d subscribers will be sent nothing more. Only they can undo this.",
        len(records),
    ) % {"count": len(records)}


class SecretAdmin(StateAdmin):
    """A new secret stands in the answer to the POST itself: kept in a message it would be stored."""

    def confirm(self, request: HttpRequest, button: Button, records: list[Model], back: str) -> HttpResponse:
        if button.name != "rotate" or request.method != "POST" or "confirm" not in request.POST:
            return super().confirm(request, button, records, back)
        (record,) = records
        try:
            secret = actions.rotate_secret(subscriber=record, by=request.actor, at=timezone.now())
        except Conflict as error:
            messages.warning(request, f"{record}: {error}")
            return HttpResponseRedirect(back)
        shown = {"title": _("New signing secret"), "opts": self.opts, "told": secret, "record": record}
        context = {**self.admin_site.each_context(request), **shown}
        response = TemplateResponse(request, "admin/incidents/subscriber/secret.html", context)
        add_never_cache_headers(response)
        return response


PENDING, CONFIRMED, QUARANTINED = State.PENDING, State.CONFIRMED, State.QUARANTINED
BUTTONS = (
    _button(
        "confirm",
        _("Confirm for the subscriber"),
        _("The subscriber is told from now on. Say how the consent was given."),
        *(actions.confirm_by_staff, PENDING),
        form=ReasonForm,
    ),
    _button(
        "resend",
        _("Send the letter again"),
        _("A letter with a link goes to the address, or waits if it has had several lately."),
        *(actions.resend, PENDING, CONFIRMED, QUARANTINED),
        in_list=True,
    ),
    _button(
        "reactivate",
        _("Send to this address again"),
        _("The address gets the next update again."),
        *(actions.reactivate, QUARANTINED),
        form=ReplayForm,
        in_list=True,
    ),
    _button(
        "quarantine",
        _("Stop sending to this address"),
        _("Nothing is sent until somebody starts it again."),
        *(actions.quarantine, CONFIRMED),
        form=ReasonForm,
    ),
    _button(
        "ping",
        _("Send a test event"),
        _("The webhook gets a signed test event."),
        *(actions.ping, CONFIRMED, QUARANTINED),
        channel=Channel.WEBHOOK,
    ),
    _button(
        "rotate",
        _("Make a new secret"),
        _("The new secret is shown once. For two days both sign, so that the owner can change over."),
        *(actions.rotate_secret, CONFIRMED, QUARANTINED),
        channel=Channel.WEBHOOK,
    ),
    _button(
        "renew",
        _("Replace the links"),
        _("Every link sent so far stops working; a letter with a new one is sent."),
        *(actions.renew_links, CONFIRMED, QUARANTINED),
    ),
    _button(
        "unsubscribe",
        _("Unsubscribe"),
        _unsubscribing,
        *(actions.unsubscribe, PENDING, CONFIRMED, QUARANTINED),
        in_list=True,
        danger=True,
    ),
)


@admin.register(Subscriber)
class SubscriberAdmin(SecretAdmin, ExchangeAdmin):
    """Read here; changed by buttons, or by the subscriber. Secrets and links are shown to nobody."""

    list_display = ("address", "channel", "state", "language", "audience_slug", "incident_ref", "created_at")
    unreachable_columns = ("address", "quarantine_reason", "quarantined_at", "channel", "failures_in_a_row", "language")
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
        "page_name",
        "origin",
        "created_at",
        "confirmed_at",
        "unsubscribed_at",
        "quarantined_at",
        "quarantine_reason",
        "failures_in_a_row",
        "sent",
    )
    readonly_fields = fields

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Of the unreachable ones one wants to know why, and since when."""
        unreachable = request.GET.get("state__exact") == QUARANTINED
        return self.unreachable_columns if unreachable else self.list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        return super().get_queryset(request).defer("secrets")

    @admin.display(description=_("sent so far"))
    def sent(self, record: Subscriber) -> str:
        """To the log of deliveries; who may not read it is refused there."""
        query = urlencode({"recipient__exact": f"subscriber:{record.pk}", "channel__exact": record.channel})
        address = f"{reverse('admin:core_delivery_changelist')}?{query}"
        return format_html('<a href="{}">{}</a>', address, gettext("Every message, with what was answered"))

    @admin.display(description=_("audience"), ordering="audience")
    def audience_slug(self, record: Subscriber) -> str:
        return record.audience_id

    @admin.display(description=_("status page"))
    def page_name(self, record: Subscriber) -> str:
        return offers.name(record.page, get_language() or "en") or gettext("The default page")

    @admin.display(description=_("hears about"))
    def hears_about(self, record: Subscriber) -> str:
        lines = [f"{line.label}: {line.text}" for line in summaries.lines(record, get_language() or "en")]
        return format_html("{}", " · ".join(lines))
