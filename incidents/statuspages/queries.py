"""Everything readers may see, in six statements however many readers, pages, languages and old incidents there are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, FilteredRelation, Q, QuerySet

from core.delivery.models import Beat
from core.text.translations import Language
from incidents.catalogue.models import Component
from incidents.communication.concealment import Secret
from incidents.communication.models import Variant
from incidents.communication.standing import Standing, standing
from incidents.communication.states import ChannelKind
from incidents.communication.states import State as UpdateState
from incidents.communication.texts import chains
from incidents.response import states
from incidents.response.models import Impact, Incident
from incidents.statuspages import assembly, naming, narrowing, windows
from incidents.statuspages.bars import DAYS
from incidents.statuspages.models import StatusPage
from incidents.statuspages.page import Page
from incidents.statuspages.source import Row, Source
from incidents.subscribers.models import Audience

CODES = Language.values
EXPORT = "export:objects"  # the sign of life of whoever writes into the object store
# The only audiences whose texts may stand in public, and the kinds of text meant for the page.
GENERAL, TECHNICAL = "general", "technical"
KINDS = (ChannelKind.PAGE, ChannelKind.ANY)


def load(at: datetime, *, private: StatusPage | None = None) -> Source:
    """Read what the public pages of this moment are made of; or one private page, with what only it may show."""
    frame = _frame(private)
    readers = [private] if private else frame.public
    # Each page has the newest of its own; "resolved" may still await its last words.
    choices = {narrowing.choice(frame.names, each) for each in readers} or {narrowing.EVERYTHING}
    incidents = _incidents(windows.wanted(choices, frame.harmed))
    since = at - timedelta(days=DAYS + 1)
    ids = [row["id"] for row in incidents]
    which = Q(incident__in=ids) | Q(ended_at__isnull=True) | Q(ended_at__gte=since)
    return _with_texts(at, incidents, which, frame, is_window=True)


def load_some(at: datetime, incidents: QuerySet[Incident], *, private: StatusPage | None = None) -> Source:
    """The same for chosen incidents: an old one, or a month of history."""
    rows = _incidents(incidents.public())
    return _with_texts(at, rows, Q(incident__in=[row["id"] for row in rows]), _frame(private), is_window=False)


def standings(at: datetime) -> dict[int, Standing]:
    """How each component that is harmed stands on the pages made at `at`; the others work."""
    rows = Impact.objects.filter(
        ended_at__isnull=True, started_at__lte=at, component__is_public=True, incident__in=Incident.objects.public()
    )
    harms = defaultdict(list)
    for component, status, region in rows.values_list("component_id", "status", "region_id"):
        harms[component].append((status, region))
    return {component: standing(found) for component, found in harms.items()}


def page(statuspage: StatusPage | None, language: str, at: datetime) -> Page:
    """One status page in one language, as it is at `at`."""
    source = load(at)
    return page_from(source, statuspage or default(source.statuspages), language)


def page_from(source: Source, statuspage: StatusPage, language: str) -> Page:
    """The same from rows already read: one reading serves every page and language."""
    return assembly.page(narrowing.narrowed(source, statuspage), statuspage, language, url_of(statuspage))


def for_host(statuspages: list[StatusPage], host: str) -> StatusPage:
    """The page that claims `host` (port ignored), else the default one."""
    bare = host.rsplit(":", 1)[0].lower() if ":" in host else host.lower()
    claimed = [each for each in statuspages if each.host.lower() in {bare, host.lower()}]
    return claimed[0] if claimed else default(statuspages)


def default(statuspages: list[StatusPage]) -> StatusPage:
    """The default page; before anything is set up, an empty one, so that readers never meet an error."""
    chosen = [each for each in statuspages if each.is_default] or [each for each in statuspages if not each.is_private]
    return chosen[0] if chosen else StatusPage(public_id="0" * 12, name="Status", host="", is_default=True)


def url_of(statuspage: StatusPage) -> str:
    """Where readers open this page, without a trailing slash; its port is PUBLIC_URL's unless its host names one."""
    if statuspage.is_default or not statuspage.host:
        return settings.PUBLIC_URL
    public = urlsplit(settings.PUBLIC_URL)
    port = f":{public.port}" if public.port and ":" not in statuspage.host else ""
    return f"{public.scheme}://{statuspage.host}{port}"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is read before the incidents: the pages with their choices and words, and what may be shown on them.

    `seen` are components, `harmed` the same of impacts: the public ones, and what a private page names.
    """

    public: list[StatusPage]
    closed: tuple[str, ...]
    names: naming.Names
    secrets: dict[str, tuple[Secret, ...]]
    audiences: tuple[str, ...]
    seen: Q
    harmed: Q


def _frame(private: StatusPage | None) -> _Frame:
    pages = list(StatusPage.objects.order_by("id"))
    names, secrets = naming.read()
    seen, harmed = Q(is_public=True), Q(component__is_public=True)
    if private:
        named = [int(pk) for pk in names.get(("shown", private.pk), ())]
        seen, harmed = seen | Q(pk__in=named), harmed | Q(component__in=named)
    return _Frame(
        public=[page for page in pages if not page.is_private],
        closed=tuple(page.host for page in pages if page.is_private),
        names=names,
        secrets=secrets,
        audiences=_audiences(private),
        seen=seen,
        harmed=harmed,
    )


def _incidents(wanted: QuerySet[Incident]) -> list[Row]:
    """Newest first, each with its titles as `in_en`, `in_fr` and so on."""
    fields = [
        *("id", "reference", "public_id", "kind", "title", "state", "imported_impact", "scheduled_for"),
        *("scheduled_until", "impact_started_at", "impact_ended_at", "declared_at", "resolved_at", "closed_at"),
        *("next_update_at", "updated_at", "severity_id", "closure_reason", "times_rescheduled"),
    ]
    titles = {
        f"row_{code}": FilteredRelation("translations", condition=Q(translations__language=code)) for code in CODES
    }
    rows = (
        wanted.order_by("-declared_at", "-id")
        .annotate(**titles)
        .values(
            *fields,
            third=F("third_party__name"),
            third_url=F("third_party__status_url"),
            **{f"in_{code}": F(f"row_{code}__title") for code in CODES},
        )
    )
    return list(rows)


def _titles(incidents: list[Row]) -> naming.Names:
    return {
        ("incident", row["id"]): {
            code: {"language": code, "text": row[f"in_{code}"], "more": ""} for code in CODES if row[f"in_{code}"]
        }
        for row in incidents
    }


def _with_texts(at: datetime, incidents: list[Row], which: Q, frame: _Frame, *, is_window: bool) -> Source:
    impacts = (
        Impact.objects.filter(which & frame.harmed, incident__is_public=True)
        .exclude(incident__kind=states.Kind.DRILL)
        .order_by("started_at", "id")
        .values(
            *("incident_id", "component_id", "region_id", "status", "started_at", "ended_at"),
            region_name=F("region__name"),
        )
    )
    touches = list(impacts)
    ordered = Component.objects.filter(frame.seen).order_by("group__position", "group_id", "position", "id")
    return Source(
        at=at,
        statuspages=frame.public,
        closed=frame.closed,
        components=list(ordered.values(*_COMPONENT, **_GROUP)),
        incidents=incidents,
        variants=_variants([row["id"] for row in incidents], frame.audiences),
        impacts=[row for row in touches if row["started_at"] <= at],  # what is planned impairs nothing yet
        touches=touches,
        names={**frame.names, **_titles(incidents)},
        audiences=frame.audiences,
        secrets=frame.secrets,
        is_window=is_window,
    )


def _audiences(private: StatusPage | None) -> tuple[str, ...]:
    """Whose words a page may say, the first first."""
    if private is None or private.audience_id is None:
        return (GENERAL,)
    parents = dict(Audience.objects.values_list("slug", "falls_back_to_id"))
    return chains(parents, GENERAL)[private.audience_id]


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


def _variants(incident_ids: list[int], audiences: tuple[str, ...]) -> dict[int, list[Row]]:
    rows = (
        Variant.objects.filter(
            update__incident__in=incident_ids,
            update__state=UpdateState.PUBLISHED,
            audience__slug__in={*audiences, TECHNICAL},
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
            eta=F("update__eta"),
            at=F("update__published_at"),
        )
    )
    by_incident = defaultdict(list)
    for row in rows:
        by_incident[row["incident"]].append(row)
    return by_incident


def export_beat() -> Beat | None:
    """How the last try to write into the object store ended; None before the first."""
    return Beat.objects.filter(name=EXPORT).first()


def export_failed_lately(at: datetime) -> bool:
    """Within the last minute: a store that hangs must not hold a worker again and again."""
    beat = export_beat()
    return beat is not None and not beat.ok and at - beat.at < timedelta(minutes=1)
