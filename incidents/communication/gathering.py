"""Reads an update with its incident into a `Bulletin`: a fixed number of queries, however long the story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.text.translations import Language, pick
from incidents.catalogue import indicators
from incidents.catalogue.models import Component
from incidents.catalogue.states import ComponentStatus, worst
from incidents.communication import envelope, indication, masthead, signing
from incidents.communication.bulletin import Bulletin, Harm, Told
from incidents.communication.concealment import Secret, conceal
from incidents.communication.masthead import Masthead
from incidents.communication.models import Signature, Update
from incidents.communication.states import Case, State
from incidents.communication.texts import Text, chains
from incidents.facts import queries as ledger
from incidents.response.discretion import Veil
from incidents.response.models import Impact, Incident
from incidents.response.states import Kind
from incidents.subscribers.models import Audience
from incidents.wording import queries as wording
from incidents.wording.linter import Supplier

GENERAL = "general"  # the audience every other one falls back to


def gather(update: Update, *, at: datetime, texts: Sequence[Text] | None = None, for_webhook: bool = True) -> Bulletin:
    """`update` as it is, or would be, said at `at`; `texts` stand in for the stored ones.

    Without `for_webhook` the earlier updates and the page's indicator are left out: only a webhook tells them.
    """
    incident = update.incident
    impacts = _impacts(incident)
    begun = [impact for impact in impacts if impact.started_at <= at]  # what is planned impairs nothing yet
    affected = update.affected or snapshot(incident, begun)
    every = masthead.every()
    heads = every.pop(masthead.DEFAULT)
    page_id = heads[Language.ENGLISH].public_id
    facts = _facts(incident, impacts, page_id)
    situation = indication.read(at, incident) if for_webhook else None
    titles = _by_language(incident.translations.all(), "title", incident.title)
    bulletin = Bulletin(
        told=told(update, words(update) if texts is None else tuple(texts), at=at, affected=affected),
        history=_history(update) if for_webhook else (),
        reference=incident.reference,
        titles=titles,
        harms=harms(impact for impact in impacts if impact.ended_at is None),
        ever_harmed=harms(impacts),
        touched=touched(impacts),
        impact_started_at=incident.impact_started_at,
        next_update_at=update.next_update_at,
        third_party=incident.third_party.name if incident.third_party else "",
        facts=ledger.answers(incident),
        secrets=secrets(),
        chains=chains(dict(Audience.objects.values_list("slug", "falls_back_to_id")), GENERAL),
        mastheads=heads,
        editions=every,
        incident=facts,
        components=_components(impacts, at, page_id),
        page=indication.facts(situation, heads[Language.ENGLISH], facts["impact"]) if situation else {},
        situation=situation,
    )
    return signing.bared(bulletin, _signed_names(update, bulletin))


def editions(bulletin: Bulletin) -> dict[str, Bulletin]:
    """The same as each further page says it that somebody follows, by public id: in its name, on its clock."""
    return {page: _on(bulletin, heads) for page, heads in bulletin.editions.items()}


def _on(bulletin: Bulletin, heads: dict[str, Masthead]) -> Bulletin:
    head, situation = heads[Language.ENGLISH], bulletin.situation
    own = {"page_id": head.public_id}
    return replace(
        bulletin,
        mastheads=heads,
        incident={**bulletin.incident, **own},
        components=tuple({**row, **own} for row in bulletin.components),
        page=indication.facts(situation, head, bulletin.incident["impact"]) if situation else {},
    )


def _signed_names(update: Update, bulletin: Bulletin) -> list[Signature]:
    """Signatures that let a draft name a supplier off the page; no statement where it has no text for elsewhere.

    What is published keeps the answer with each text.
    """
    elsewhere = any(text.channel_kind in signing.OFF_THE_PAGE for text in bulletin.told.texts)
    if update.pk is None or update.state != State.DRAFT or not elsewhere:
        return []
    return list(update.signatures.signed().filter(case=Case.THIRD_PARTY).order_by("pk"))


def words(update: Update) -> tuple[Text, ...]:
    """The variants of `update`, in a fixed order."""
    rows = sorted(update.variants.all(), key=lambda row: (row.audience_id, row.channel_kind, row.language))
    return tuple(
        Text(row.audience_id, row.channel_kind, row.language, row.subject, row.text, row.names_supplier) for row in rows
    )


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
    """The impacts by component, worst state each."""
    by_component: dict[int, list[Impact]] = {}
    for impact in impacts:
        if impact.component.is_public:
            by_component.setdefault(impact.component_id, []).append(impact)
    return tuple(
        Harm(
            names={language: rows[0].component.name_in(language) for language in Language.values},
            status=worst([row.status for row in rows]),
            regions=_regions(rows),
        )
        for rows in by_component.values()
    )


def touched(impacts: Iterable[Impact]) -> dict[str, tuple[str, ...]]:
    """Names of all that was harmed so far, components and regions, as readers of each language know them."""
    public = [impact for impact in impacts if impact.component.is_public]
    named = [*(impact.component for impact in public), *(impact.region for impact in public if impact.region)]
    return {language: tuple(dict.fromkeys(row.name_in(language) for row in named)) for language in Language.values}


def _regions(rows: list[Impact]) -> dict[str, tuple[str, ...]]:
    regions = [row.region for row in rows]
    if None in regions:
        return dict.fromkeys(Language.values, ())
    return {
        language: tuple(dict.fromkeys(region.name_in(language) for region in regions)) for language in Language.values
    }


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


def secrets() -> dict[str, tuple[Secret, ...]]:
    """Every supplier, not only this incident's: a name slips into any text."""
    return kept_secret(wording.suppliers())


def veil() -> Veil:
    """`veil()(text, language)`: as it may leave the house; 1 statement for all the texts of a letter."""
    known = secrets()
    return lambda text, language: conceal(text, known[language])


def kept_secret(suppliers: Mapping[str, Sequence[Supplier]]) -> dict[str, tuple[Secret, ...]]:
    return {
        language: tuple(Secret(names=each.names, alias=each.alias) for each in known)
        for language, known in suppliers.items()
    }


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
    return tuple(component_facts(row, worst(states[pk]), page_id) for pk, row in found.items())


def component_facts(component: Component, status: str, page_id: str) -> dict[str, Any]:
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
