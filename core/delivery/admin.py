from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_q.models import Failure, OrmQ, Schedule, Success

from core.delivery import actions, policies
from core.delivery.models import Broadcast, ChannelHealth, Delivery, Receipt
from core.delivery.states import State, may_be_redriven
from core.web.admin import ReadOnlyAdmin, StateAdmin
from core.web.buttons import Button
from core.web.errors import Conflict

# The queue's own pages run any callable that somebody types in, os.system included.
for model in (Schedule, Success, Failure, OrmQ):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def _may_redrive(request: HttpRequest, record: Model | None = None) -> bool:
    return policies.can_redrive(request.actor, record)


def _redrive(request: HttpRequest, record: Delivery) -> None:
    outcome = actions.redrive(deliveries=[record], by=request.actor, at=timezone.now())
    if outcome.overtaken:
        raise Conflict(_("The recipient has already had a later message; this one would contradict it."))
    if not outcome.sent_again:
        raise Conflict(_("Only what was given up can be sent again."))


def _cancel(request: HttpRequest, record: Broadcast) -> None:
    actions.cancel(broadcast=record, by=request.actor, at=timezone.now())


def _how_many(records: list[Model]) -> str:
    text = ngettext(
        "%(count)d message will be sent again; its earlier attempts stay in its history.",
        "%(count)d messages will be sent again; their earlier attempts stay in their history.",
        len(records),
    )
    return text % {"count": len(records)}


@admin.register(Delivery)
class DeliveryAdmin(StateAdmin):
    """Every message to every recipient: where it stands and why."""

    list_display = ("id", "recipient", "channel", "state", "attempts", "due_at", "reply", "broadcast")
    list_filter = ("state", "channel", "priority")
    list_select_related = ("broadcast",)
    search_fields = ("=recipient", "=address", "=group")
    search_help_text = _("Recipient (subscriber:12), address or incident, exactly")
    ordering = ("-id",)
    fields = (
        *("broadcast", "recipient", "channel", "address", "state", "last_reply", "there", "attempts", "deaths"),
        *("created_at", "due_at", "settled_at", "group", "sequence", "priority", "past"),
    )
    readonly_fields = fields
    buttons = (
        Button(
            name="redrive",
            label=_("send again"),
            run=_redrive,
            consequence=_how_many,
            offered=lambda request, record=None: (
                _may_redrive(request, record) and (record is None or may_be_redriven(record.state, record.channel))
            ),
            in_list=True,
        ),
    )

    @admin.display(description=_("last reply"))
    def reply(self, delivery: Delivery) -> str:
        """The beginning is enough in a list; the record shows all of it."""
        return Truncator(delivery.last_reply).chars(48)

    @admin.display(description=_("receipt"))
    def there(self, delivery: Delivery) -> str:
        """What the network calls it, and where it stands there."""
        receipt = Receipt.objects.filter(delivery=delivery).first()
        if receipt is None:
            return "–"
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', receipt.url) if receipt.url else receipt.remote_id

    @admin.display(description=_("earlier attempts"))
    def past(self, delivery: Delivery) -> str:
        lives = (
            (
                each.get("last_reply", ""),
                each.get("attempts", ""),
                each.get("redriven_by", ""),
                each.get("redriven_at", ""),
            )
            for each in delivery.history
        )
        return format_html_join("", "<p>{} ({}); {}, {}</p>", lives) or "–"


@admin.register(Broadcast)
class BroadcastAdmin(StateAdmin):
    """What was owed to many, and how far it has come."""

    list_display = ("label", "created_at", "priority", "fanned_out_at", "cancelled_at")
    list_filter = ("priority",)
    search_fields = ("=key", "=group", "label")
    ordering = ("-created_at", "-id")
    fields = (
        "label",
        "key",
        "group",
        "sequence",
        "created_at",
        "fanned_out_at",
        "unplaced",
        "cancelled_at",
        "standing",
    )
    readonly_fields = fields
    buttons = (
        Button(
            name="cancel",
            label=_("cancel the rest"),
            run=_cancel,
            consequence=_("What has not left yet is called off. What has left cannot be taken back."),
            offered=lambda request, record=None: (
                _may_redrive(request, record) and (record is None or record.cancelled_at is None)
            ),
            danger=True,
        ),
    )

    @admin.display(description=_("deliveries"))
    def standing(self, broadcast: Broadcast) -> str:
        rows = ((State(state).label, number) for state, number in counts(broadcast.deliveries.all()))
        return format_html_join("", "<p>{}: {}</p>", rows) or "–"


def counts(deliveries: QuerySet[Delivery]) -> list[tuple[str, int]]:
    states = deliveries.order_by().values_list("state", flat=True)
    return sorted({state: deliveries.filter(state=state).count() for state in states.distinct()}.items())


@admin.register(ChannelHealth)
class ChannelHealthAdmin(ReadOnlyAdmin):
    """The breaker of each channel."""

    list_display = ("channel", "breaker", "opened_at", "retry_at", "reason")
    ordering = ("channel",)
    fields = readonly_fields = ("channel", "breaker", "failures", "opened_at", "retry_at", "reason")
