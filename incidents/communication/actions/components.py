"""Tell webhooks that the state of a component has changed, once readers can see that it has."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import actions as delivery
from core.delivery.actions import Words
from core.text.identifiers import public_id
from core.text.translations import Language
from incidents.catalogue.models import Component
from incidents.communication import envelope, gathering, indication, policies
from incidents.communication.masthead import every
from incidents.communication.models import ToldStatus
from incidents.communication.rendering import MARKERS
from incidents.communication.standing import FINE, Standing, concerned
from incidents.communication.states import ChannelKind
from incidents.response.discretion import Veil
from incidents.subscribers import queries as subscribers
from incidents.subscribers.audience import NAME as AUDIENCE
from incidents.subscribers.models import Audience
from incidents.subscribers.scope import COMPONENT, Scope


@transaction.atomic
def tell_components(*, standings: Mapping[int, Standing], by: Actor, at: datetime) -> int:
    """Owe an event for each public component that stands otherwise than last told; how many have changed.

    `standings` is what readers see at `at`, by component; one that isn't named works. Computed from
    state: what a crash kept from being told is found by the next call, and nothing is told twice.
    """
    require(policies.can_tell_components, by)
    told = {row.component_id: row for row in ToldStatus.objects.select_for_update()}
    changed = [
        (component, before, now)
        for component in Component.objects.public().select_related("group").order_by("pk")
        if (now := standings.get(component.pk, FINE)) != (before := _before(told.get(component.pk)))
    ]
    for component, before, now in changed:
        row = told.get(component.pk) or ToldStatus(component=component)
        row.status, row.region_ids = now.status, list(now.region_ids)
        if now.status != before.status:
            row.sequence += 1
            _owe(component, before, now, sequence=row.sequence, by=by, at=at)
        row.told_at, row.told_by = at, by.label[:200]
        row.save()
    return len(changed)


def _before(row: ToldStatus | None) -> Standing:
    return Standing(row.status, tuple(row.region_ids)) if row else FINE


def _owe(component: Component, before: Standing, now: Standing, *, sequence: int, by: Actor, at: datetime) -> None:
    """Nothing where nobody would hear it: a broadcast to nobody looks like a broken one."""
    scope = Scope(
        incident_ref="",
        kind=COMPONENT,
        component_ids=(component.pk,),
        region_ids=concerned(before, now),
        published_at=at,
    )
    audit.record("incidents.component.told", on=component, by=by, at=at, before=before.status, now=now.status)
    if not subscribers.who_hears(scope).exists():
        return
    veil = gathering.veil()
    name = veil(component.name, Language.ENGLISH)  # an alarm about it tells its label
    delivery.owe(
        key=f"incidents.component:{component.pk}:{sequence}",
        label=f"{name}: {before.status} → {now.status}",
        contents=_contents(component, before.status, now.status, veil, at),
        audience=AUDIENCE,
        audience_args=scope.to_args(),
        group=f"component:{component.public_id}",
        sequence=sequence,
        by=by,
        at=at,
    )


def _contents(component: Component, before: str, now: str, veil: Veil, at: datetime) -> Iterator[Words]:
    """One envelope per page and language, the same for every audience; a supplier's name stands on the page only."""
    situation = indication.read(at)
    change = {"id": public_id(), "old_status": before, "new_status": now}
    audiences = list(Audience.objects.values_list("slug", flat=True))
    for edition, heads in every().items():
        head = heads[Language.ENGLISH]
        page = indication.facts(situation, head)
        facts = gathering.component_facts(component, now, head.public_id)
        for language in Language.values:
            concealed = {field: facts[field] and veil(facts[field], language) for field in ("name", "description")}
            payload = envelope.build_component(
                facts | concealed,
                change,
                page=page,
                masthead=heads[language],
                at=at,
                unsubscribe=MARKERS["unsubscribe_url"],
            )
            for audience in audiences:
                yield Words(audience, str(ChannelKind.WEBHOOK), language, payload=payload, edition=edition)
