"""Reads an update with its incident into a `Bulletin`: a fixed number of queries, however long the story."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from core.text.translations import Language, pick
from incidents.catalogue import indicators
from incidents.catalogue.models import Component, ThirdParty
from incidents.catalogue.states import ComponentStatus, worst
from incidents.communication import envelope
from incidents.communication.bulletin import Bulletin, Harm, Told
from incidents.communication.concealment import Secret
from incidents.communication.masthead import mastheads
from incidents.communication.models import Update
from incidents.communication.texts import Text, chains
from incidents.response.models import Impact, Incident
from incidents.response.states import Kind
from incidents.subscribers.models import Audience
from incidents.subscribers.scope import Scope

GENERAL = "general"  # the audience every other one falls back to


def gather(update: Update, *, at: datetime, texts: Sequence[Text] | None = None, for_webhook: bool = True) -> Bulletin:
    """`update` as it is, or would be, said at `at`; `texts` stand in for the stored ones.

    Without `for_webhook` the earlier updates and the page's indicator are left out: only a webhook tells them.
    """
    incident = update.incident
    impacts = _impacts(incident)
    begun = [impact for impact in impacts if impact.started_at <= at]  # what is planned impairs nothing yet
    affected = update.affected or snapshot(incident, begun)
    heads = mastheads()
    page_id = heads[Language.ENGLISH].public_id
    facts = _facts(incident, impacts, page_id)
    titles = _by_language(incident.translations.all(), "title", incident.title)
    return Bulletin(
        told=told(update, words(update) if texts is None else tuple(texts), at=at, affected=affected),
        history=_history(update) if for_webhook else (),
        reference=incident.reference,
        titles=titles,
        harms=harms(impacts),
        impact_started_at=incident.impact_started_at,
        next_update_at=update.next_update_at,
        third_party=incident.third_party.name if incident.third_party else "",
        secrets=_secrets(),
        chains=chains(dict(Audience.objects.values_list("slug", "falls_back_to_id")), GENERAL),
        mastheads=heads,
        incident=facts,
        components=_components(impacts, at, page_id),
        page=_page(page_id, incident, facts["impact"]) if for_webhook else {},
    )


def scope(incident: Incident, *, at: datetime | None) -> Scope:
    """Whom an incident concerns: whatever it has touched so far, so that who heard of it hears its end."""
    touched = list(incident.impacts.values_list("component_id", "region_id"))
    everywhere = any(region is None for _component, region in touched)
    return Scope(
        incident_ref=incident.reference,
        kind=incident.kind,
        component_ids=tuple(sorted({component for component, _region in touched})),
        region_ids=() if everywhere else tuple(sorted({region for _component, region in touched})),
        published_at=at,
    )


def words(update: Update) -> tuple[Text, ...]:
    """The variants of `update`, in a fixed order."""
    rows = sorted(update.variants.all(), key=lambda row: (row.audience_id, row.channel_kind, row.language))
    return tuple(Text(row.audience_id, row.channel_kind, row.language, row.subject, row.text) for row in rows)


def told(update: Update, texts: tuple[Text, ...], *, at: datetime, affected: list[dict[str, str]]) -> Told:
    return Told(
        public_id=update.public_id,
        phase=update.phase,
        incident_state=update.incident_state,
        at=at,
        texts=texts,
        affected=tuple(affected),
        notify=update.notify,
    )


def snapshot(incident: Incident, impacts: Iterable[Impact]) -> list[dict[str, str]]:
    """What readers are told about components, beside what they were told last."""
    last = incident.updates.published().order_by("-sequence").values_list("affected", flat=True).first() or []
    before = {row["code"]: row for row in last}
    now: dict[str, list[str]] = {}
    names = {code: row["name"] for code, row in before.items()}
    for impact in impacts:
        if impact.component.is_public and impact.ended_at is None:
            now.setdefault(impact.component.public_id, []).append(impact.status)
            names[impact.component.public_id] = impact.component.name
    operational = ComponentStatus.OPERATIONAL.value
    old = {code: row["new_status"] for code, row in before.items()}
    new = {code: worst(now.get(code, [])) for code in [*now, *old]}
    return [
        {"code": code, "name": names[code], "old_status": old.get(code, operational), "new_status": status}
        for code, status in new.items()
        if status != operational or old.get(code, operational) != operational
    ]


def harms(impacts: Iterable[Impact]) -> tuple[Harm, ...]:
    """The open impacts by component, worst state each."""
    by_component: dict[int, list[Impact]] = {}
    for impact in impacts:
        if impact.component.is_public and impact.ended_at is None:
            by_component.setdefault(impact.component_id, []).append(impact)
    return tuple(
        Harm(
            names={language: rows[0].component.name_in(language) for language in Language.values},
            status=worst([row.status for row in rows]),
            regions=_regions(rows),
        )
        for rows in by_component.values()
    )


def _regions(rows: list[Impact]) -> dict[str, tuple[str, ...]]:
    regions = [row.region for row in rows]
    if None in regions:
        return dict.fromkeys(Language.values, ())
    return {language: tuple(region.name_in(language) for region in regions) for language in Language.values}


def _impacts(incident: Incident) -> list[Impact]:
    return list(
        incident.impacts.select_related("component", "component__group", "region")
        .prefetch_related("component__translations", "region__translations")
        .order_by("component__position", "component_id", "id")
    )


def _history(update: Update) -> tuple[Told, ...]:
    rows = update.incident.updates.published().exclude(pk=update.pk)
    if update.sequence:
        rows = rows.filter(sequence__lt=update.sequence)
    rows = rows.prefetch_related("variants").order_by("-sequence")
    return tuple(told(row, words(row), at=row.published_at, affected=row.affected) for row in rows)


def _by_language(rows: Iterable[Any], field: str, otherwise: str) -> dict[str, str]:
    found = list(rows)
    return {
        language: getattr(row, field) if (row := pick(found, language)) else otherwise for language in Language.values
    }


def _secrets() -> dict[str, tuple[Secret, ...]]:
    """Every supplier, not only this incident's: a name slips into any text."""
    suppliers = [
        (row, list(row.aliases.all())) for row in ThirdParty.objects.prefetch_related("aliases").order_by("pk")
    ]
    secrets = {}
    for language in Language.values:
        with translation.override(language):
            anybody = _("one of our third-party service providers")
        secrets[language] = tuple(
            Secret(
                names=(row.name, *map(str, row.spellings)),
                alias=next((alias.alias for alias in aliases if alias.language == language), anybody),
            )
            for row, aliases in suppliers
        )
    return secrets


