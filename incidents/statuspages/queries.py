"""Everything readers may see, in six statements however many readers, languages and old incidents there are."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value
from django.db.models.fields import TextField

from incidents.catalogue.models import Component, ComponentGroupTranslation, ComponentTranslation, RegionTranslation
from incidents.communication.models import Variant
from incidents.communication.states import ChannelKind
from incidents.communication.states import State as UpdateState
from incidents.response import states
from incidents.response.models import Impact, Incident, IncidentTranslation
from incidents.statuspages import assembly
from incidents.statuspages.bars import DAYS
from incidents.statuspages.models import StatusPage, StatusPageTranslation
from incidents.statuspages.page import Page
from incidents.statuspages.source import Row, Source

RECENT = 50
# The only audiences whose texts may stand in public, and the kinds of text meant for the page.
AUDIENCES = ("general", "technical")
KINDS = (ChannelKind.PAGE, ChannelKind.ANY)


def load(at: datetime) -> Source:
    """Read what the pages of this moment are made of."""
    newest = Incident.objects.public().order_by("-declared_at", "-id").values("pk")[:RECENT]
    unfinished = Q(state__in=(*states.OPEN, states.State.SCHEDULED)) | Q(state=states.State.RESOLVED)
    # Two index ranges instead of one scan; a resolved incident may still await its last words.
    wanted = Incident.objects.public().filter(Q(pk__in=newest) | (unfinished & Q(closed_at__isnull=True)))
    incidents = _incidents(wanted)
    since = at - timedelta(days=DAYS + 1)
    ids = [row["id"] for row in incidents]
    return _with_texts(at, incidents, Q(incident__in=ids) | Q(ended_at__isnull=True) | Q(ended_at__gte=since))


def load_some(at: datetime, incidents: QuerySet[Incident]) -> Source:
    """The same for chosen incidents: an old one, or a month of history."""
    rows = _incidents(incidents.public())
    return _with_texts(at, rows, Q(incident__in=[row["id"] for row in rows]))


def page(statuspage: StatusPage | None, language: str, at: datetime) -> Page:
    """One status page in one language, as it is at `at`."""
    source = load(at)
    return page_from(source, statuspage or default(source.statuspages), language)


def page_from(source: Source, statuspage: StatusPage, language: str) -> Page:
    """The same from rows already read: one reading serves every page and language."""
    return assembly.page(source, statuspage, language, url_of(statuspage))


def for_host(statuspages: list[StatusPage], host: str) -> StatusPage:
    """The page that claims `host` (port ignored), else the default one."""
    bare = host.rsplit(":", 1)[0].lower() if ":" in host else host.lower()
    claimed = [each for each in statuspages if each.host.lower() in {bare, host.lower()}]
    return claimed[0] if claimed else default(statuspages)


def default(statuspages: list[StatusPage]) -> StatusPage:
    """The default page; before anything is set up, an empty one, so that readers never meet an error."""
    chosen = [each for each in statuspages if each.is_default] or statuspages
    return chosen[0] if chosen else StatusPage(public_id="0" * 12, name="Status", host="", is_default=True)


def url_of(statuspage: StatusPage) -> str:
    """Where readers open this page, without a trailing slash."""
    if statuspage.is_default or not statuspage.host:
        return settings.PUBLIC_URL
    return f"{settings.PUBLIC_URL.split('://')[0]}://{statuspage.host}"


def _incidents(wanted: QuerySet[Incident]) -> list[Row]:
    fields = [
        *("id", "reference", "public_id", "kind", "title", "state", "imported_impact", "scheduled_for"),
        *("scheduled_until", "impact_started_at", "impact_ended_at", "declared_at", "resolved_at", "closed_at"),
        *("next_update_at", "updated_at", "severity_id", "closure_reason", "times_rescheduled"),
    ]
    rows = wanted.order_by("-declared_at", "-id").values(
        *fields, third=F("third_party__name"), third_url=F("third_party__status_url")
    )
    return list(rows)


def _with_texts(at: datetime, incidents: list[Row], which: Q) -> Source:
    ids = [row["id"] for row in incidents]
    components = Component.objects.public().order_by("group__position", "group_id", "position", "id")
    impacts = (
        Impact.objects.filter(which, component__is_public=True, incident__is_public=True, started_at__lte=at)
        .exclude(incident__kind=states.Kind.DRILL)
        .order_by("started_at", "id")
    )
    return Source(
        at=at,
        statuspages=list(StatusPage.objects.order_by("id")),
        components=list(components.values(*_COMPONENT, **_GROUP)),
        incidents=incidents,
        variants=_variants(ids),
        impacts=list(
            impacts.values(
                *("incident_id", "component_id", "region_id", "status", "started_at", "ended_at"),
                region_name=F("region__name"),
            )
        ),
        names=_names(ids),
    )


_COMPONENT = (
    *("id", "public_id", "name", "description", "position", "showcase", "only_show_if_degraded"),
    *("start_on", "created_at", "updated_at", "group_id"),
)
_GROUP = {
    "group_public_id": F("group__public_id"),
    "group_name": F("group__name"),
    "group_position": F("group__position"),
    "group_created_at": F("group__created_at"),
    "group_updated_at": F("group__updated_at"),
}


def _variants(incident_ids: list[int]) -> dict[int, list[Row]]:
    rows = (
        Variant.objects.filter(
            update__incident__in=incident_ids,
            update__state=UpdateState.PUBLISHED,
            audience__slug__in=AUDIENCES,
            channel_kind__in=KINDS,
        )
        .order_by("update__incident_id", "-update__sequence", "id")
        .values(
            *("update_id", "channel_kind", "language", "subject", "text", "html"),
            slug=F("audience__slug"),
            incident=F("update__incident_id"),
            public_id=F("update__public_id"),
            sequence=F("update__sequence"),
            phase=F("update__phase"),
            state=F("update__incident_state"),
            corrects=F("update__corrects_id"),
            affected=F("update__affected"),
            notify=F("update__notify"),
            at=F("update__published_at"),
        )
    )
    by_incident = defaultdict(list)
    for row in rows:
        by_incident[row["incident"]].append(row)
    return by_incident


def _names(incident_ids: list[int]) -> dict[tuple[str, int], dict[str, Row]]:
    """Every translated name in one statement: (kind, owner) → language → row."""

    def rows(model: type, kind: str, owner: str, text: str, more: str | None = None) -> QuerySet[Any]:
        return model.objects.values_list(
            Value(kind, output_field=TextField()),
            F(f"{owner}_id"),
            "language",
            F(text),
            F(more) if more else Value("", output_field=TextField()),
        )

    union = rows(ComponentTranslation, "component", "component", "name", "description").union(
        rows(ComponentGroupTranslation, "group", "group", "name"),
        rows(RegionTranslation, "region", "region", "name"),
        rows(StatusPageTranslation, "page", "statuspage", "name"),
        rows(IncidentTranslation, "incident", "incident", "title").filter(incident__in=incident_ids),
        all=True,
    )
    names = defaultdict(dict)
    for kind, owner, language, text, more in union:
        names[kind, owner][language] = {"language": language, "text": text, "more": more}
    return names
