from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.delivery import networks
from core.delivery.models import Delivery
from core.delivery.states import State as DeliveryState
from core.web.admin import StateAdmin
from core.web.buttons import Button
from core.web.moments import clock
from incidents.outlets import actions, policies, queries
from incidents.outlets.forms import OutletForm, ReasonForm
from incidents.outlets.models import Outlet
from incidents.outlets.states import EventKind, State


def _test(request: HttpRequest, record: Outlet) -> None:
    actions.test(outlet=record, by=request.actor, at=timezone.now())


def _pause(request: HttpRequest, record: Outlet, reason: str) -> None:
    actions.pause(outlet=record, reason=reason, by=request.actor, at=timezone.now())


def _resume(request: HttpRequest, record: Outlet) -> None:
    actions.resume(outlet=record, by=request.actor, at=timezone.now())


def _offered(*states: str) -> Any:
    def offered(request: HttpRequest, record: Outlet | None = None) -> bool:
        return policies.can_use(request.actor) and (record is None or record.state in states)

    return offered


BUTTONS = (
    Button(
        name="test",
        label=gettext_lazy("Send a test message"),
        run=_test,
        consequence=gettext_lazy("A message marked as a test is sent there now; below you see whether it arrived."),
        offered=_offered(*State.values),
        in_list=True,
    ),
    Button(
        name="pause",
        label=gettext_lazy("Say nothing there"),
        run=_pause,
        consequence=gettext_lazy("No update is sent there until somebody resumes it; what waits is called off."),
        offered=_offered(State.ACTIVE, State.STOPPED),
        form=ReasonForm,
    ),
    Button(
        name="resume",
        label=gettext_lazy("Speak there again"),
        run=_resume,
        consequence=gettext_lazy("The next update is sent there again."),
        offered=_offered(State.PAUSED, State.STOPPED),
        in_list=True,
    ),
)
SEEN = ("state", "stopped_at", "stopped_by", "stopped_reason", "failures_in_a_row", "room", "lately")


@admin.register(Outlet)
class OutletAdmin(StateAdmin):
    """The accounts we speak through. A secret is typed in and shown to nobody."""

    form = OutletForm
    list_display = ("name", "network", "address", "reader", "language", "state", "failures_in_a_row")
    list_filter = ("state", "reader", "language")
    search_fields = ("name", "address")
    ordering = ("name",)
    autocomplete_fields = ()
    buttons = BUTTONS

    has_add_permission = admin.ModelAdmin.has_add_permission
    has_change_permission = admin.ModelAdmin.has_change_permission
    has_delete_permission = admin.ModelAdmin.has_delete_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        return super().get_queryset(request).defer("secret")

    def get_fields(self, request: HttpRequest, obj: Outlet | None = None) -> tuple[str, ...]:
        told = ("components", "regions")
        if obj is None:
            return ("name", "channel", "address", "secret", "reader", "language", "audience", "kinds", *told)
        if self.has_change_permission(request, obj):
            typed = ("name", "channel", "address", "secret", "language", "audience", "kinds")
            return (*typed, *told, "reader", *SEEN)
        return ("name", "network", "address", "reader", "language", "audience", "tells_of", *told, *SEEN)

    def get_readonly_fields(self, request: HttpRequest, obj: Outlet | None = None) -> tuple[str, ...]:
        return ("reader", *SEEN, "network", "tells_of") if obj else ()

    def save_model(self, request: HttpRequest, obj: Outlet, form: Form, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in (form.changed_data if change else form.cleaned_data)}
        given |= {"by": request.actor, "at": timezone.now()}
        if "audience" in given:
            given["audience"] = given["audience"].pk
        kept = actions.change(outlet=obj, **given) if change else actions.create(**given)
        obj.__dict__.update({name: value for name, value in kept.__dict__.items() if name != "_state"})
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Outlet) -> None:
        actions.remove(outlet=obj, by=request.actor, at=timezone.now())

    @admin.display(description=gettext_lazy("network"), ordering="channel")
    def network(self, outlet: Outlet) -> str:
        return networks.label(outlet.channel)

    @admin.display(description=gettext_lazy("kinds of event"))
    def tells_of(self, outlet: Outlet) -> str:
        return ", ".join(str(EventKind(kind).label) for kind in outlet.kinds)

    @admin.display(description=gettext_lazy("one message holds"))
    def room(self, outlet: Outlet) -> str:
        network = networks.with_accounts().get(outlet.channel)
        most = outlet.limit or (network.rule().measure("").limit if network else 0)
        return _("%(count)d characters") % {"count": most}

    @admin.display(description=gettext_lazy("last messages"))
    def lately(self, outlet: Outlet) -> SafeString:
        rows = [_line(delivery) for delivery in queries.last_deliveries(outlet)]
        stopped = queries.stopped_channel(outlet)
        if stopped:
            warning = _("Nothing leaves over %(channel)s: %(reason)s")
            said = warning % {"channel": networks.label(stopped.channel), "reason": stopped.reason}
            rows.insert(0, format_html("<p><strong>{}</strong></p>", said))
        return format_html_join("", "{}", ((row,) for row in rows)) or format_html("{}", _("Nothing was sent yet."))


def _line(delivery: Delivery) -> SafeString:
    receipt = getattr(delivery, "receipt", None)
    link = format_html(' <a href="{0}" rel="noreferrer">{0}</a>', receipt.url) if receipt and receipt.url else ""
    at = clock(delivery.settled_at or delivery.due_at)
    said = delivery.last_reply if delivery.state != DeliveryState.SENT else ""
    state = DeliveryState(delivery.state).label
    return format_html("<p>{} · {}: <strong>{}</strong> {}{}</p>", at, delivery.broadcast.label, state, said, link)