def _facts(incident: Incident, impacts: list[Impact], page_id: str) -> dict[str, Any]:
    """Statuspage's fields of an incident that no text depends on."""
    impact = indicators.impact([row.status for row in impacts if row.component.is_public], incident.severity_id)
    if incident.kind == Kind.MAINTENANCE:
        impact = indicators.MAINTENANCE
    return {
        "id": incident.public_id,
        "created_at": incident.declared_at,
        "started_at": incident.impact_started_at or incident.declared_at,
        "monitoring_at": incident.mitigated_at,
        "resolved_at": incident.resolved_at,
        "scheduled_for": incident.scheduled_for,
        "scheduled_until": incident.scheduled_until,
        "impact": incident.imported_impact or impact,
        "impact_override": None,
        "backfilled": False,
        "page_id": page_id,
    }


def _components(impacts: list[Impact], at: datetime, page_id: str) -> tuple[dict[str, Any], ...]:
    """Statuspage's component objects, with the state this incident gives them."""
    found: dict[int, Component] = {}
    states: dict[int, list[str]] = {}
    for impact in impacts:
        if impact.component.is_public:
            found[impact.component_id] = impact.component
            states.setdefault(impact.component_id, []).extend(
                [] if impact.ended_at or impact.started_at > at else [impact.status]
            )
    return tuple(_component(row, worst(states[pk]), page_id) for pk, row in found.items())


def _component(component: Component, status: str, page_id: str) -> dict[str, Any]:
    return {
        "id": component.public_id,
        "name": component.name,
        "status": status,
        "created_at": envelope.moment(component.created_at),
        "updated_at": envelope.moment(component.updated_at),
        "position": component.position,
        "description": component.description or None,
        "showcase": component.showcase,
        "start_date": component.start_on.isoformat() if component.start_on else None,
        "group_id": component.group.public_id if component.group else None,
        "page_id": page_id,
        "group": False,
        "only_show_if_degraded": component.only_show_if_degraded,
    }


def _page(public_id: str, incident: Incident, impact: str) -> dict[str, str]:
    """The page as a whole once this is said: every public component, and open incidents that harm none."""
    seen = Q(incident=incident) | Q(incident__is_public=True)
    rows = Impact.objects.filter(seen, ended_at=None, component__is_public=True)
    harmed: dict[int, list[str]] = {}
    for component, status in rows.values_list("component_id", "status"):
        harmed.setdefault(component, []).append(status)
    healthy = Component.objects.public().count() - len(harmed)
    statuses = [worst(each) for each in harmed.values()] + [ComponentStatus.OPERATIONAL.value] * healthy
    others = Incident.objects.public().open().filter(impacts=None).exclude(pk=incident.pk)
    running = [indicators.impact([], level) for level in others.values_list("severity", flat=True)]
    if incident.is_open and not harmed:
        running.append(impact)
    indicator, description = indicators.indicator(statuses, running=running)
    return {"id": public_id, "status_indicator": indicator, "status_description": description}
