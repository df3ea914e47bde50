"""What can be done from an incident's record or from the list; the rest has its place in the room."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.buttons import Button
from incidents.response import actions, forms, policies, states
from incidents.response.models import Incident
from incidents.response.states import State


def act(action: Callable[..., Any]) -> Callable[..., None]:
    """The button's side of an action: who and when come from the request and the clock."""

    def run(request: HttpRequest, record: Incident, **data: Any) -> None:
        action(incident=record, by=request.actor, at=timezone.now(), **data)

    return run


def when(rule: Callable[..., bool], *stands: str) -> Callable[..., bool]:
    """Offered to whom the policy lets do it, while the incident stands in one of `stands`.

    For the list there is no record to ask about: it is enough to be on staff, the action decides.
    """

    def offered(request: HttpRequest, record: Incident | None = None) -> bool:
        if record is None:
            return request.actor.may(policies.RESPOND)
        return record.state in stands and rule(request.actor, record)

    return offered


RUNNING = (*states.OPEN, State.SCHEDULED)
BUTTONS = (
    Button(
        name="acknowledge",
        label=_("Acknowledge"),
        run=act(actions.acknowledge),
        offered=when(policies.can_respond, *states.OPEN),
        consequence=_("Says that somebody is on it. The first one counts."),
        in_list=True,
    ),
    Button(
        name="resolve",
        label=_("Resolve"),
        run=act(actions.resolve),
        offered=when(policies.can_resolve, *RUNNING),
        form=forms.ResolveForm,
        consequence=_("Every component that is still impaired recovers with it. Readers hear of it by an update."),
        in_list=True,
    ),
    Button(
        name="reopen",
        label=_("Reopen"),
        run=act(actions.reopen),
        offered=when(policies.can_reopen, State.RESOLVED),
        form=forms.ReopenForm,
        consequence=_("Back to investigating; the moments of its end are cleared and stay in the audit trail."),
    ),
    Button(
        name="close",
        label=_("Close"),
        run=act(actions.close),
        offered=when(policies.can_close, *states.OPEN, State.RESOLVED),
        form=forms.CloseForm,
        consequence=_("Nothing is left to do but learn. A closed incident stays closed."),
        in_list=True,
        danger=True,
    ),
    Button(
        name="merge",
        label=_("Merge as a duplicate"),
        run=act(actions.merge),
        offered=when(policies.can_merge, *states.OPEN, State.RESOLVED),
        form=forms.MergeForm,
        consequence=_("It is closed, what it impaired recovers, and both stories name each other."),
        in_list=True,
        danger=True,
    ),
    Button(
        name="set-milestone",
        label=_("Correct a moment"),
        run=act(actions.set_milestone),
        offered=when(policies.can_correct, *State.values),
        form=forms.MilestoneForm,
        consequence=_("The old moment stays in the audit trail."),
    ),
)
