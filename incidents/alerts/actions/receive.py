from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import SYSTEM, Actor, require
from core.audit import actions as audit
from incidents.alerts import policies
from incidents.alerts.groups import Group, Signal, status_of
from incidents.alerts.models import Alert, AlertSource, Proposal
from incidents.alerts.states import AlertStatus, State
from incidents.catalogue.models import Component, Region
from incidents.response import actions as response


def receive(*, source: AlertSource, groups: Sequence[Group], by: Actor, at: datetime) -> list[Proposal]:
    """Keep what a source reports; a group that starts to fire proposes an incident, and never publishes.

    Safe to call twice with the same groups. Acknowledging or resolving what isn't live is dropped.
    """
    require(policies.can_report, by, source)
    found = [_one(source, group, by=by, at=at) for group in groups]
    AlertSource.objects.filter(pk=source.pk).update(last_received_at=at, last_error="")
    return [proposal for proposal in found if proposal]


@transaction.atomic
def _one(source: AlertSource, group: Group, *, by: Actor, at: datetime) -> Proposal | None:
    proposal, is_new = _live(source, group, at)
    if proposal is None:
        return None
    _keep_alerts(proposal, group.alerts, at)
    if group.status == AlertStatus.RESOLVED:
        # The last message of a group lists only what was resolved since the one before.
        _resolve_rest(proposal, at)
    _refresh(proposal, group, is_new=is_new, at=at)
    if is_new:
        audit.record("incidents.proposal.created", on=proposal, by=by, at=at, source=source.slug, level=proposal.level)
    elif proposal.ended_at:
        _tell_ended(proposal, at)
    return proposal


def _live(source: AlertSource, group: Group, at: datetime) -> tuple[Proposal | None, bool]:
    """The locked proposal this group belongs to; a new one for a group that fires."""
    live = Proposal.objects.live().filter(source=source, key=group.key)
    fires = (group.status or status_of(group.alerts)) == AlertStatus.FIRING
    proposal = live.select_for_update(of=("self",)).first()
    if proposal or not fires:
        return proposal, False
    fresh = _proposed(source, group, at)
    # ON CONFLICT DO NOTHING: of fifty reports at once one makes the row, and all find it afterwards.
    Proposal.objects.bulk_create([fresh], ignore_conflicts=True)
    found = live.select_for_update(of=("self",)).get()
    return found, found.reports == 0


def _proposed(source: AlertSource, group: Group, at: datetime) -> Proposal:
    component = _component(source, group.component)
    region = Region.objects.filter(slug=group.region.lower()).first() if group.region else source.region
    level = source.levels.get(group.severity.lower()) if group.severity else None
    starts = [alert.started_at for alert in group.alerts if alert.started_at]
    return Proposal(
        source=source,
        key=group.key,
        title=group.title,
        component=component,
        component_word=group.component,
        region=region,
        severity_word=group.severity,
        level=level if level in range(1, 6) else None,
        text=group.text,
        link=group.link,
        status=AlertStatus.FIRING,
        first_at=min([*starts, at]),
        last_at=at,
        reports=0,
    )


def _component(source: AlertSource, word: str) -> Component | None:
    slug = source.components.get(word) or word.lower()
    return Component.objects.filter(slug=slug).first() if word else source.component


def _keep_alerts(proposal: Proposal, alerts: Sequence[Signal], at: datetime) -> None:
    known = {alert.key: alert for alert in proposal.alerts.filter(key__in=[alert.key for alert in alerts])}
    rows = []
    for signal in {alert.key: alert for alert in alerts}.values():
        before = known.get(signal.key)
        if before is None and signal.status != AlertStatus.FIRING and not signal.title:
            continue  # an acknowledgement of an alert nobody reported
        row = before or Alert(proposal=proposal, key=signal.key, started_at=min(signal.started_at or at, at))
        row.status, row.received_at = signal.status, at
        row.ended_at = (signal.ended_at or at) if signal.status == AlertStatus.RESOLVED else None
        if signal.title:
            row.title, row.text, row.link, row.labels = signal.title, signal.text, signal.link, dict(signal.labels)
        rows.append(row)
    Alert.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["proposal", "key"],
        update_fields=["status", "title", "text", "link", "labels", "ended_at", "received_at"],
    )


def _resolve_rest(proposal: Proposal, at: datetime) -> None:
    proposal.alerts.exclude(status=AlertStatus.RESOLVED).update(
        status=AlertStatus.RESOLVED, ended_at=at, received_at=at
    )


def _refresh(proposal: Proposal, group: Group, *, is_new: bool, at: datetime) -> None:
    statuses = list(proposal.alerts.values_list("status", flat=True))
    proposal.firing = sum(status == AlertStatus.FIRING for status in statuses)
    order = (AlertStatus.FIRING, AlertStatus.ACKNOWLEDGED)
    proposal.status = next((status for status in order if status in statuses), AlertStatus.RESOLVED)
    proposal.last_at, proposal.left_out = at, group.left_out
    if proposal.state == State.OPEN and proposal.component is None and group.component:
        proposal.component = _component(proposal.source, group.component)  # some learn what is broken only later
    proposal.reports += 1
    if proposal.status == AlertStatus.RESOLVED:
        proposal.ended_at = at
        if proposal.state == State.OPEN:
            proposal.state, proposal.decided_at, proposal.decided_by = State.EXPIRED, at, SYSTEM.label
    proposal.save()


def _tell_ended(proposal: Proposal, at: datetime) -> None:
    """Every alert is over: the incident's people are asked whether to go to monitoring; nothing moves alone."""
    if proposal.incident is None or not proposal.incident.is_open:
        return
    response.note(
        incident=proposal.incident,
        text=_("Every alert of “%(title)s” is resolved. Monitoring is the next step to consider.")
        % {"title": proposal.title},
        by=SYSTEM,
        at=at,
    )
